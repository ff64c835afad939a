"""Types as a file declares them: simple ones, item definitions, collections, structures, functions (DMN 1.5, 7.3.2)."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.feel.run import Scope

_DAYS, _MONTHS = "days and time duration", "years and months duration"
_KINDS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "string": ("string",),
    "boolean": ("boolean",),
    "date": ("date",),
    "time": ("time",),
    "date and time": ("date and time",),
    "dateTime": ("date and time",),
    _DAYS: (_DAYS,),
    "dayTimeDuration": (_DAYS,),
    _MONTHS: (_MONTHS,),
    "yearMonthDuration": (_MONTHS,),
    "duration": (_DAYS, _MONTHS),
    "context": ("context",),
    "list": ("list",),
    "function": ("function",),
    # as Camunda 7 and other Java tools write numbers
    "integer": ("number",),
    "long": ("number",),
    "double": ("number",),
}


class Test(Protocol):
    """Unary tests, as `engine.dmn.logic.Text` holds them."""

    def value(self, scope: Scope) -> Any: ...


@dataclass(slots=True, eq=False)
class Type:
    """A type. It is filled after it is made, since the types of one file may need one another, and never changed then.

    `kinds` are the kinds of FEEL values it takes, none for a type made of others; `components` are the entries of a
    structure; `allowed` tests each item, `constraint` the value as a whole; `result` is what a function gives back.
    """

    name: str
    kinds: tuple[str, ...] = ()
    collection: bool = False
    base: "Type | None" = None
    components: dict[str, "Type"] = field(default_factory=dict)
    allowed: Test | None = None
    constraint: Test | None = None
    is_function: bool = False
    result: "Type | None" = None

    def __repr__(self) -> str:
        return f"Type({self.name})"  # types may need one another in a circle


SIMPLE = {name: Type(name, kinds) for name, kinds in _KINDS.items()}
"""The types that FEEL brings along, under all their names."""
