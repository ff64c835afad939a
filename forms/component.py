"""A form as a tree of components, read once from its schema and never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.paths import Path


@dataclass(frozen=True, kw_only=True, eq=False)
class Component:
    """One component: its type, its attributes as drawn (with the defaults of its type), and where its value stands.

    `template` is the path of the value, with a None for each row index, outermost first.
    """

    id: str
    type: str
    attributes: Mapping[str, Any]
    template: tuple[str | None, ...] = ()
    depth: int = 0
    children: tuple["Component", ...] = field(default=(), repr=False)

    def path(self, indexes: Sequence[int]) -> Path:
        """The path of the value in the row with these indexes."""
        if not self.depth:
            return self.template  # type: ignore[return-value] # without rows there is no None in it
        remaining = iter(indexes)
        return tuple(next(remaining) if step is None else step for step in self.template)

    @property
    def rules(self) -> Mapping[str, Any]:
        """The `validate` block, empty when there is none."""
        rules = self.attributes.get("validate")
        return rules if isinstance(rules, Mapping) else {}

    @property
    def hide(self) -> str | None:
        """The condition that hides the component, or None."""
        conditional = self.attributes.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, Mapping) else None
        return hide if isinstance(hide, str) and hide.startswith("=") else None

    @property
    def disabled(self) -> bool:
        """Disabled fields are neither judged nor submitted; any truthy text disables, as in the viewer."""
        return bool(self.attributes.get("disabled"))

    @property
    def repeats(self) -> bool:
        """Does it repeat its children, once for each row?"""
        return self.type == "dynamiclist" and bool(self.attributes.get("isRepeating"))

    def walk(self) -> Iterator["Component"]:
        """This component and all below it, in the order they are drawn."""
        yield self
        for child in self.children:
            yield from child.walk()
