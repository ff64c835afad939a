"""Boxed contexts, lists and relations (DMN 1.5, 10.2.1.4 to 10.2.1.6)."""

from dataclasses import dataclass
from typing import Any

from engine.dmn.logic import Logic
from engine.feel.run import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Named entries, each of which sees the ones above it; a last entry without a name is the value of the whole."""

    entries: tuple[tuple[str, Logic], ...]

    def value(self, scope: Scope) -> Any:
        """The context, or the value of its unnamed entry."""
        made: dict[str, Any] = {}
        inner = Scope(made, scope, scope.run)
        for name, logic in self.entries:
            value = logic.value(inner)
            if not name:
                return value
            made[name] = value
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A boxed list."""

    items: tuple[Logic, ...]

    def value(self, scope: Scope) -> list[Any]:
        """The values in order."""
        return [item.value(scope) for item in self.items]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Rows of values under named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]

    def value(self, scope: Scope) -> list[dict[str, Any]]:
        """A context for each row."""
        return [
            {column: cell.value(scope) for column, cell in zip(self.columns, row, strict=True)} for row in self.rows
        ]
