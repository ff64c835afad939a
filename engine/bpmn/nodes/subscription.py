"""What a token that waits for an event has to remember: the due date, the message's name and key."""

from datetime import UTC, datetime
from typing import Any

from engine.bpmn import scopes, timers
from engine.bpmn.activity import Activity, Timer
from engine.bpmn.expressions import Expressions, evaluate_text
from engine.bpmn.nodes.node import local, waiting
from engine.bpmn.token import Token
from engine.bpmn.waits import Wait
from engine.errors import StepFailed

WAITING_EVENTS = frozenset({"timer", "message", "signal"})


def subscribe(token: Token, activity: Activity, expressions: Expressions) -> None:
    """Works out, once, when or for what the token waits, and keeps it in the token."""
    if activity.timer is not None and activity.event == "timer":
        token.internal_data |= _timer(token, activity, activity.timer, expressions)
    elif activity.message is not None and activity.event in ("message", None):
        token.internal_data["name"] = _name(token, activity, activity.message.name, expressions)
        if activity.message.correlation_key is not None:
            token.internal_data["key"] = _key(token, activity, activity.message.correlation_key, expressions)
    elif activity.signal is not None:
        token.internal_data["name"] = _name(token, activity, activity.signal, expressions)


def rearm(token: Token, expressions: Expressions) -> bool:
    """Sets a repeating timer to its next date; False when it does not repeat any more."""
    memory = token.internal_data
    if "step" not in memory:
        return False
    left = memory.get("left")
    if left is not None:
        if left <= 1:
            return False
        memory["left"] = left - 1
    due = timers.parse_date(memory["due"])
    memory["due"] = timers.next_due(due, timers.parse_duration(memory["step"]), expressions.now()).isoformat()
    return True


def wait(token: Token, activity: Activity, **more: Any) -> Wait:
    """The wait of a subscribed token."""
    memory = token.internal_data
    due = memory.get("due")
    return waiting(
        token,
        activity.event or "message",
        activity=activity,
        due_at=None if due is None else datetime.fromisoformat(due),
        cycle=memory.get("cycle"),
        name=memory.get("name"),
        correlation_key=memory.get("key"),
        local=local(token),
        **more,
    )


def _timer(token: Token, activity: Activity, timer: Timer, expressions: Expressions) -> dict[str, Any]:
    text = evaluate_text(expressions, activity.id, timer.text, scopes.visible(token))
    try:
        return due(str(text), timer.kind, expressions.now())
    except timers.TimerUnreadable as error:
        raise StepFailed(
            element_id=activity.id, error_code="timer-unreadable", reason=str(error), expression=timer.text
        ) from error


def due(text: str, kind: str, now: datetime) -> dict[str, Any]:
    """The memory of a timer armed now: "due" (ISO, UTC), and for repetitions "cycle", "step", "left"."""
    if kind == "date":
        return {"due": timers.parse_date(text).isoformat()}
    if kind == "duration":
        return {"due": timers.parse_duration(text).after(now).astimezone(UTC).isoformat()}
    cycle = timers.parse_cycle(text)
    memory = {"cycle": text, "step": text.rpartition("/")[2]}
    first = cycle.start if cycle.start is not None else cycle.step.after(now)
    if cycle.count is not None:
        memory["left"] = cycle.count  # type: ignore[assignment]  # a mixed dictionary
    return memory | {"due": first.astimezone(UTC).isoformat()}


def _name(token: Token, activity: Activity, text: str, expressions: Expressions) -> str:
    return str(evaluate_text(expressions, activity.id, text, scopes.visible(token)))


def _key(token: Token, activity: Activity, text: str, expressions: Expressions) -> Any:
    value = evaluate_text(expressions, activity.id, text, scopes.visible(token))
    if value is None:
        raise StepFailed(
            element_id=activity.id,
            error_code="correlation-key-missing",
            reason="the correlation key has no value",
            expression=text,
        )
    return value
