"""Timers: rows with a due date; firing one is a command like any other."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import clock, interpreter, new_incidents, traces
from engine.db import Database
from engine.errors import BihuanError, StepFailed
from engine.history import Fact
from engine.identity import SYSTEM
from engine.new_incidents import NewIncident

logger = logging.getLogger(__name__)

BATCH = 20
"""Timers fired in a row before anything else gets its turn."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FAILURES_TO_INCIDENT = 3

# The instance is locked, never the timer (the other way round is a deadlock with every completing task), and busy
# instances are skipped: their timers are due next round.
_DUE = text(
    f"SELECT {interpreter.COLUMNS}, t.token_id, t.element_id, t.due_at FROM process_instance i "
    "JOIN timer t ON t.instance_id = i.id "
    "WHERE t.due_at <= :now AND i.state = 'active' ORDER BY t.due_at LIMIT 1 FOR UPDATE OF i SKIP LOCKED"
)
_NEXT = text(
    "SELECT min(t.due_at) FROM timer t JOIN process_instance i ON i.id = t.instance_id WHERE i.state = 'active'"
)
_POSTPONE = text(
    "UPDATE timer SET due_at = :now + LEAST(:first * power(2, LEAST(failures, 10)), :longest), "
    "failures = failures + 1 WHERE instance_id = :instance AND token_id = :token RETURNING failures"
)


class _Failed(Exception):
    """A timer that could not fire: which, why, and how often before."""

    def __init__(self, instance_id: UUID, token_id: str, element_id: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.instance_id, self.token_id, self.element_id, self.cause = instance_id, token_id, element_id, cause


def fire_due(database: Database, *, limit: int = BATCH) -> int:
    """Fire timers that are due, oldest first, each in a transaction of its own; returns how many it tried."""
    for fired in range(limit):
        try:
            with database.transaction() as session:
                if not _fire_one(session):
                    return fired
        except _Failed as failure:
            with database.transaction() as session:
                _postpone(session, failure)
    return limit


def next_due(session: Session) -> datetime | None:
    """When the next timer is due; None when none waits."""
    found: datetime | None = session.execute(_NEXT).scalar()
    return found


def _fire_one(session: Session) -> bool:
    row = session.execute(_DUE, {"now": clock.now()}).first()
    if row is None:
        return False
    try:
        instance = interpreter.loaded(session, row)
        wait = instance.wait(row.token_id, "timer")
        if wait is None or wait.due_at is None or wait.due_at > clock.now():
            # Fired by somebody else between this statement's look and its lock; a repeating one waits anew.
            return True
        instance.run.fire(row.token_id)
        cause = Fact(kind="timer.fired", element_id=row.element_id, data={"due_at": row.due_at.isoformat()})
        interpreter.save(session, instance, SYSTEM, cause)
    except Exception as error:
        # Whatever is wrong with one instance must not stop the timers of all others.
        raise _Failed(row.instance_id, row.token_id, row.element_id, error) from error
    return True


def _postpone(session: Session, failure: _Failed) -> None:
    trace = traces.of(failure.cause)
    logger.warning("timer %s of instance %s failed: %s", failure.element_id, failure.instance_id, trace)
    key = {"instance": failure.instance_id, "token": failure.token_id}
    waits = {"now": clock.now(), "first": FIRST_WAIT, "longest": LONGEST_WAIT}
    failures = session.execute(_POSTPONE, {**key, **waits}).scalar()
    if failures is None or failures < FAILURES_TO_INCIDENT:
        return
    code = failure.cause.code if isinstance(failure.cause, BihuanError) else "timer-failed"
    incident = NewIncident(
        instance_id=failure.instance_id,
        element_id=failure.element_id,
        token_id=failure.token_id,
        code=code,
        message=str(failure.cause),
        parameters=failure.cause.parameters if isinstance(failure.cause, StepFailed) else {},
    )
    new_incidents.create(session, [incident])
