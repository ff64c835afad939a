"""Several of several options, as boxes to tick."""

from collections.abc import Mapping
from typing import Any

from forms import options, values
from forms.component import Component
from forms.fields.select import OptionField
from forms.scope import Scope

MOST_CHOSEN = 1_000
"""The viewer keeps duplicates, so the number of options alone does not bound the list."""


class Checklist(OptionField):
    """A list of option values in the order they were chosen."""

    type = "checklist"

    def empty(self) -> Any:
        """Nothing chosen."""
        return []

    def chosen(self, value: Any) -> list[Any]:
        """The chosen values."""
        return value if isinstance(value, list) else []

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """Only what is offered; with options from an expression that is seen later."""
        if component.source is not None:
            return _keys(value)
        offered = options.at_import(component, source)
        if offered is None:
            return value
        return _kept(value, offered)

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Whatever is no longer offered is taken out."""
        if component.source is not None:
            return _keys(value)
        offered = options.offered(component, scope)
        known = [] if offered is None else [option.value for option in offered]
        if scope.occasion.strict:
            return _kept(value, [*known, *(own if isinstance(own, list) else [])])
        return value if offered is None or not isinstance(value, list) else _kept(value, known)

    def describe(self, component: Component) -> Mapping[str, Any]:
        """A list of options."""
        return {"type": "array", "items": self.describe_option(component)}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """With at least one in it."""
        return {"minItems": 1}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The labels of the chosen options."""
        return self._labels(component, value, scope) if isinstance(value, list) else ""


def _keys(value: Any) -> list[Any]:
    """What a source can be asked for, each once."""
    chosen = value[:MOST_CHOSEN] if isinstance(value, list) else []
    return list({values.fingerprint(item): item for item in chosen if options.is_key(item)}.values())


def _kept(value: Any, offered: list[Any]) -> list[Any]:
    chosen = value[:MOST_CHOSEN] if isinstance(value, list) else []
    return [item for item in chosen if values.contains(offered, item)]
