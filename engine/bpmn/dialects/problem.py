"""What a dialect module hands over beside values: remarks that become findings of the element."""

from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]
REMARKS = ("unsupported", "ignored", "problems")


@dataclass(frozen=True)
class Problem:
    """A finding whose place is not known yet."""

    severity: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


def problem(fields: Fields, severity: str, code: str, **params: Any) -> None:
    """Adds a finding."""
    fields.setdefault("problems", []).append(Problem(severity, code, params))


def unsupported(fields: Fields, name: str) -> None:
    """Names what would change how the model runs, and is not run: the model is refused."""
    fields.setdefault("unsupported", []).append(name)


def ignored(fields: Fields, name: str) -> None:
    """Names what is left out without changing how the model runs."""
    fields.setdefault("ignored", []).append(name)


def merged(fields: Fields, more: Fields) -> Fields:
    """Values of `more` over those before; remarks of both."""
    lists = {name: [*fields.get(name, []), *more.get(name, [])] for name in REMARKS}
    return {**fields, **more, **{name: found for name, found in lists.items() if found}}
