"""One of several options, from a list that opens."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import options, values
from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding
from forms.scope import Scope

_SOURCES = ("values", "valuesKey", "valuesExpression")


class OptionField(Field):
    """A field whose value is, or is made of, the values of offered options."""

    keyed = True
    texts = (*Field.texts, "values.*")

    def advise(self, component: Component) -> Iterator[Finding]:
        """Options must come from somewhere, and drawn options must be usable."""
        attributes = component.attributes
        if not any(attributes.get(source) for source in _SOURCES):
            yield Finding(code="options-missing", severity="warning", component_id=component.id)
        drawn = attributes.get("values")
        if isinstance(drawn, list) and not attributes.get("valuesKey"):
            usable = options.normalise(drawn)
            if len(usable) < len(drawn):
                yield Finding(code="options-unusable", severity="warning", component_id=component.id)
            if len({values.fingerprint(option.value) for option in usable}) < len(usable):
                yield Finding(code="options-duplicate", severity="warning", component_id=component.id)

    def _labels(self, component: Component, chosen: list[Any], scope: Scope) -> str:
        known = options.offered(component, scope) or []
        return ", ".join(_label(known, value) for value in chosen)


def _label(known: list[options.Option], value: Any) -> str:
    return next((option.label for option in known if values.equal(option.value, value)), values.text_of(value))


class Select(OptionField):
    """The value of one option, or null. An option's value may be 0, false or an object."""

    type = "select"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The value if it is offered; with options from an expression that is seen later."""
        offered = options.at_import(component, source)
        return value if offered is None or values.contains(offered, value) else None

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Null as soon as the value is no longer offered."""
        offered = options.offered(component, scope)
        known = [] if offered is None else [option.value for option in offered]
        if scope.occasion.strict:
            return value if values.contains([*known, own, None], value) else None
        return value if offered is None or not values.truthy(value) or values.contains(known, value) else None

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The label of the chosen option."""
        return "" if value is None else self._labels(component, [value], scope)
