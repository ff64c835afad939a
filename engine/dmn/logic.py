"""What decides: a text in FEEL, or a boxed expression that is made of such texts (DMN 1.5, chapters 7.3 and 10.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.dmn.coercion import coerced
from engine.dmn.errors import Problem
from engine.dmn.run import GraphRun, run_of
from engine.dmn.types import Type
from engine.feel import Expression, FeelError
from engine.feel.run import Code, Scope


class Logic(Protocol):
    """Anything that has a value in a scope. Immutable and safe between threads."""

    def value(self, scope: Scope) -> Any:
        """The value; DecisionFailed names the element that is in the way."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An expression and the element it stands in; a broken one, which only a tolerant reader keeps, is null.

    `types` are those of the file that the expression names, as in `x instance of tPerson`.
    """

    element_id: str
    line: int
    text: str
    expression: Expression | None
    types: Mapping[str, Type] = field(default_factory=dict)
    problem: Problem | None = None

    def value(self, scope: Scope) -> Any:
        """The value of the expression, noted as the element that is at work."""
        run = run_of(scope)
        if self.expression is None:
            if self.problem is not None:
                run.refuse(self.problem.code, self.element_id, self.line, **self.problem.params)
            return None
        before, run.at = run.at, self
        try:
            return self.expression.among(run.variables).run(scope)
        except FeelError as error:
            run.give_up(error)
        finally:
            run.at = before

    def code(self, run: GraphRun) -> Code:
        """What evaluates it among the variables of a run; the caller says where it is and deals with errors."""
        if self.expression is None:
            return self.value
        return self.expression.among(run.variables).code


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Logic that declares the type of its value."""

    logic: Logic
    type: Type
    element_id: str

    def value(self, scope: Scope) -> Any:
        """The value as one of the type; null, or a failure, when it is none."""
        return coerced(self.logic.value(scope), self.type, run_of(scope), self.element_id)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Logic that was left out: null."""

    def value(self, scope: Scope) -> Any:
        """Null."""
        return None


NOTHING = Nothing()
