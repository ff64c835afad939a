"""What a component can see while a form is filled in: the occasion, and the variables of its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Protocol

from forms import paths
from forms.files import FileInfo
from forms.lookups import Lookups


class Evaluate(Protocol):
    """The FEEL evaluator a form is handed (forms know no engine). Texts come without the leading `=`.

    Results are plain JSON values (dict, list, str, int, float, Decimal, bool, None). What cannot be computed is None;
    only text that is no FEEL at all raises: a ValueError or a subclass of it.
    """

    def evaluate(self, text: str, variables: Mapping[str, Any], /) -> Any:
        """The value of the expression."""

    def unary(self, text: str, variables: Mapping[str, Any], /) -> Any:
        """The raw result of the unary test on a null input: True, False, None, or any other value."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One filling-in of a form: when, where, with which files, on top of which data.

    `strict` is set when answers come from outside: then an option must have been offered, and a date must not have
    passed; without it the rules are exactly those of the form-js viewer.
    """

    evaluate: Evaluate
    zone: tzinfo
    now: datetime
    files: Mapping[str, Sequence[FileInfo]] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    lookups: Lookups = field(default_factory=Lookups)
    strict: bool = False


def is_expression(value: Any) -> bool:
    """Is it FEEL, which form-js marks with a leading `=`?"""
    return isinstance(value, str) and value.startswith("=")


class Scope:
    """The variables of one place in a form: the whole data, and in a row also `this`, `parent` and `i`."""

    __slots__ = ("_data", "_parent", "_variables", "indexes", "occasion", "this")

    def __init__(self, occasion: Occasion, data: Mapping[str, Any], this: Any, parent: Any, indexes: list[int]) -> None:
        self.occasion = occasion
        self.this = this
        self.indexes = indexes
        self._data = data
        self._parent = parent
        self._variables: dict[str, Any] | None = None

    @property
    def variables(self) -> dict[str, Any]:
        """What FEEL can read here; laid out when first asked for, because most rows have no expression."""
        if self._variables is None:
            self._variables = _layered(self._data, self.this, self._parent, self.indexes)
        return self._variables

    def row(self, row: Any, index: int) -> "Scope":
        """What a row sees: itself as `this`, and all that its list sees as `parent`."""
        around = self.this if isinstance(self.this, Mapping) else {}
        parent = _layered(around, self.this, self._parent, self.indexes)
        return Scope(self.occasion, self._data, row, parent, [*self.indexes, index + 1])

    def loop_round(self, item: Any, index: int) -> "Scope":
        """What one round of a loop in a text sees: the item as `this`, and the item's own names before all others."""
        own = item if isinstance(item, Mapping) else {}
        return Scope(self.occasion, {**self._data, **own}, item, self.variables, [*self.indexes, index + 1])

    def value(self, written: Any) -> Any:
        """The value of an expression; anything that is no expression is its own value."""
        if not is_expression(written):
            return written
        try:
            return self.occasion.evaluate.evaluate(written[1:], self.variables)
        except ValueError:  # no FEEL at all: the viewer shows nothing, the check at publishing refuses it
            return None

    def answers(self, names: Sequence[str]) -> dict[str, Any]:
        """The answers under these keys, from the own row where it has them, else from the top; else None."""
        return {name: self._answer(tuple(name.split("."))) for name in names}

    def _answer(self, path: tuple[str, ...]) -> Any:
        return paths.get(self.this, path, paths.get(self._data, path, None))

    def holds(self, written: Any) -> bool:
        """Is the condition met? Null counts as met, because the input of the test is null as well (form-js)."""
        if not is_expression(written):
            return False
        try:
            result = self.occasion.evaluate.unary(written[1:], self.variables)
        except ValueError:  # no FEEL at all never hides a field
            return False
        return result is True or result is None


def _layered(data: Mapping[str, Any], this: Any, parent: Any, indexes: list[int]) -> dict[str, Any]:
    """The variables as form-js lays them over each other: the data may hide `this`, but never `_this_`."""
    return {
        "this": this,
        "i": indexes,
        "parent": parent,
        **data,
        "_this_": this,
        "_i_": indexes,
        "_parent_": parent,
    }
