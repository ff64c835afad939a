"""What the token game asks of its caller: expressions, decisions, the time, called processes; and one way to fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from engine.bpmn.activity import CalledDecision, CalledProcess
from engine.errors import StepFailed, naming

if TYPE_CHECKING:  # a model is made of nodes, which know this module
    from engine.bpmn.spec import Model


class Expressions(Protocol):
    """Handed in by the caller; the token game itself knows no language, no decision and no clock."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The JSON-able value of a FEEL text (without its leading "="); an unknown variable is an error."""

    def decide(self, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
        """The JSON-able answer of a decision."""

    def now(self) -> datetime:
        """The time timers start from; aware, UTC."""


@dataclass(frozen=True, kw_only=True)
class Callee:
    """The file a called process was found in.

    reference: what finds exactly this version again; it is kept in the snapshot.
    expressions: who answers inside it; None: whoever answers for the caller.
    """

    model: "Model"
    reference: str
    expressions: Expressions | None = None


class Callees(Protocol):
    """Handed in by the caller, where processes may be called that stand in other files."""

    def callee(self, process_id: str, called: CalledProcess) -> Callee | None:
        """The process to call, by the binding of the call activity; None when there is none of this name."""

    def found(self, reference: str) -> Callee | None:
        """The same again for an instance that called it earlier."""


def evaluate(expressions: Expressions, element_id: str, text: str, variables: Mapping[str, Any]) -> Any:
    """The value of `text`, which is FEEL with or without its leading "="."""
    try:
        return expressions.evaluate(text.removeprefix("=").strip(), variables)
    except StepFailed:
        raise
    except Exception as error:  # whatever a language or decision raises is this step's failure
        raise _failed(element_id, "expression-failed", error, expression=text) from error


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
        raise _failed(element_id, "decision-failed", error, decision=decision.id) from error


def _failed(element_id: str, fallback: str, error: Exception, **what: str) -> StepFailed:
    found = getattr(error, "code", None)
    code = found if isinstance(found, str) else fallback
    params: Mapping[str, Any] = getattr(error, "params", {})
    names = naming(params)
    # A sentence that quotes a value stays with whoever sees the variables; the code says enough to everybody else.
    reason = code if len(names) < len(params) else str(error) or type(error).__name__
    return StepFailed(element_id=element_id, error_code=code, reason=reason, **{**names, **what})
