"""One step of one instance: lock its row, load its run, and save what became of it.

The instance row is the lock and its snapshot is the truth (architecture, decision 4). Everything a command changes is
written here and in the projection, in the caller's transaction.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import bpmn, catalogue, clock, history, projection
from engine.callees import DeployedProcesses
from engine.errors import Conflict, NotFound
from engine.expressions import InstanceExpressions
from engine.history import Fact
from engine.identity import Actor
from engine.loaded import LoadedInstance
from engine.models import InstanceState
from engine.projection import NewTask

COLUMNS = (
    "i.id AS instance_id, i.definition_id, i.state AS instance_state, i.rev, i.snapshot, i.business_key, "
    "i.receipt_code, i.title, i.locale, i.started_at, i.started_by, i.customer_id"
)
"""What every locking statement selects; `i` is the instance row, always the first to be locked."""

_LOCK = text(f"SELECT {COLUMNS} FROM process_instance i WHERE i.id = :id FOR UPDATE OF i")
_READ = text(f"SELECT {COLUMNS} FROM process_instance i WHERE i.id = :id")
_SAVE = text(
    "UPDATE ONLY process_instance SET snapshot = :snapshot, rev = rev + 1, state = :state, ended_at = :ended_at "
    "WHERE id = :id AND rev = :rev"
)


def lock(session: Session, instance_id: UUID) -> LoadedInstance:
    """Lock the instance and load its run."""
    row = session.execute(_LOCK, {"id": instance_id}).first()
    if row is None:
        raise NotFound(kind="instance", id=str(instance_id))
    return loaded(session, row)


def read(session: Session, instance_id: UUID) -> LoadedInstance:
    """Load the run without a lock, to look at it only."""
    row = session.execute(_READ, {"id": instance_id}).first()
    if row is None:
        raise NotFound(kind="instance", id=str(instance_id))
    return loaded(session, row)


def loaded(session: Session, row: Row[Any]) -> LoadedInstance:
    """The instance of a row that holds COLUMNS."""
    definition = catalogue.definition(session, row.definition_id)
    expressions = InstanceExpressions(session, definition.deployment_id)
    callees = DeployedProcesses(session, definition.deployment_id)
    run = bpmn.load(definition.model, bytes(row.snapshot), expressions, callees=callees)
    return LoadedInstance(
        id=row.instance_id,
        definition=definition,
        state=InstanceState(row.instance_state),
        rev=row.rev,
        business_key=row.business_key,
        receipt_code=row.receipt_code,
        locale=row.locale,
        started_at=row.started_at,
        started_by=row.started_by,
        run=run,
        expressions=expressions,
        before=tuple(run.waits()),
    )


def save(session: Session, instance: LoadedInstance, actor: Actor, cause: Fact, *, done: str = "") -> Sequence[NewTask]:
    """Write the run back, project its waits into rows, and append what happened; returns the new user tasks.

    `cause` is the fact that made the instance move; the elements it moved through are added to its data.
    `done` is the token of the user task that a person has just completed: its row is the caller's to close.
    """
    if instance.run.ended and not instance.state.ended:
        instance.state = InstanceState.COMPLETED
    _write(session, instance)
    after = tuple(instance.run.waits())
    tasks = projection.project(session, instance, instance.before, after, done=done)
    history.record(session, actor, *_facts(instance, cause))
    instance.before = after
    return tasks


def _write(session: Session, instance: LoadedInstance) -> None:
    written = session.execute(
        _SAVE,
        {
            "snapshot": instance.run.dump(),
            "state": instance.state,
            "ended_at": clock.now() if instance.state.ended else None,
            "id": instance.id,
            "rev": instance.rev,
        },
    )
    # The row lock makes this impossible; the check stays as the guard against a path that forgot to lock.
    if written.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result at run time
        raise Conflict
    instance.rev += 1


def _facts(instance: LoadedInstance, cause: Fact) -> Sequence[Fact]:
    data = dict(cause.data or {})
    steps = [_step(instance, step) for step in instance.run.trace]
    instance.run.trace.clear()
    if steps:
        data["steps"] = steps
    if instance.expressions.decided:
        data["decisions"] = list(instance.expressions.decided)
        instance.expressions.decided.clear()
    facts = [
        Fact(kind=cause.kind, instance_id=instance.id, task_id=cause.task_id, element_id=cause.element_id, data=data)
    ]
    if instance.state == InstanceState.COMPLETED:
        facts.append(Fact(kind="instance.completed", instance_id=instance.id))
    return facts


def _step(instance: LoadedInstance, step: bpmn.Step) -> list[Any]:
    """[kind, element, flows taken], and the key of the called process where the element is not our own."""
    told: list[Any] = [step.kind, step.element_id, list(step.flow_ids)]
    return [*told, step.process_id] if step.process_id not in ("", instance.definition.key) else told
