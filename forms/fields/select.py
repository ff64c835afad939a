"""One of several options, from a list that opens."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from forms import options, rules, sources, values
from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding
from forms.scope import Scope
from forms.sources import Source
from forms.submission import Problem

_SOURCES = ("values", "valuesKey", "valuesExpression")


class OptionField(Field):
    """A field whose value is, or is made of, the values of offered options."""

    keyed = True
    texts = (*Field.texts, "values.*")
    of: ClassVar[str | None] = None
    """The kind of the source that the refinement brings along."""

    def source(self, own: Mapping[str, Any]) -> Source | None:
        """As `bihuan.source` draws it, or as the refinement implies."""
        return sources.read(own, self.of)

    def chosen(self, value: Any) -> list[Any]:
        """The option values that an answer holds."""
        return [] if value is None else [value]

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """What a source does not have, then the rules every field has."""
        if component.source is not None and scope.occasion.strict:
            yield from self._not_offered(component.source, value, own, scope)
        yield from rules.judge(component, value, scope)

    def _not_offered(self, source: Source, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        # What the server holds stays, as with drawn options, unless it hangs on another answer that may have changed.
        held = [] if source.depends_on else self.chosen(own)
        asked = [item for item in self.chosen(value) if not values.contains(held, item)]
        known = [option.value for option in self._known(source, asked, scope)]
        for item in asked:
            if not values.contains(known, item):
                yield Problem(code="option-not-offered", params={"value": values.text_of(item)[:100]})

    def _known(self, source: Source, chosen: list[Any], scope: Scope) -> list[options.Option]:
        if not chosen:
            return []
        return scope.occasion.lookups.known(source, chosen, scope.answers(source.depends_on))

    def examine(self, component: Component) -> Iterator[Finding]:
        """A source must be one that there is, the refinement's own, and complete."""
        source = component.source
        if source is None:
            return
        if source.kind not in sources.KINDS:
            yield Finding(code="source-unknown", component_id=component.id, params={"kind": source.kind[:100]})
        elif self.of is not None and source.kind != self.of:
            params = {"refinement": self.refinement, "wanted": self.of, "kind": source.kind}
            yield Finding(code="source-misplaced", component_id=component.id, params=params)
        elif source.kind == "connector":
            yield Finding(code="source-unavailable", component_id=component.id)
        elif source.kind == "decision" and not isinstance(source.parameters.get("decision"), str):
            yield Finding(code="source-without-decision", component_id=component.id)

    def advise(self, component: Component) -> Iterator[Finding]:
        """Options must come from somewhere, and drawn options must be usable."""
        attributes = component.attributes
        if component.source is not None:
            return
        if not any(attributes.get(source) for source in _SOURCES):
            yield Finding(code="options-missing", severity="warning", component_id=component.id)
        drawn = attributes.get("values")
        if isinstance(drawn, list) and not attributes.get("valuesKey"):
            usable = options.normalise(drawn)
            if len(usable) < len(drawn):
                yield Finding(code="options-unusable", severity="warning", component_id=component.id)
            if len({values.fingerprint(option.value) for option in usable}) < len(usable):
                yield Finding(code="options-duplicate", severity="warning", component_id=component.id)

    def describe_option(self, component: Component) -> Mapping[str, Any]:
        """The schema of one option's value: those that are drawn, else whatever can be one."""
        if component.source is not None:
            return {"type": ["string", "number", "boolean"]}
        drawn = component.attributes.get("values")
        if not isinstance(drawn, list) or any(component.attributes.get(name) for name in _SOURCES[1:]):
            return {}
        return {"enum": [option.value for option in options.normalise(drawn)]}

    def _labels(self, component: Component, chosen: list[Any], scope: Scope) -> str:
        source = component.source
        known = self._known(source, chosen, scope) if source else options.offered(component, scope) or []
        return ", ".join(_label(known, value) for value in chosen)


def _label(known: list[options.Option], value: Any) -> str:
    return next((option.label for option in known if values.equal(option.value, value)), values.text_of(value))


class Select(OptionField):
    """The value of one option, or null. An option's value may be 0, false or an object."""

    type = "select"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The value if it is offered; with options from an expression or a source that is seen later."""
        if component.source is not None:
            return value if options.is_key(value) else None
        offered = options.at_import(component, source)
        return value if offered is None or values.contains(offered, value) else None

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Null as soon as the value is no longer offered; a source is asked when the answer is judged."""
        if component.source is not None:
            return self.sanitise(component, value, {})
        offered = options.offered(component, scope)
        known = [] if offered is None else [option.value for option in offered]
        if scope.occasion.strict:
            return value if values.contains([*known, own, None], value) else None
        return value if offered is None or not values.truthy(value) or values.contains(known, value) else None

    def describe(self, component: Component) -> Mapping[str, Any]:
        """One option or null."""
        return {"anyOf": [self.describe_option(component), {"type": "null"}]}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not null."""
        return {"not": {"type": "null"}}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The label of the chosen option."""
        return "" if value is None else self._labels(component, [value], scope)
