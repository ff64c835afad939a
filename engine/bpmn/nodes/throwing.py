"""Errors, escalations and signals on their way from the thrower to whoever catches them."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.expressions import evaluate_text
from engine.bpmn.token import Token
from engine.bpmn.waits import Thrown


def throw_error(token: Token, code: str, values: Mapping[str, Any]) -> bool:
    """Lets the nearest catcher of this error code interrupt its activity; False when there is none."""
    return _caught(token, "error", code, values)


def throw_escalation(token: Token, code: str) -> bool:
    """Lets the nearest catcher of this escalation code react; False when there is none."""
    caught = _caught(token, "escalation", code, {})
    _announce(token, "escalation", code)
    return caught


def throw_signal(token: Token) -> None:
    """Delivers a signal to every token of this instance that waits for it, and puts it on record for the others."""
    activity, top = token.task_spec.activity, token.workflow.top_workflow
    expressions = token.task_spec.expressions(token)
    name = str(evaluate_text(expressions, activity.id, activity.signal or "", scopes.visible(token)))
    _announce(token, "signal", name)
    for waiting in list(top.tokens()):
        wait = waiting.task_spec.wait(waiting) if waiting.alive else None
        if wait is not None and wait.kind == "signal" and wait.name == name:
            waiting.task_spec.occur(waiting, {})


def _caught(token: Token, kind: str, code: str, values: Mapping[str, Any]) -> bool:
    for host, catchers in _outward(token):
        matching = [
            (trigger_code is None, number)
            for number, each in enumerate(catchers)
            for trigger_code in _codes(each, kind)
            if trigger_code in (code, None)
        ]
        if matching:
            # A catcher that names the code goes before one that catches everything.
            catcher = catchers[min(matching)[1]]
            _hand_out(token, host)
            catcher.strike(host, {**values, **_named(catcher.catching, code)})
            return True
    return False


def _named(catching: Any, code: str) -> dict[str, Any]:
    """The code, in the variable that the catching event names for it."""
    name = catching.caught.get("code")
    return {name: code} if name else {}


def _hand_out(token: Token, host: Token) -> None:
    """Lets the called processes between the thrower and its catcher hand out what they have so far."""
    workflow = token.workflow
    while workflow is not host.workflow:
        if workflow.called:
            workflow.owner.task_spec.hand_out_early(workflow)
        workflow = workflow.owner.workflow


def _outward(token: Token) -> Iterator[tuple[Token, tuple[Any, ...]]]:
    """The activities and scopes around a token, nearest first, each with the events that may catch something there."""
    current: Token | None = token
    while current is not None:
        if not current.task_spec.collects and "undo" not in current.internal_data:
            yield current, current.task_spec.borders
        parent = current.parent
        while parent is not None:
            if parent.task_spec.collects:
                yield parent, parent.task_spec.borders
            else:
                yield parent, _beside(current, parent.workflow.spec.event_sub_processes)
            parent = parent.parent
        current = current.workflow.owner


def _beside(token: Token, catchers: tuple[Any, ...]) -> tuple[Any, ...]:
    """The event sub-processes of a scope that may catch what comes out of this token.

    One never catches what comes out of itself, and one that interrupted its scope has ended the others with it.
    """
    if token.task_spec not in catchers:
        return catchers
    interrupted = token.task_spec.catching.interrupting
    return () if interrupted else tuple(each for each in catchers if each is not token.task_spec)


def _codes(node: Any, kind: str) -> list[str | None]:
    """The codes that a node catches; None is any."""
    triggers = [each for each in node.catching.definitions if each.event == kind]
    return [(each.error_code if kind == "error" else each.escalation_code) or None for each in triggers]


def _announce(token: Token, kind: str, name: str) -> None:
    top = token.workflow.top_workflow
    top.thrown.append(
        Thrown(kind=kind, name=name, element_id=token.task_spec.activity.id, variables=dict(scopes.visible(token)))
    )
