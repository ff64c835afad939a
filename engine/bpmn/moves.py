"""Moves tokens by hand: some end, others begin elsewhere, and scopes are opened and closed as that asks for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn import joins, places
from engine.bpmn.instance import Instance
from engine.bpmn.nodes.compensation import Compensator
from engine.bpmn.nodes.event_gateway import EventGateway
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.multi_instance import MultiInstance
from engine.bpmn.nodes.multiple_throw import MultipleThrow
from engine.bpmn.nodes.parallel import ParallelGateway
from engine.bpmn.nodes.sub_process import SubProcessTask
from engine.bpmn.token import STARTED, Token
from engine.errors import MoveRefused, NotFound


@dataclass(frozen=True, kw_only=True)
class Begin:
    """An element to set a new token on; `scope_token_id` says in which running scope, where there are several.

    A scope is named by the token of its sub-process or call activity: one around the element, not only the nearest.
    """

    element_id: str
    scope_token_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a move did, as (token id, element id): the tokens it ended, those it began, scopes opened for them."""

    ended: tuple[tuple[str, str], ...] = ()
    begun: tuple[tuple[str, str], ...] = ()
    opened: tuple[tuple[str, str], ...] = ()


def move(instance: Instance, cancel: Sequence[str], begin: Sequence[Begin]) -> Moved:
    """Begins first, then cancels, so that a scope which goes on is not closed; what was begun has not moved yet.

    Raises MoveRefused or NotFound with the instance half changed: the caller throws it away.
    """
    ending = _outermost([_to_end(instance, token_id) for token_id in dict.fromkeys(cancel)])
    doomed = {token.id for root in ending for token in root._below()}
    if instance.completed or not (ending or begin):
        raise MoveRefused("nothing-to-move")
    opened: list[Token] = []
    begun = [_begin(instance, each, doomed, opened) for each in begin]
    moved = Moved(ended=_told(ending), begun=_told(begun), opened=_told(opened))
    gone = _end(ending)
    _must_have_something_left(instance)
    fresh = [*opened, *begun]
    for workflow in {id(token.workflow): token.workflow for token in fresh}.values():
        names = [token.task_spec.name for token in fresh if token.workflow is workflow]
        joins.set_aside(workflow, gone.get(workflow, ()), names)
    return moved


def _to_end(instance: Instance, token_id: str) -> Token:
    """The token that stands for the whole place: of an event with several ways to happen, not only one of them."""
    token = instance.find(token_id)
    if token is None:
        raise NotFound(kind="token", id=token_id)
    parent, node = token.parent, token.task_spec
    if parent.task_spec is node or isinstance(parent.task_spec, EventGateway | MultipleThrow):
        return parent
    if (token.triggered and not node.joins) or node.quiet:
        raise MoveRefused("token-only-listens", element=node.activity.id)
    return token


def _outermost(tokens: list[Token]) -> list[Token]:
    """The tokens without those that end with another one of them."""
    within = {below.id for token in tokens for below in token._below()[1:]}
    return [token for token in dict.fromkeys(tokens) if token.id not in within]


def _begin(instance: Instance, begin: Begin, doomed: Collection[str], opened: list[Token]) -> Token:
    target = places.locate(instance, begin.element_id, begin.scope_token_id, doomed)
    workflow = target.workflow
    for scope_id in target.to_open:
        owner = _open(workflow, scope_id)
        opened.append(owner)
        workflow = instance.subprocesses[owner.id]
    by = joins.flow_to_fill(workflow, target.node, doomed) if target.node.joins else None
    token: Token = workflow.task_tree._add_child(target.node)
    if by is not None:
        token.internal_data["by"] = by
    if isinstance(target.node, EventSubProcess):
        token.internal_data["values"] = {}  # its event has brought nothing: it has not happened
    instance.moving.append(token)
    return token


def _open(workflow: Any, scope_id: str) -> Token:
    """Enters a sub-process as ever, with its mappings and boundary events, but begins nothing inside."""
    node: SubProcessTask = workflow.spec.task_specs[scope_id]
    owner: Token = workflow.task_tree._add_child(node)
    node._update(owner)
    owner._set_state(STARTED)
    node.go_inside_empty(owner)
    return owner


def _end(ending: Iterable[Token]) -> dict[Any, list[str]]:
    """Cancels the tokens and every loop and scope that is left empty; gives the nodes that lost a token, by scope."""
    gone: dict[Any, list[str]] = {}
    for token in ending:
        if token.alive and _runs(token.workflow):
            _cancel(token, gone)
    return gone


def _cancel(token: Token, gone: dict[Any, list[str]]) -> None:
    current: Token | None = token
    while current is not None:
        parent, workflow = current.parent, current.workflow
        if parent is workflow.task_tree:
            gone.setdefault(workflow, []).append(current.task_spec.name)
        current.cancel()
        current = _left_empty(workflow, parent)


def _left_empty(workflow: Any, parent: Token) -> Token | None:
    """The loop or the owner of the scope that has nothing left to do after a token below `parent` was cancelled."""
    if parent is workflow.task_tree:
        return None if _has_something_left(workflow) else workflow.owner
    alive = any(not token.triggered for token in parent.children)
    if isinstance(parent.task_spec, Compensator):
        if not alive:
            parent._ready()  # it goes on with the next record, or lets the event that waits for it go on
        return None
    if alive and isinstance(parent.task_spec, MultiInstance):
        parent.internal_data["gone"] = parent.internal_data.get("gone", 0) + 1
    return None if alive else parent


def _has_something_left(workflow: Any) -> bool:
    """Whether anything in the scope can still move; what waits at a parallel join alone cannot."""
    if any(
        not token.triggered and not (joins.waits_at_join(token) and isinstance(token.task_spec, ParallelGateway))
        for token in workflow.task_tree.children
    ):
        return True
    owner = workflow.owner
    return owner is not None and workflow.asks and owner.task_spec.wait(owner) is not None


def _must_have_something_left(instance: Instance) -> None:
    if not _has_something_left(instance):
        raise MoveRefused("nothing-left")


def _runs(workflow: Any) -> bool:
    return workflow.owner is None or workflow.top_workflow.subprocesses.get(workflow.owner.id) is workflow


def _told(tokens: Iterable[Token]) -> tuple[tuple[str, str], ...]:
    return tuple((token.id, token.task_spec.activity.id) for token in tokens)
