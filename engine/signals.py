"""Signals: broadcast to every instance that waits for one, and to the processes that one starts.

An instance that throws a signal has delivered it inside itself already. The world outside hears of it by a job, so that
the throwing transaction locks no other instance; each receiver takes it in a transaction of its own, exactly once.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import authz, dispatch, history, initiation, interpreter, new_jobs, repeats
from engine.db import Database
from engine.errors import BihuanError
from engine.history import Fact
from engine.identity import SYSTEM, Actor
from engine.models import InstanceState
from engine.new_jobs import NewJob

_WAITING = text(
    "SELECT DISTINCT s.instance_id FROM subscription s WHERE s.kind = 'signal' AND s.name = :name "
    "AND s.instance_id <> :except ORDER BY s.instance_id"
)
_STARTING = text(
    "SELECT DISTINCT ON (d.key) d.id, d.start_signals FROM process_definition d WHERE d.state = 'active' "
    "ORDER BY d.key, d.version DESC"
)
NOBODY = UUID(int=0)
"""The thrower of a signal that comes from outside."""


def broadcast(session: Session, actor: Actor, name: str, variables: Mapping[str, Any]) -> None:
    """Give a signal to all who wait for it and start what it starts, by a job that begins with this commit."""
    authz.require(actor, "operate")
    given = {"name": name, "variables": dict(variables)}
    new_jobs.create(session, [NewJob(instance_id=NOBODY, connector=dispatch.SIGNAL, input=given)])
    history.record(session, actor, Fact(kind="signal.sent", data=given))


def spread(database: Database, job_id: UUID, thrower: UUID, name: str, variables: Mapping[str, Any]) -> None:
    """Give a thrown signal to every other instance, each in a transaction of its own.

    The job may run again after a crash: who has taken it under this job's key does not take it twice. An instance that
    cannot take it does not keep it from the others: its failure is raised when all have had their turn.
    """
    failures = []
    with database.reading() as session:
        waiting = _waiting(session, name, thrower)
    for instance_id in waiting:
        try:
            _give(database, job_id, instance_id, name, variables)
        except BihuanError as failure:
            failures.append(failure)
    with database.transaction() as session:
        if repeats.reserve(session, SYSTEM, f"signal:{job_id}", "starts") is None:
            _start(session, name, variables)
            repeats.remember(session, SYSTEM, f"signal:{job_id}", "starts", {"taken": True})
    if failures:
        raise failures[0]


def _give(database: Database, job_id: UUID, instance_id: UUID, name: str, variables: Mapping[str, Any]) -> None:
    with database.transaction() as session:
        if repeats.reserve(session, SYSTEM, f"signal:{job_id}", str(instance_id)) is None:
            _deliver(session, instance_id, name, variables)
            repeats.remember(session, SYSTEM, f"signal:{job_id}", str(instance_id), {"taken": True})


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
