"""What the token game asks of its caller: values of expressions, decisions and the time; and one way to fail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn.activity import CalledDecision
from engine.errors import StepFailed


class Expressions(Protocol):
    """Handed in by the caller; the token game itself knows no language, no decision and no clock."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The JSON-able value of a FEEL text (without its leading "="); an unknown variable is an error."""

    def decide(self, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
        """The JSON-able answer of a decision."""

    def now(self) -> datetime:
        """The time timers start from; aware, UTC."""


def evaluate(expressions: Expressions, element_id: str, text: str, variables: Mapping[str, Any]) -> Any:
    """The value of `text`, which is FEEL with or without its leading "="."""
    try:
        return expressions.evaluate(text.removeprefix("=").strip(), variables)
    except StepFailed:
        raise
    except Exception as error:  # whatever a language or decision raises is this step's failure
        raise _failed(element_id, "expression-failed", error, text) from error


def evaluate_text(expressions: Expressions, element_id: str, text: str, variables: Mapping[str, Any]) -> Any:
    """The value of a text that is FEEL only where it begins with "="; any other text is its own value."""
    return evaluate(expressions, element_id, text, variables) if text.startswith("=") else text


def decide(expressions: Expressions, element_id: str, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
    """The answer of a decision, or this step's failure."""
    try:
        return expressions.decide(decision, variables)
    except StepFailed:
        raise
    except Exception as error:  # whatever a language or decision raises is this step's failure
        raise _failed(element_id, "decision-failed", error, decision.id) from error


def _failed(element_id: str, fallback: str, error: Exception, text: str) -> StepFailed:
    code = getattr(error, "code", None)
    return StepFailed(
        element_id=element_id,
        error_code=code if isinstance(code, str) else fallback,
        reason=str(error) or type(error).__name__,
        expression=text,
    )
