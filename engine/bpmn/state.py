"""The snapshot of an instance: its living tokens and the variables of each scope once, as compact JSON.

    {"v": 1, "p": process id, "d": variables, "x": 1 when ended, "t": [row …],
     "s": [{"o": id of the owner token, "d": variables, "t": [row …],            outer scopes before inner ones
            "c": [reference, process id] of a called process} …]}
    "k" beside "t", where there is something to undo: the records of completed activities (see `compensation`)
    row = [id, node, state, parent id or "" for the root, 1 when it only listens, own variables or 0, memory or 0]

Finished tokens are not in it, so it does not grow with history. The layout is frozen: another one gets another "v".
"""

from decimal import Decimal
from typing import Any

import orjson

from engine.bpmn.expressions import Callees, Expressions
from engine.bpmn.instance import CalledProcess, Frame, Instance, SubProcess
from engine.bpmn.nodes.call_activity import found_again
from engine.bpmn.nodes.listener import Listener
from engine.bpmn.spec import Model
from engine.bpmn.token import COMPLETED, FUTURE, READY, ROOT_ID, Token
from engine.errors import SnapshotUnreadable, StepFailed

VERSION = 1
MAX_BYTES = 16 * 1024 * 1024  # read and written at every step: what is larger belongs into a file or another system
MOVING = FUTURE | READY | COMPLETED
Row = list[Any]


def dump(instance: Instance) -> bytes:
    """The snapshot; raises StepFailed when a variable holds what JSON cannot, or all of them together too much."""
    saved: dict[str, Any] = {"v": VERSION, "p": instance.spec.name, "d": instance.data, "t": _rows(instance)}
    if instance.records:
        saved["k"] = instance.records
    if instance.completed:
        saved["x"] = 1
    if instance.subprocesses:
        saved["s"] = [_part(inside) for inside in instance.subprocesses.values()]
    try:
        snapshot = orjson.dumps(saved, default=_plain)
    except TypeError as error:
        raise _not_storable(instance, str(error)) from error
    if len(snapshot) > MAX_BYTES:
        raise _not_storable(instance, f"the variables take {len(snapshot)} bytes, at most {MAX_BYTES} are kept")
    return snapshot


def _not_storable(instance: Instance, reason: str) -> StepFailed:
    return StepFailed(element_id=instance.spec.name, error_code="variables-not-storable", reason=reason)


def load(model: Model, snapshot: bytes, expressions: Expressions, callees: Callees | None = None) -> Instance:
    """The instance as it was; raises SnapshotUnreadable for another format or a model that lacks its elements."""
    try:
        saved = orjson.loads(snapshot)
    except orjson.JSONDecodeError as error:
        raise SnapshotUnreadable(version="?") from error
    version = saved.get("v") if isinstance(saved, dict) else None
    if version != VERSION:
        raise SnapshotUnreadable(version=version)
    try:
        return _restore(model, saved, expressions, callees)
    except KeyError as error:
        raise SnapshotUnreadable(version=version, missing=str(error)) from error


def _part(inside: SubProcess) -> dict[str, Any]:
    part: dict[str, Any] = {"o": inside.owner.id, "d": inside.data, "t": _rows(inside)}
    if inside.records:
        part["k"] = inside.records
    if inside.called:
        part["c"] = [inside.frame.reference, inside.frame.process.id]
    return part


def _rows(workflow: Any) -> list[Row]:
    shared = workflow.data
    subprocesses = workflow.top_workflow.subprocesses
    rows: list[Row] = []
    for token in workflow.tasks.values():
        if token.id == ROOT_ID:
            continue
        inside = subprocesses.get(token.id)
        own = 0 if token.data is shared or (inside is not None and inside.data is token.data) else token.data
        rows.append(
            [
                token.id,
                token.task_spec.name,
                token._state,
                token._parent,
                1 if token.triggered else 0,
                own,
                token.internal_data or 0,
            ]
        )
    return rows


def _restore(model: Model, saved: dict[str, Any], expressions: Expressions, callees: Callees | None) -> Instance:
    process = model.processes[saved["p"]]
    instance = Instance(Frame(model=model, process=process, expressions=expressions), callees)
    _fill(instance, saved)
    instance.completed = "x" in saved
    owners: dict[str, Token] = dict(instance.tasks)
    for part in saved.get("s", ()):
        inside = _inside(owners[part["o"]], part)
        _fill(inside, part)
        owners.update(inside.tasks)
    return instance


def _inside(owner: Token, part: dict[str, Any]) -> SubProcess:
    if "c" in part:
        reference, process_id = part["c"]
        return CalledProcess(found_again(owner, reference, process_id), owner)
    inside: SubProcess = owner.task_spec.open(owner)
    owner.data = part["d"]
    return inside


def _fill(workflow: Any, saved: dict[str, Any]) -> None:
    data = workflow.data = workflow.task_tree.data = saved["d"]
    workflow.records = saved.get("k", [])
    specs, tasks, moving = workflow.spec.task_specs, workflow.tasks, workflow.top_workflow.moving
    for token_id, name, state, parent, listens, own, memory in saved["t"]:
        token = Token(workflow, specs[name], tasks[parent], state, token_id)
        token.triggered = bool(listens)
        if listens and token.task_spec.joins:
            workflow.aside = True
        if own == 0:
            token.data = data
        else:
            token.data = own
        if memory != 0:
            token.internal_data = memory
        if isinstance(token.task_spec, Listener):
            token.task_spec.resume(token)
        if state & MOVING and not token.task_spec.manual and "incident" not in token.internal_data:
            moving.append(token)


def _plain(value: Any) -> Any:
    """Exact decimals are written as the number they are."""
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    raise TypeError(f"{type(value).__name__} is not a JSON value")
