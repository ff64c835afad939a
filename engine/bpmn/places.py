"""Where a token can be begun by hand: the scope it belongs to, and the reasons why some elements cannot.

The reasons, as codes of MoveRefused:
    unknown-element, boundary-event, event-sub-process-start, behind-event-gateway, compensation-handler: never;
    inside-loop: no instance of the multi-instance or loop runs that it could begin in;
    scope-ambiguous: several instances of its scope run, `scopes` are their tokens, one must be named;
    scope-unknown: the named token has no inside, or ends by the same move; not-in-scope: it is not drawn in there.
Of a move as a whole: nothing-to-move, nothing-left (cancel the instance instead), token-only-listens.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.instance import Instance
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.node import scope_ids, wait_of
from engine.bpmn.token import Token
from engine.errors import MoveRefused


@dataclass(frozen=True, kw_only=True)
class Place:
    """One element of a process, and whether a token can be begun there now.

    refused: why it cannot, "" when it can. scopes: the tokens one of which must be named, empty where none needs to.
    process_id, reference: the process it is drawn in, as in Wait. Inside a called process the scope must be named.
    """

    element_id: str
    name: str
    kind: str
    process_id: str
    reference: str = ""
    refused: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One living token that can be cancelled by hand.

    kind: how it waits, as in Wait; "scope" for what has something inside; "loop" for the body of a loop; "join" for
    what has arrived at a join; "" for what is between. parent_token_id: the loop or scope around it, "" outermost.
    """

    token_id: str
    element_id: str
    name: str
    kind: str
    process_id: str
    reference: str
    parent_token_id: str
    scope_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where to begin: below this running scope, inside these sub-processes, which have to be opened, at this node."""

    workflow: Any
    to_open: tuple[str, ...]
    node: Any


def locate(instance: Instance, element_id: str, scope_token_id: str | None, doomed: Collection[str] = ()) -> Target:
    """The place for a new token; `doomed` tokens end by the same move. Raises MoveRefused."""
    workflow, named = _named(instance, element_id, scope_token_id, doomed)
    process = workflow.frame.process
    activity = process.activities.get(element_id)
    if activity is None:
        raise MoveRefused("unknown-element", element=element_id)
    path = _path(process, activity)
    for scope_id in path:
        _must_be_enterable(process, process.activities[scope_id])
    _must_be_enterable(process, activity)
    if named is not None:
        if named not in path:
            raise MoveRefused("not-in-scope", element=element_id)
        path = path[path.index(named) + 1 :]
    while path:
        running = _running(workflow, path[0], doomed)
        if len(running) > 1:
            raise MoveRefused("scope-ambiguous", element=element_id, scopes=[inside.owner.id for inside in running])
        if not running:
            break
        workflow, path = running[0], path[1:]
    for scope_id in path:
        if _spec(process, process.activities[scope_id]).task_specs[scope_id].repeats:
            raise MoveRefused("inside-loop", element=element_id)
    return Target(workflow=workflow, to_open=tuple(path), node=_spec(process, activity).task_specs[element_id])


def places(instance: Instance) -> list[Place]:
    """Every element of the process, and of each process that is being called, in the order of the file."""
    found = _places_in(instance, instance, ())
    called: dict[tuple[str, str], list[Any]] = {}
    for inside in instance.subprocesses.values():
        if inside.called:
            called.setdefault((inside.frame.reference, inside.frame.process.id), []).append(inside)
    for insides in called.values():
        found += _places_in(instance, insides[0], tuple(inside.owner.id for inside in insides))
    return found


def standing(instance: Instance) -> list[Standing]:
    """Every living token that can be cancelled by hand, outer ones first."""
    return [_standing(token) for token in instance.tokens() if not token.triggered and not token.task_spec.quiet]


def _standing(token: Token) -> Standing:
    wait, node, frame = wait_of(token), token.task_spec, token.workflow.frame
    kind = wait.kind if wait is not None else ""
    if not kind and token.id in token.workflow.top_workflow.subprocesses:
        kind = "scope"
    parent = token.parent
    while parent.task_spec.quiet:  # what undoes is not drawn
        parent = parent.parent
    parent = parent if parent._parent is not None else token.workflow.owner
    return Standing(
        token_id=token.id,
        element_id=node.activity.id,
        name=node.activity.name,
        kind=kind or ("loop" if node.repeats else "join" if node.joins else ""),
        process_id=frame.process.id,
        reference=frame.reference,
        parent_token_id="" if parent is None else parent.id,
        scope_ids=scope_ids(token),
    )


def _places_in(instance: Instance, workflow: Any, owners: tuple[str, ...]) -> list[Place]:
    found = []
    for activity in workflow.frame.process.activities.values():
        answers = [_answer(instance, activity.id, owner) for owner in owners or (None,)]
        scopes = tuple(scope for refused, choice in answers if not refused for scope in choice)
        found.append(
            Place(
                element_id=activity.id,
                name=activity.name,
                kind=activity.kind,
                process_id=workflow.frame.process.id,
                reference=workflow.frame.reference,
                refused="" if any(not refused for refused, _ in answers) else answers[0][0],
                scopes=scopes,
            )
        )
    return found


def _answer(instance: Instance, element_id: str, owner: str | None) -> tuple[str, tuple[str, ...]]:
    """Why an element cannot be begun, in the process or inside one call of it, or the scopes to choose from."""
    try:
        locate(instance, element_id, owner)
    except MoveRefused as error:
        return ("", error.scopes) if error.reason == "scope-ambiguous" else (error.reason, ())
    return "", (owner,) if owner is not None else ()


def _named(
    instance: Instance, element_id: str, scope_token_id: str | None, doomed: Collection[str]
) -> tuple[Any, str | None]:
    """The scope that the caller names, and its element; a process and None where the search begins at its top."""
    if not scope_token_id:
        return instance, None
    inside = instance.subprocesses.get(scope_token_id)
    if inside is None or scope_token_id in doomed or "undo" in inside.owner.internal_data:
        raise MoveRefused("scope-unknown", element=element_id)
    return inside, None if inside.called else inside.owner.task_spec.activity.id


def _path(process: Any, activity: Activity) -> list[str]:
    """The sub-processes around an element, outermost first."""
    path: list[str] = []
    scope = activity.scope
    while scope != process.id:
        path.insert(0, scope)
        scope = process.activities[scope].scope
    return path


def _running(workflow: Any, scope_id: str, doomed: Collection[str]) -> list[Any]:
    return [
        inside
        for inside in workflow.top_workflow.subprocesses.values()
        if inside.owner.workflow is workflow
        and inside.owner.task_spec.activity.id == scope_id
        and inside.owner.id not in doomed
        and "undo" not in inside.owner.internal_data
    ]


def _must_be_enterable(process: Any, activity: Activity) -> None:
    reason = _why_not(process, activity)
    if reason:
        raise MoveRefused(reason, element=activity.id)


def _why_not(process: Any, activity: Activity) -> str:
    spec = _spec(process, activity)
    if activity.kind == "boundaryEvent":
        return "boundary-event"
    if activity.kind == "startEvent" and _is_event_sub_process(process, activity.scope):
        return "event-sub-process-start"
    if spec.task_specs[activity.id] is spec.compensating or activity.id in spec.handlers:
        return "compensation-handler"
    if activity.id in spec.behind_event_gateways:
        return "behind-event-gateway"
    return ""


def _is_event_sub_process(process: Any, scope_id: str) -> bool:
    if scope_id == process.id:
        return False
    outer = _spec(process, process.activities[scope_id])
    return isinstance(outer.task_specs[scope_id], EventSubProcess)


def _spec(process: Any, activity: Activity) -> Any:
    """The specification that the element's node is part of."""
    return process.spec if activity.scope == process.id else process.inner_specs[activity.scope]
