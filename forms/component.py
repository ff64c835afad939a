"""A form as a tree of components, read once from its schema and never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from forms.paths import Path
from forms.scope import is_expression
from forms.sources import Source

if TYPE_CHECKING:  # a field type reads components
    from forms.fields.field import Field


@dataclass(frozen=True, kw_only=True, eq=False)
class Component:
    """One component: its type, its attributes as drawn (with the defaults of its type), and where its value stands.

    `template` is the path of the value, with a None for each row index, outermost first.
    """

    id: str
    type: str
    behaviour: "Field"
    """What its type, or its refinement, makes of it."""
    attributes: Mapping[str, Any]
    template: tuple[str | None, ...] = ()
    depth: int = 0
    children: tuple["Component", ...] = field(default=(), repr=False)
    rules: Mapping[str, Any] = field(init=False, repr=False)
    """The `validate` block, empty when there is none."""
    hide: str | None = field(init=False, repr=False)
    """The condition that hides the component, or None."""
    disabled: bool = field(init=False, repr=False)
    """Disabled fields are neither judged nor submitted; any truthy text disables, as in the viewer."""
    repeats: bool = field(init=False, repr=False)
    """Does it repeat its children, once for each row?"""
    own: Mapping[str, Any] = field(init=False, repr=False)
    """Our own block `bihuan`, empty when there is none."""
    required_if: str | None = field(init=False, repr=False)
    """The condition under which it must be answered, or None."""
    _row_at: int = field(init=False, repr=False)
    source: Source | None = field(init=False, repr=False)
    """Where its options come from when the form does not hold them."""

    def __post_init__(self) -> None:
        # Read once: these are asked for many times in every submission.
        rules, conditional = self.attributes.get("validate"), self.attributes.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, Mapping) else None
        object.__setattr__(self, "rules", rules if isinstance(rules, Mapping) else {})
        object.__setattr__(self, "hide", hide if isinstance(hide, str) and hide.startswith("=") else None)
        object.__setattr__(self, "disabled", bool(self.attributes.get("disabled")))
        object.__setattr__(self, "repeats", self.type == "dynamiclist" and bool(self.attributes.get("isRepeating")))
        own = self.attributes.get("bihuan")
        own = own if isinstance(own, Mapping) else {}
        required_if = own.get("requiredIf")
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "_row_at", self.template.index(None) if self.depth else 0)
        object.__setattr__(self, "required_if", required_if if is_expression(required_if) else None)
        object.__setattr__(self, "source", self.behaviour.source(own))

    def path(self, indexes: Sequence[int]) -> Path:
        """The path of the value in the row with these indexes."""
        if not self.depth:
            return self.template  # type: ignore[return-value] # without rows there is no None in it
        if self.depth == 1:
            # The one None of the template makes way for the index.
            return cast(Path, (*self.template[: self._row_at], indexes[0], *self.template[self._row_at + 1 :]))
        remaining = iter(indexes)
        return tuple(next(remaining) if step is None else step for step in self.template)

    def walk(self) -> Iterator["Component"]:
        """This component and all below it, in the order they are drawn."""
        yield self
        for child in self.children:
            yield from child.walk()
