"""The check of a form at publishing: everything its author should hear before people fill it in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from forms import feel_texts, paths, translations
from forms.component import Component
from forms.cross_rules import CrossRule
from forms.findings import Finding
from forms.rights import field_key
from forms.schema import Reader
from forms.translations import Translations
from forms.upcasts import Upcast


@dataclass(frozen=True, kw_only=True)
class CheckedExpression:
    """What the FEEL side says of a text: the names it reads (`a`, `a.b`), or what is wrong with it.

    `differs` names what browsers evaluate in another way than the server does.
    """

    names: frozenset[str] = frozenset()
    problem: Mapping[str, Any] | None = None
    differs: Sequence[str] = ()


class CheckExpression(Protocol):
    """Checks FEEL without evaluating it; the text comes without the leading `=`."""

    def __call__(self, text: str, *, unary: bool) -> CheckedExpression:
        """`unary` says whether the text is a unary test (a condition) or an expression."""


@dataclass(frozen=True)
class _Placed:
    """A component and those it stands in, outermost first."""

    component: Component
    around: tuple[Component, ...] = ()

    def conditions(self) -> frozenset[str]:
        """Every condition that hides it."""
        return frozenset(hide for component in (*self.around, self.component) if (hide := component.hide))


@dataclass
class _Check:
    check_expression: CheckExpression
    placed: list[_Placed] = field(default_factory=list)

    def place(self, component: Component, around: tuple[Component, ...] = ()) -> None:
        self.placed.append(_Placed(component, around))
        for child in component.children:
            self.place(child, (*around, component))

    def findings(self) -> Iterator[Finding]:
        keys = {field_key(placed.component) for placed in self.placed}
        for placed in self.placed:
            yield from _own(placed.component, keys)
            yield from placed.component.behaviour.advise(placed.component)
            yield from self._expressions(placed.component)
            yield from self._condition(placed)
            yield from _owned_in_open_list(placed)

    def _expressions(self, component: Component) -> Iterator[Finding]:
        for name, text, unary in feel_texts.of_component(component):
            checked = self.check_expression(text, unary=unary)
            if checked.problem is not None:
                params = {**checked.problem, "property": name, "expression": text}
                yield Finding(code="expression-invalid", component_id=component.id, params=params)
            for construct in checked.differs:
                params = {"property": name, "expression": text, "construct": construct}
                yield Finding(code="differs-in-browser", severity="warning", component_id=component.id, params=params)

    def rules(self, rules: Iterable[CrossRule]) -> Iterator[Finding]:
        """What is wrong with the conditions and sentences of the form's own rules."""
        for rule in rules:
            problem = self.check_expression(rule.condition[1:], unary=False).problem
            if problem is not None:
                params = {**problem, "property": "condition", "expression": rule.condition[1:]}
                yield Finding(code="expression-invalid", component_id=rule.id, params=params)
            if not rule.message:
                params = {"rule": rule.id}
                yield Finding(code="rule-without-message", severity="warning", component_id=rule.id, params=params)

    def upcasts(self, upcasts: Iterable[Upcast]) -> Iterator[Finding]:
        """What is wrong with the expressions over older answers."""
        for upcast in upcasts:
            for text in [written[1:] for written in upcast.into.values() if written.startswith("=")]:
                problem = self.check_expression(text, unary=False).problem
                if problem is not None:
                    params = {**problem, "property": "into", "expression": text}
                    yield Finding(code="expression-invalid", params=params)

    def _condition(self, placed: _Placed) -> Iterator[Finding]:
        component = placed.component
        drawn = paths.get(component.attributes, ("conditional", "hide"), None)
        if drawn and not component.hide:
            yield Finding(code="condition-not-feel", severity="warning", component_id=component.id)
        if component.hide is None:
            return
        read = {_absolute(name, placed) for name in self.check_expression(component.hide[1:], unary=True).names}
        for other in self.placed:
            if _reads(read, other.component) and not other.conditions() <= placed.conditions():
                params = {"field": field_key(other.component), "other": other.component.id}
                yield Finding(
                    code="condition-reads-hidden", severity="warning", component_id=component.id, params=params
                )


def _absolute(name: str, placed: _Placed) -> tuple[str, ...]:
    """The path a name reads: `this` is the row of the list around, anything else starts at the top."""
    steps = tuple(name.split("."))
    if steps[0] not in ("this", "_this_"):
        return steps
    lists = [component for component in placed.around if component.repeats]
    row = tuple(step for step in lists[-1].template if step is not None) if lists else ()
    return (*row, *steps[1:])


def _reads(read: set[tuple[str, ...]], component: Component) -> bool:
    if not component.behaviour.keyed:
        return False
    path = tuple(step for step in component.template if step is not None)
    return any(name == path[: len(name)] or path == name[: len(path)] for name in read if name)


def _owned_in_open_list(placed: _Placed) -> Iterator[Finding]:
    """Rows that people may remove are told apart by their read-only fields; a disabled one is not sent back at all."""
    component = placed.component
    lists = [around for around in placed.around if around.repeats]
    if component.disabled and lists and lists[-1].attributes.get("allowAddRemove"):
        params = {"list": lists[-1].id}
        yield Finding(code="disabled-in-open-list", severity="warning", component_id=component.id, params=params)


def check(schema: Any, *, check_expression: CheckExpression, locales: Sequence[str] = ()) -> list[Finding]:
    """Everything there is to say about a form before it is published; any error among it refuses the form.

    `locales` are the languages people read, for which every text must be there.
    """
    reader = Reader(schema)
    if reader.root is None:
        return reader.findings
    checked = _Check(check_expression)
    checked.place(reader.root)
    said = _untranslated(schema, reader.root, reader.rules, locales)
    return [
        *reader.findings,
        *checked.findings(),
        *checked.rules(reader.rules),
        *checked.upcasts(reader.upcasts),
        *said,
    ]


def _own(component: Component, keys: Collection[str]) -> Iterator[Finding]:
    """What the component's `bihuan` block says and nobody could follow."""
    required_if = component.own.get("requiredIf")
    if required_if is not None and component.required_if is None:
        params = {"condition": str(required_if)[:100]}
        yield Finding(code="required-if-not-feel", component_id=component.id, params=params)
    for key in component.source.depends_on if component.source else ():
        if not any(known == key or known.endswith(f".{key}") for known in keys):
            yield Finding(code="source-reads-nothing", component_id=component.id, params={"key": key})


def _untranslated(
    schema: Mapping[str, Any], root: Component, rules: Sequence[CrossRule], locales: Sequence[str]
) -> Iterator[Finding]:
    """What the languages asked for lack, and those that the form has begun to speak."""
    known = Translations(schema)
    for locale in dict.fromkeys((*locales, *known.locales)):
        for gap in translations.missing(root, locale, known, rules):
            params = {"locale": locale, "property": gap.property, "text": gap.text}
            yield Finding(code="translation-missing", severity="warning", component_id=gap.component_id, params=params)
