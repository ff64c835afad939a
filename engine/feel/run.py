"""One evaluation: its policy, what it may use, and the scopes in which it looks up names."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.feel.errors import FeelFailure, FeelLimit
from engine.feel.suggestions import closest

CHARACTERS_PER_STEP = 100  # text work is done in C: this many characters cost as much as one step
_STEPS_BETWEEN_LOOKS = 2_000  # how often a long evaluation looks at its deadline


class Policy(StrEnum):
    """What an error in an evaluation means: null, as forms in the browser have it, or an exception."""

    NULL = "null"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one evaluation may use. Steps make the limit the same on every machine; seconds only guard the slow ones."""

    steps: int = 200_000
    calls: int = 48  # functions inside functions
    items: int = 200_000  # in one list
    characters: int = 1_000_000  # in one text
    seconds: float = 2.0


DEFAULT_LIMITS = Limits()


class Run:
    """The state of one evaluation; it belongs to one thread and is thrown away afterwards."""

    __slots__ = ("_deadline", "_next_look", "calls", "limits", "now", "steps", "strict")

    def __init__(
        self, *, policy: Policy = Policy.NULL, limits: Limits = DEFAULT_LIMITS, now: datetime | None = None
    ) -> None:
        self.strict = policy is Policy.STRICT
        self.limits = limits
        self.now = now
        self.steps = limits.steps
        self.calls = 0
        self._next_look = max(0, limits.steps - _STEPS_BETWEEN_LOOKS)
        self._deadline: float | None = None

    def charge(self, steps: int = 1) -> None:
        """Count work before it is done; raises FeelLimit when there is nothing left to spend."""
        self.steps -= steps
        if self.steps < self._next_look:
            self._look()

    def _look(self) -> None:
        if self.steps < 0:
            raise FeelLimit("too-many-steps", limit=self.limits.steps)
        at = time.monotonic()
        if self._deadline is None:
            self._deadline = at + self.limits.seconds
        elif at > self._deadline:
            raise FeelLimit("too-much-time", limit=self.limits.seconds)
        self._next_look = max(0, self.steps - _STEPS_BETWEEN_LOOKS)

    def fail(self, code: str, position: int, /, **params: Any) -> Any:
        """Null under Policy.NULL, an exception under Policy.STRICT."""
        if self.strict:
            raise FeelFailure(code, position, **params)
        return None

    def unknown(self, code: str, position: int, name: str, known: Iterable[str], /, **params: Any) -> Any:
        """Fail because there is no such name, with the known one that it was probably meant to be."""
        suggestion = closest(name, known) if self.strict else None
        return self.fail(code, position, **params, **({"suggestion": suggestion} if suggestion else {}))

    def declared(self, name: str) -> Callable[[Any], bool] | None:
        """What tells whether a value is of a type that the surroundings declare; None where there is no such type."""
        return None

    def text(self, characters: int) -> None:
        """Pay for a text of this length, and refuse one that is too long."""
        if characters > self.limits.characters:
            raise FeelLimit("text-value-too-long", limit=self.limits.characters)
        self.charge(characters // CHARACTERS_PER_STEP)

    def list(self, items: int) -> None:
        """Refuse a list that is too long; its items are paid for where they are made."""
        if items > self.limits.items:
            raise FeelLimit("list-too-long", limit=self.limits.items)


class Scope:
    """Names and what they mean here; a name that is not here is looked for in the parent."""

    __slots__ = ("bindings", "parent", "run")

    def __init__(self, bindings: Mapping[str, Any], parent: "Scope | None", run: Run) -> None:
        self.bindings = bindings
        self.parent = parent
        self.run = run

    def defines(self, name: str) -> bool:
        """Whether a variable of this name is in scope."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings:
                return True
            scope = scope.parent
        return False

    def names(self) -> Iterator[str]:
        """Every name in scope, the nearest first."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.bindings
            scope = scope.parent


Code = Callable[[Scope], Any]  # what a syntax tree is compiled to
