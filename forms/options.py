"""The options of a select, radio group, check list or tag list: where they come from, and which of them count."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from forms import paths, values
from forms.component import Component
from forms.lookups import Lookups
from forms.scope import Scope
from forms.sources import Option

__all__ = ["Option", "at_import", "is_key", "look_ahead", "normalise", "offered"]

LONGEST_KEY = 500
"""Characters of an option's value that a source is asked for."""


def normalise(written: Iterable[Any]) -> list[Option]:
    """The options that the viewer would show; entries it cannot show (empty, null, without value) are left out."""
    return [option for entry in written if (option := _option(entry)) is not None]


def _option(entry: Any) -> Option | None:
    if _is_primitive(entry):
        return Option(value=entry, label=values.text_of(entry))
    if not isinstance(entry, Mapping):
        return None
    value, label = entry.get("value"), entry.get("label")
    if isinstance(label, str) and label:
        return Option(value=value, label=label) if _can_be_value(value) else None
    return Option(value=value, label=values.text_of(value)) if _is_primitive(value) else None


def _is_primitive(value: Any) -> bool:
    if isinstance(value, str):
        return value != ""
    return isinstance(value, bool) or (values.is_number(value) and value == value)


def _can_be_value(value: Any) -> bool:
    return len(value) > 0 if isinstance(value, dict | list) else _is_primitive(value)


def at_import(component: Component, source: Mapping[str, Any]) -> list[Any] | None:
    """The option values that prefilled data is compared with; None when they are an expression and come later."""
    if component.attributes.get("valuesExpression"):
        return None
    key = component.attributes.get("valuesKey")
    if not key:
        return [option.value for option in _drawn(component)]
    written = paths.get(source, (str(key),), None)
    return [option.value for option in normalise(written)] if isinstance(written, list) else []


def offered(component: Component, scope: Scope) -> list[Option] | None:
    """The options as shown: by key, else as drawn, else by expression. None when no list can be made of them."""
    attributes = component.attributes
    if "valuesKey" in attributes:
        keyed = paths.get(scope.occasion.initial, (str(attributes["valuesKey"]),), None)
        return normalise(keyed) if isinstance(keyed, list) else []
    if "values" in attributes:
        return list(_drawn(component))
    if not attributes.get("valuesExpression"):
        return None
    computed = scope.value(attributes["valuesExpression"])
    if not values.truthy(computed):
        return []
    return normalise(computed) if isinstance(computed, list) else None


@lru_cache(maxsize=4096)
def _drawn(component: Component) -> tuple[Option, ...]:
    """The drawn options; a component never changes, so they are read once."""
    written = component.attributes.get("values")
    return tuple(normalise(written)) if isinstance(written, list) else ()


def is_key(value: Any) -> bool:
    """Can it be the value of an option that a source has: text, a number, true or false?"""
    return (
        isinstance(value, bool) or values.is_number(value) or (isinstance(value, str) and 0 < len(value) < LONGEST_KEY)
    )


def look_ahead(root: Component, data: Mapping[str, Any], lookups: Lookups) -> None:
    """Ask every source once for all that was chosen from it, in whatever row; what hangs on other answers is left."""
    for component in root.walk():
        if component.source is not None and not component.source.depends_on:
            held = (paths.get(data, path, None) for path in paths.matching(data, component.template))
            chosen = [item for value in held for item in (value if isinstance(value, list) else [value])]
            lookups.known(component.source, list(filter(is_key, chosen)), {})
