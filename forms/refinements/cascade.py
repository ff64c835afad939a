"""A choice made in steps: from a tree that the form draws, or from a source that hangs on other answers."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from forms import options, values
from forms.component import Component
from forms.fields.select import Select
from forms.findings import Finding
from forms.scope import Scope
from forms.sources import Option

BETWEEN = " / "
"""What stands between the steps where a choice is read."""


class Cascade(Select):
    """The value of one leaf; the tree is drawn as `values`, whose entries may have `children` of the same shape."""

    refinement = "cascade"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The value if it is a leaf's."""
        return super().sanitise(component, value, source) if component.source else _kept(component, value)

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Null when it is no leaf's; what the server holds stays when it comes from outside."""
        if component.source is not None:
            return super().settle(component, value, own, scope)
        held = scope.occasion.strict and values.equal(value, own)
        return value if held else _kept(component, value)

    def describe_option(self, component: Component) -> Mapping[str, Any]:
        """A leaf of the tree."""
        if component.source is not None:
            return super().describe_option(component)
        return {"enum": [leaf.value for leaf in leaves(component)]}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """All steps of the way to the leaf."""
        if component.source is not None:
            return super().read(component, value, scope)
        return "" if value is None else _label(component, value)

    def examine(self, component: Component) -> Iterator[Finding]:
        """There must be a tree or a source."""
        yield from super().examine(component)
        if component.source is None and not leaves(component):
            yield Finding(code="cascade-without-tree", component_id=component.id)

    def advise(self, component: Component) -> Iterator[Finding]:
        """A value that two leaves share cannot be told apart."""
        found = leaves(component)
        if len({values.fingerprint(leaf.value) for leaf in found}) < len(found):
            yield Finding(code="options-duplicate", severity="warning", component_id=component.id)


@lru_cache(maxsize=1024)
def leaves(component: Component) -> tuple[Option, ...]:
    """What can be chosen, with the whole way to it as label; a component never changes, so this is read once."""
    return tuple(_below(component.attributes.get("values"), ()))


def _below(entries: Any, way: Sequence[str], depth: int = 10) -> Iterator[Option]:
    for entry in entries if isinstance(entries, list) and depth else ():
        children = entry.get("children") if isinstance(entry, Mapping) else None
        if isinstance(entry, Mapping) and isinstance(children, list) and children:
            label = entry.get("label") or values.text_of(entry.get("value"))
            yield from _below(children, (*way, str(label)), depth - 1)
        else:
            for option in options.normalise([entry]):
                yield Option(value=option.value, label=BETWEEN.join((*way, option.label)))


def _kept(component: Component, value: Any) -> Any:
    return value if any(values.equal(value, leaf.value) for leaf in leaves(component)) else None


def _label(component: Component, value: Any) -> str:
    known = (leaf.label for leaf in leaves(component) if values.equal(leaf.value, value))
    return next(known, values.text_of(value))
