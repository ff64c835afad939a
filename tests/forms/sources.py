"""A source with a few people and cities, for tests of forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms import Option, OptionPage, Source

PEOPLE = {"ann": "Ann Li", "bob": "Bob Wang"}
CITIES = {"ZJ": {"HZ": "Hangzhou", "NB": "Ningbo"}, "SH": {"SH": "Shanghai"}}


class FewSources:
    """Knows two people, and cities by province; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, source: Source, query: str, page: int, context: Mapping[str, Any], /) -> OptionPage:
        known = self._all(source, context)
        return OptionPage(options=[option for option in known if query.lower() in option.label.lower()])

    def known(self, source: Source, values: Sequence[Any], context: Mapping[str, Any], /) -> Sequence[Option]:
        self.asked += 1
        return [option for option in self._all(source, context) if option.value in values]

    def _all(self, source: Source, context: Mapping[str, Any]) -> list[Option]:
        found = PEOPLE if source.kind == "person" else CITIES.get(str(context.get("province")), {})
        return [Option(value=value, label=label) for value, label in found.items()]
