"""Reads a form-js schema into a tree of components, and says what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms import foreign, rules
from forms.claims import Claims
from forms.component import Component
from forms.cross_rules import CrossRule, RuleReader
from forms.fields import FIELDS, Field
from forms.findings import Finding
from forms.refinements import REFINEMENTS, page
from forms.upcasts import Upcast, UpcastReader

MOST_COMPONENTS = 2_000
DEEPEST = 20
_ILLEGAL_STEPS = frozenset({"__proto__", "constructor", "prototype"})
"""Names under which a browser refuses to write. Unprintable ones no database would keep."""


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a component stands: what its paths begin with, its ancestors' ids, and its position for an id."""

    template: tuple[str | None, ...] = ()
    depth: int = 0
    ancestors: tuple[str, ...] = ()
    position: str = "0"


class Reader:
    """Reads one schema: `root` is the tree, unless `findings` has errors, which forbid its use."""

    def __init__(self, schema: Any) -> None:
        self.schema: Mapping[str, Any] = schema if isinstance(schema, Mapping) else {}
        self.findings: list[Finding] = []
        self.rules: list[CrossRule] = []
        self.upcasts: list[Upcast] = []
        self.root: Component | None = None
        self._claims = Claims()
        self._count = 0
        self._taken: set[str] = set()
        if isinstance(schema, Mapping) and isinstance(schema.get("components"), list) and not foreign.is_formio(schema):
            self._taken = {written["id"] for written in _drawn(schema, DEEPEST) if isinstance(written.get("id"), str)}
            self._used: set[str] = set()
            self.root = self._component({**schema, "type": schema.get("type", "default")}, _Place())
            if self.root is not None:
                self._read_whole(self.root)
        else:
            self._find(foreign.code_of(schema) or "not-a-form", "")

    def _read_whole(self, root: Component) -> None:
        """What can only be told from the whole form: pages, rules over several answers, and what older ones become."""
        cross, older = RuleReader(root), UpcastReader(root)
        self.rules, self.upcasts = cross.rules, older.upcasts
        self.findings.extend((*page.misplaced(root), *cross.findings, *older.findings))

    def _component(self, written: Mapping[str, Any], place: _Place) -> Component | None:
        self._count += 1
        component_id = self._id(written, place)
        field = self._field(written, component_id)
        if field is None:
            return None
        attributes = {**field.defaults(written), **written}
        location = self._location(field, attributes, component_id)
        template = (*place.template, *location)
        self._claim(field, attributes, template, place, component_id)
        component = Component(
            id=component_id,
            type=field.type,
            behaviour=field,
            attributes=attributes,
            template=template,
            depth=place.depth,
            children=tuple(self._children(attributes, template, place, component_id)),
        )
        self.findings.extend((*(rules.examine(component) if field.keyed else ()), *field.examine(component)))
        return component

    def _field(self, written: Mapping[str, Any], component_id: str) -> Field | None:
        """What the component is: its type, or what `bihuan.as` makes of it."""
        drawn, own = written.get("type"), written.get("bihuan")
        field = FIELDS.get(drawn) if isinstance(drawn, str) else None
        if field is None:
            self._find("type-unknown", component_id, type=str(drawn)[:100])
        refinement = own.get("as") if isinstance(own, Mapping) else None
        if field is None or refinement is None:
            return field
        on = REFINEMENTS.get(refinement) if isinstance(refinement, str) else None
        if on is None:
            self._find("refinement-unknown", component_id, refinement=str(refinement)[:100])
        elif field.type not in on:
            self._find("refinement-misplaced", component_id, refinement=str(refinement), type=field.type)
        return on.get(field.type) if on else None

    def _id(self, written: Mapping[str, Any], place: _Place) -> str:
        """The id as drawn, or one made from the position, so that it stays the same whenever the form is read."""
        drawn = written.get("id")
        if not isinstance(drawn, str) or not drawn:
            made = f"field_{place.position}"
            while made in self._taken:
                made += "_"
            drawn = made
        elif drawn in self._used:
            self._find("id-duplicate", drawn)
        self._used.add(drawn)
        return drawn

    def _location(self, field: Field, attributes: dict[str, Any], component_id: str) -> tuple[str, ...]:
        name = "key" if field.keyed else "path"
        if not (field.keyed or field.pathed):
            return ()
        if not attributes.get(name) and (field.keyed or field.type == "dynamiclist"):
            attributes[name] = f"{field.type}_{component_id}"
        steps = tuple(str(attributes.get(name) or "").split(".")) if attributes.get(name) else ()
        if _ILLEGAL_STEPS.intersection(steps) or not ".".join(steps).isprintable():
            self._find("key-illegal", component_id, key=ascii(".".join(steps)))
        return steps

    def _claim(
        self,
        field: Field,
        attributes: Mapping[str, Any],
        template: tuple[str | None, ...],
        place: _Place,
        component_id: str,
    ) -> None:
        steps = tuple(step for step in template if step is not None)
        if not field.keyed and not (field.pathed and attributes.get("path")):
            return
        repeater = component_id if field.type == "dynamiclist" else None
        if not self._claims.claim(steps, place.ancestors, closed=field.keyed, repeater=repeater):
            self._find("path-taken", component_id, path=".".join(steps))

    def _children(
        self, attributes: Mapping[str, Any], template: tuple[str | None, ...], place: _Place, component_id: str
    ) -> Iterator[Component]:
        drawn = attributes.get("components")
        if not isinstance(drawn, list) or not drawn:
            return
        if place.position.count("_") >= DEEPEST:
            self._find("too-deep", component_id, limit=str(DEEPEST))
            return
        repeats = attributes["type"] == "dynamiclist" and bool(attributes.get("isRepeating"))
        for index, written in enumerate(drawn):
            if self._count >= MOST_COMPONENTS:
                self._find("too-many-components", component_id, limit=str(MOST_COMPONENTS))
                return
            inner = _Place(
                template=(*template, None) if repeats else template,
                depth=place.depth + repeats,
                ancestors=(*place.ancestors, component_id),
                position=f"{place.position}_{index}",
            )
            component = self._component(written if isinstance(written, Mapping) else {}, inner)
            if component is not None:
                yield component

    def _find(self, code: str, component_id: str, **params: str) -> None:
        self.findings.append(Finding(code=code, component_id=component_id, params=params))


def _drawn(written: Mapping[str, Any], remaining: int) -> Iterator[Mapping[str, Any]]:
    yield written
    children = written.get("components")
    for child in children if isinstance(children, list) and remaining else ():
        if isinstance(child, Mapping):
            yield from _drawn(child, remaining - 1)
