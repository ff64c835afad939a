"""The JSON Schema (draft 2020-12) of the answers to a form, for programs that send them.

It says what kind of value each field takes. It is not the judge: lengths, patterns and everything computed are left to
the form itself, and a field that may be hidden is never called required.
"""

from collections.abc import Mapping
from typing import Any

from forms import templates, translations
from forms.component import Component
from forms.translations import Translations

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def described(root: Component, locale: str, known: Translations) -> dict[str, Any]:
    """The schema of a whole form, with titles in one language."""
    shape = _Shape(locale, known).of_children(root, certain=True)
    title = root.attributes.get("id")
    return {"$schema": DIALECT, **({"title": title} if isinstance(title, str) else {}), **shape}


class _Shape:
    """Draws components as the objects their answers make."""

    def __init__(self, locale: str, known: Translations) -> None:
        self._locale = locale
        self._known = known

    def of_children(self, component: Component, *, certain: bool) -> dict[str, Any]:
        """The object that holds the answers below a component; `certain` when nothing above may be hidden."""
        shape: dict[str, Any] = {"type": "object", "properties": {}}
        self._fill(shape, component, len(component.template) + component.repeats, certain)
        return shape

    def _fill(self, shape: dict[str, Any], component: Component, start: int, certain: bool) -> None:
        for child in component.children:
            shown = certain and child.hide is None
            steps = tuple(step for step in child.template[start:] if step is not None)
            if child.behaviour.keyed:
                _put(shape, steps, self._titled(child, _field(child, shown)), shown and _must_be_sent(child))
            elif child.repeats:
                _put(shape, steps, self._titled(child, self._rows(child)), False)
            else:
                self._fill(shape, child, start, shown)

    def _rows(self, component: Component) -> dict[str, Any]:
        items = self.of_children(component, certain=True)
        # A row of which everything is hidden is null.
        rows: dict[str, Any] = {"type": "array", "items": {**items, "type": ["object", "null"]}}
        for name, keyword in (("minRows", "minItems"), ("maxRows", "maxItems")):
            limit = component.own.get(name)
            if isinstance(limit, int) and component.hide is None:
                rows[keyword] = limit
        return rows

    def _titled(self, component: Component, shape: dict[str, Any]) -> dict[str, Any]:
        attributes = translations.localised(component, self._locale, self._known)
        for name, keyword in (("label", "title"), ("description", "description")):
            text = attributes.get(name)
            if isinstance(text, str) and text and not templates.is_template(text):
                shape[keyword] = text
        return shape


def _field(component: Component, shown: bool) -> dict[str, Any]:
    shape = dict(component.behaviour.describe(component))
    if component.behaviour.owned(component):
        shape["readOnly"] = True
    elif shown and component.rules.get("required"):
        shape = {**shape, **component.behaviour.describe_answered(component)}
    return shape


def _must_be_sent(component: Component) -> bool:
    return bool(component.rules.get("required")) and not component.behaviour.owned(component)


def _put(shape: dict[str, Any], steps: tuple[str, ...], inner: Mapping[str, Any], required: bool) -> None:
    """Hang a schema into an object, making objects on the way as keys with dots do."""
    for step in steps[:-1]:
        if required:
            _require(shape, step)
        shape = shape["properties"].setdefault(step, {"type": "object", "properties": {}})
        shape.setdefault("properties", {})
    if required:
        _require(shape, steps[-1])
    shape["properties"][steps[-1]] = dict(inner)


def _require(shape: dict[str, Any], name: str) -> None:
    if name not in shape.setdefault("required", []):
        shape["required"].append(name)
