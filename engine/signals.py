"""Signals: broadcast to every instance that waits for one, and to the processes that one starts.

An instance that throws a signal has delivered it inside itself already. The world outside hears of it by a job, so that
the throwing transaction locks no other instance; each receiver takes it in a transaction of its own, exactly once.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import authz, clock, dispatch, history, initiation, interpreter, repeats
from engine.db import Database
from engine.history import Fact
from engine.identity import SYSTEM, Actor
from engine.ids import new_id
from engine.json_text import dumps
from engine.models import InstanceState

_WAITING = text(
    "SELECT DISTINCT s.instance_id FROM subscription s WHERE s.kind = 'signal' AND s.name = :name "
    "AND s.instance_id <> :except ORDER BY s.instance_id"
)
_STARTING = text(
    "SELECT DISTINCT ON (d.key) d.id, d.start_signals FROM process_definition d WHERE d.state = 'active' "
    "ORDER BY d.key, d.version DESC"
)
_JOB = text(
    "INSERT INTO job (id, instance_id, token_id, element_id, connector, input, state, attempt, retries_left, deaths, "
    f"run_at, created_at) VALUES (:id, :instance_id, '', '', '{dispatch.SIGNAL}', CAST(:input AS jsonb), 'available', "
    "1, :retries, 0, :now, :now)"
)
NOBODY = UUID(int=0)
"""The thrower of a signal that comes from outside."""


def broadcast(session: Session, actor: Actor, name: str, variables: Mapping[str, Any]) -> None:
    """Give a signal to all who wait for it and start what it starts, by a job that begins with this commit."""
    authz.require(actor, "operate")
    job_id = new_id()
    given = dumps({"name": name, "variables": dict(variables)})
    row = {"id": job_id, "instance_id": NOBODY, "input": given, "retries": dispatch.RETRIES, "now": clock.now()}
    session.execute(_JOB, row)
    dispatch.defer(session, [dispatch.Dispatch(job_id=job_id, connector=dispatch.SIGNAL)])
    history.record(session, actor, Fact(kind="signal.sent", data={"name": name, "variables": dict(variables)}))


def spread(database: Database, job_id: UUID, thrower: UUID, name: str, variables: Mapping[str, Any]) -> None:
    """Give a thrown signal to every other instance, each in a transaction of its own.

    The job may run again after a crash: who has taken it under this job's key does not take it twice.
    """
    with database.reading() as session:
        waiting = _waiting(session, name, thrower)
    for instance_id in waiting:
        with database.transaction() as session:
            if repeats.reserve(session, SYSTEM, f"signal:{job_id}", str(instance_id)) is None:
                _deliver(session, instance_id, name, variables)
                repeats.remember(session, SYSTEM, f"signal:{job_id}", str(instance_id), {"taken": True})
    with database.transaction() as session:
        if repeats.reserve(session, SYSTEM, f"signal:{job_id}", "starts") is None:
            _start(session, name, variables)
            repeats.remember(session, SYSTEM, f"signal:{job_id}", "starts", {"taken": True})


def _waiting(session: Session, name: str, thrower: UUID) -> list[UUID]:
    return list(session.execute(_WAITING, {"name": name, "except": thrower}).scalars())


def _deliver(session: Session, instance_id: UUID, name: str, variables: Mapping[str, Any]) -> None:
    """Every token of the instance that waits for the signal takes it; one that another took away does not."""
    instance = interpreter.lock(session, instance_id)
    tokens = [wait.token_id for wait in instance.before if wait.kind == "signal" and wait.name == name]
    if instance.state != InstanceState.ACTIVE or not tokens:
        return
    for token_id in tokens:
        if instance.wait(token_id, "signal") is not None:
            instance.run.deliver(token_id, variables)
    interpreter.save(session, instance, SYSTEM, Fact(kind="signal.received", data={"name": name}))


def _start(session: Session, name: str, variables: Mapping[str, Any]) -> None:
    found = [row.id for row in session.execute(_STARTING) if name in row.start_signals]
    for definition_id in found:
        cause = Fact(kind="instance.started", data={"signal": name, "answers": dict(variables)})
        initiation.begin(session, SYSTEM, definition_id, variables, start_signal=name, cause=cause)
