"""What must always hold of an instance: its rows say exactly what its snapshot says."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, select

from engine import interpreter
from engine.bpmn import Wait
from engine.db import Database
from engine.loaded import LoadedInstance
from engine.models import ProcessInstance

_ROWS = {
    "user task": text("SELECT token_id, element_id FROM user_task WHERE instance_id = :id AND state = 'open'"),
    "job": text(
        "SELECT token_id, element_id, connector FROM job "
        "WHERE instance_id = :id AND state IN ('available', 'running', 'failed')"
    ),
    # A timer that failed is postponed in its row only.
    "timer": text(
        "SELECT token_id, element_id, CASE WHEN failures = 0 THEN due_at END FROM timer WHERE instance_id = :id"
    ),
    "subscription": text(
        "SELECT token_id, element_id, kind, name, correlation_key FROM subscription WHERE instance_id = :id"
    ),
}
# Kinds of facts that a save of the instance appends, one each; so there are as many as the row's revision says.
_MOVES = text(
    "SELECT count(*) FROM history_event WHERE instance_id = :id AND kind = ANY(ARRAY['instance.started', "
    "'task.completed', 'job.completed', 'error.thrown', 'timer.fired', 'message.received', 'instance.suspended', "
    "'instance.resumed', 'instance.cancelled', 'instance.edited'])"
)
_STATE = text("SELECT state, rev, ended_at IS NOT NULL AS has_end FROM process_instance WHERE id = :id")


def differences(session: Session, instance_id: UUID) -> Iterator[str]:
    """Everything about the instance that contradicts itself, in words; nothing when all is well."""
    instance = interpreter.read(session, instance_id)
    waits = _waits(instance)
    for kind, statement in _ROWS.items():
        rows = Counter(tuple(row) for row in session.execute(statement, {"id": instance_id}))
        postponed = {row[:2] for row in rows if kind == "timer" and row[2] is None}
        wanted = Counter(_postponed(wait, postponed) for wait in waits[kind])
        if rows != wanted:
            yield f"{kind} of {instance_id}: rows {sorted(map(str, rows))}, waits {sorted(map(str, wanted))}"
    row = session.execute(_STATE, {"id": instance_id}).one()
    if row.has_end != instance.state.ended or (instance.state.ended and any(waits.values())):
        yield f"{instance_id} is {row.state} and waits at {waits}"
    if not instance.state.ended and instance.run.ended:
        yield f"{instance_id} is {row.state} but its run has ended"
    moves = session.execute(_MOVES, {"id": instance_id}).scalar_one()
    if moves != row.rev:
        yield f"{instance_id} was saved {row.rev} times and its history has {moves} moves"


def _waits(instance: LoadedInstance) -> dict[str, list[tuple[Any, ...]]]:
    waits: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in _ROWS}
    for wait in instance.run.waits():
        kind, row = _row(wait)
        waits.setdefault(kind, []).append(row)
    return waits


def _row(wait: Wait) -> tuple[str, tuple[Any, ...]]:
    at = (wait.token_id, wait.element_id)
    if wait.kind == "user":
        return "user task", at
    if wait.kind == "job":
        return "job", (*at, wait.name)
    if wait.kind == "timer":
        return "timer", (*at, wait.due_at)
    key = "" if wait.correlation_key is None else str(wait.correlation_key)
    return "subscription" if wait.kind in ("message", "signal") else wait.kind, (*at, wait.kind, wait.name, key)


def _postponed(wait: tuple[Any, ...], postponed: set[tuple[Any, ...]]) -> tuple[Any, ...]:
    return (*wait[:2], None) if wait[:2] in postponed else wait


def assert_consistent(database: Database) -> None:
    """Every instance of the database agrees with its rows and its history."""
    with database.reading() as session:
        instance_ids = session.exec(select(ProcessInstance.id)).all()
        found = [difference for instance_id in instance_ids for difference in differences(session, instance_id)]
    assert not found, "\n".join(found)
