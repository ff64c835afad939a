"""What a token that waits for an event has to remember: the due date, the message's name and key, the last answer."""

from datetime import UTC, datetime
from typing import Any

from engine.bpmn import scopes, timers
from engine.bpmn.activity import Activity, Timer
from engine.bpmn.expressions import Expressions, evaluate, evaluate_text
from engine.bpmn.nodes.node import local, waiting
from engine.bpmn.token import Token
from engine.bpmn.waits import Wait
from engine.errors import StepFailed

MAX_NAME, MAX_KEY = 200, 400  # letters; both stand in one index of the database
WAITING_EVENTS = frozenset({"timer", "message", "signal", "conditional"})
_KINDS = {None: "message", "conditional": "condition"}


def subscribe(token: Token, activity: Activity, expressions: Expressions) -> None:
    """Works out, once, when or for what the token waits, and keeps it in the token."""
    if activity.timer is not None and activity.event == "timer":
        token.internal_data |= _timer(token, activity, activity.timer, expressions)
    elif activity.message is not None and activity.event in ("message", None):
        token.internal_data["name"] = _name(token, activity, activity.message.name, expressions)
        if activity.message.correlation_key is not None:
            token.internal_data["key"] = _key(token, activity, activity.message.correlation_key, expressions)
    elif activity.event == "conditional":
        watch(token, activity)
        token.workflow.top_workflow.unasked.append(token)
    elif activity.signal is not None:
        token.internal_data["name"] = _name(token, activity, activity.signal, expressions)


def watch(token: Token, activity: Activity) -> None:
    """Has the condition that the token waits for, if it does, asked again whenever variables have changed."""
    if activity.event == "conditional":
        token.workflow.top_workflow.watching[token.id] = token


def turned_true(token: Token, activity: Activity) -> bool:
    """Whether the condition of a listening token has become true since it was asked last; what is unknown is false."""
    if activity.condition is None or "incident" in token.internal_data:
        return False
    holds = _holds(token, activity, activity.condition)
    before = token.internal_data.pop("was", None) is not None
    if holds:
        token.internal_data["was"] = 1
    return holds and not before


def rearm(token: Token, activity: Activity, expressions: Expressions) -> bool:
    """Sets a repeating timer to its next date; False when it does not repeat any more. Other events always repeat."""
    memory = token.internal_data
    if activity.event != "timer":
        return True
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
        _KINDS.get(activity.event, activity.event or ""),
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
    if cycle.count is not None:
        memory["left"] = cycle.count  # type: ignore[assignment]  # a mixed dictionary
    return memory | {"due": cycle.first(now).astimezone(UTC).isoformat()}


def _holds(token: Token, activity: Activity, condition: str) -> bool:
    try:
        value = evaluate(token.task_spec.expressions(token), activity.id, condition, scopes.visible(token))
    except StepFailed as failure:
        if failure.error_code == "unknown-variable":
            return False
        raise
    if value is not None and not isinstance(value, bool):
        raise StepFailed(
            element_id=activity.id,
            error_code="condition-not-boolean",
            reason="the condition is not true or false",
            expression=condition,
        )
    return value is True


def _name(token: Token, activity: Activity, text: str, expressions: Expressions) -> str:
    name = str(evaluate_text(expressions, activity.id, text, scopes.visible(token)))
    if len(name) > MAX_NAME:
        raise _too_long(activity, f"the name has {len(name)} letters, at most {MAX_NAME} are looked for")
    return name


def _key(token: Token, activity: Activity, text: str, expressions: Expressions) -> Any:
    value = evaluate_text(expressions, activity.id, text, scopes.visible(token))
    if value is None:
        raise StepFailed(
            element_id=activity.id,
            error_code="correlation-key-missing",
            reason="the correlation key has no value",
            expression=text,
        )
    if len(str(value)) > MAX_KEY:
        raise _too_long(activity, f"the key has {len(str(value))} letters, at most {MAX_KEY} are looked for")
    return value


def _too_long(activity: Activity, reason: str) -> StepFailed:
    return StepFailed(element_id=activity.id, error_code="correlation-too-long", reason=reason)
