"""What sources have said during one filling-in, so that a list of a hundred rows asks once and not a hundred times."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms import values
from forms.sources import NO_SOURCES, Option, Source, Sources


class Lookups:
    """Remembers, for every source and context, which values are known under which label."""

    def __init__(self, sources: Sources = NO_SOURCES) -> None:
        self._sources = sources
        self._said: dict[str, dict[str, Option | None]] = {}

    def known(self, source: Source, chosen: Sequence[Any], context: Mapping[str, Any]) -> list[Option]:
        """The options of the chosen values that exist, in the order chosen."""
        said = self._ask(source, chosen, context)
        found = (said[values.fingerprint(value)] for value in chosen)
        return [option for option in found if option is not None]

    def _ask(self, source: Source, chosen: Sequence[Any], context: Mapping[str, Any]) -> dict[str, Option | None]:
        place = values.fingerprint([source.kind, dict(source.parameters), dict(context)])
        said = self._said.setdefault(place, {})
        new = {values.fingerprint(value): value for value in chosen}
        new = {name: value for name, value in new.items() if name not in said}
        if new:
            said.update(dict.fromkeys(new))
            for option in self._sources.known(source, list(new.values()), context):
                said[values.fingerprint(option.value)] = option
        return said
