"""Tells apart which answers a form can hold and which it has no place for."""

from collections.abc import Mapping
from typing import Any

from forms import paths, values
from forms.component import Component

_BLANK: tuple[Any, ...] = (None, "", [], {})


def split(root: Component, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers that fields of the form can hold, and the rest without what is blank.

    What the form computes is in neither: nobody has typed it.
    """
    fitting: dict[str, Any] = {}
    rest = values.copied(dict(answers))
    for component in root.walk():
        if component.behaviour.keyed:
            for path in list(paths.matching(answers, component.template)):
                value = paths.get(answers, path)
                if component.type == "expression":
                    paths.drop(rest, path)
                elif _holds(component, value, answers):
                    paths.put(fitting, path, values.copied(value))
                    paths.drop(rest, path)
    return fitting, _without_blanks(rest) or {}


def without_computed(root: Component, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without what the form has computed."""
    left: dict[str, Any] = values.copied(dict(answers))
    for component in root.walk():
        if component.type == "expression":
            for path in list(paths.matching(left, component.template)):
                paths.drop(left, path)
    return left


def _holds(component: Component, value: Any, answers: Mapping[str, Any]) -> bool:
    """Whether the field keeps something of it: a number field has no place for a name."""
    if value in _BLANK:
        return True
    return component.behaviour.sanitise(component, value, answers) not in _BLANK


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: inner for key, item in value.items() if (inner := _without_blanks(item)) not in _BLANK}
        return kept or None
    if isinstance(value, list):
        rows = [inner for item in value if (inner := _without_blanks(item)) not in _BLANK]
        return rows or None
    return value
