"""The expressions of one decision under evaluation: their values, and errors that name the element they stand in."""

from collections.abc import Mapping
from typing import Any

from engine.dmn.errors import DecisionFailed, Problem
from engine.dmn.model import Decision, Text
from engine.feel import FeelError
from engine.feel.run import Run, Scope


class Evaluator:
    """One evaluation of one decision: its scope, and the place of what is being evaluated for errors."""

    def __init__(self, decision: Decision, variables: Mapping[str, Any], run: Run) -> None:
        self.decision = decision
        self.variables = variables
        self.run = run
        self.scope = Scope(variables, None, run)

    def value(self, text: Text | None, scope: Scope | None = None) -> Any:
        """The value of an expression; null when there is none. DecisionFailed names the element it stands in."""
        if text is None:
            return None
        try:
            return text.expression.among(self.variables).run(scope or self.scope)
        except FeelError as error:
            params = {**error.params, "position": error.position}
            problem = Problem(code=error.code, element_id=text.element_id, line=text.line, params=params)
            raise DecisionFailed(self.decision.id, problem) from error

    def passes(self, text: Text | None, tested: Scope) -> bool:
        """Whether the value bound to `?` in a scope passes unary tests; anything passes where there are none."""
        return text is None or self.value(text, tested) is True

    def tested(self, value: Any) -> Scope:
        """The scope in which a value is under test."""
        return Scope({"?": value}, self.scope, self.run)

    def fail(self, code: str, element_id: str, /, **params: Any) -> Any:
        """Null under Policy.NULL, DecisionFailed under Policy.STRICT."""
        if self.run.strict:
            raise DecisionFailed(self.decision.id, Problem(code=code, element_id=element_id, params=params))
        return None
