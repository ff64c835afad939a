"""Which texts of a form are FEEL, and which names its fields have."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import paths, templates
from forms.component import Component
from forms.schema import Reader
from forms.scope import is_expression

_CONDITIONS = ("conditional.hide", "readonly")
_EXPRESSIONS = (
    "validate.min",
    "validate.max",
    "validate.minLength",
    "validate.maxLength",
    "valuesExpression",
    "expression",
    "dataSource",
    "columnsExpression",
    "multiple",
    "bihuan.requiredIf",
    "bihuan.minRows",
    "bihuan.maxRows",
)
_TEMPLATES = (
    "label",
    "description",
    "appearance.prefixAdorner",
    "appearance.suffixAdorner",
    "text",
    "content",
    "alt",
    "source",
    "url",
    "title",
    "accept",
)


def expressions(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Every FEEL text of a form: the id of its component, the text, and whether it is a condition."""
    for component in _components(Reader(schema).root):
        for _, text, is_condition in of_component(component):
            yield component.id, text, is_condition


def of_component(component: Component) -> Iterator[tuple[str, str, bool]]:
    """Every FEEL text of a component: the property, the text, and whether it is a condition."""
    for name in (*_CONDITIONS, *_EXPRESSIONS):
        written = paths.get(component.attributes, tuple(name.split(".")), None)
        if is_expression(written):
            yield name, written[1:], name in _CONDITIONS
    for name in _TEMPLATES:
        written = paths.get(component.attributes, tuple(name.split(".")), None)
        if isinstance(written, str) and templates.is_template(written):
            yield from ((name, text, False) for text in templates.expressions(written))


def keys(schema: Mapping[str, Any]) -> frozenset[str]:
    """The variables that the fields of a form write to, outermost names only."""
    keyed = (component.template for component in _components(Reader(schema).root) if component.behaviour.keyed)
    return frozenset(template[0] for template in keyed if template and template[0] is not None)


def _components(root: Component | None) -> Iterator[Component]:
    pending = [root] if root is not None else []
    while pending:
        component = pending.pop()
        yield component
        pending.extend(reversed(component.children))
