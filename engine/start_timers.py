"""Timer start events: processes that begin by the calendar, without anybody starting them."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from engine import bpmn, catalogue, clock, initiation, traces
from engine.bpmn.timers import Cycle, next_due, parse_cycle, parse_date, parse_duration
from engine.db import Database
from engine.expressions import InstanceExpressions
from engine.history import Fact
from engine.identity import SYSTEM
from engine.models import StartTimer

logger = logging.getLogger(__name__)

LATER = timedelta(minutes=5)
"""How long a start that failed waits until it is tried again."""

_DUE = text(
    "SELECT s.definition_id, s.element_id, s.due_at, s.remaining FROM start_timer s WHERE s.due_at <= :now "
    "ORDER BY s.due_at LIMIT 1 FOR UPDATE SKIP LOCKED"
)
_AGAIN = text(
    "UPDATE start_timer SET due_at = :due, remaining = :remaining "
    "WHERE definition_id = :definition AND element_id = :element"
)
_DONE = text("DELETE FROM start_timer WHERE definition_id = :definition AND element_id = :element")


class _Failed(Exception):
    """A start that did not come about: which, and why."""

    def __init__(self, due: Row[Any], cause: Exception) -> None:
        super().__init__(str(cause))
        self.due, self.cause = due, cause


def arm(session: Session, definition_id: UUID) -> None:
    """Set the timers of a version that goes into service; those of the versions before it end."""
    definition = catalogue.definition(session, definition_id)
    disarm(session, definition.key)
    for start in definition.process.starts:
        if start.timer is None:
            continue
        due, remaining = _first(_said(session, definition, start.timer), start.timer.kind)
        row = {
            "definition_id": definition_id,
            "element_id": start.element_id,
            "process_key": definition.key,
            "due_at": due,
            "remaining": remaining,
        }
        session.execute(insert(StartTimer).values(row))


def disarm(session: Session, process_key: str) -> None:
    """No version of this process starts by the calendar any more."""
    session.execute(delete(StartTimer).where(col(StartTimer.process_key) == process_key))


def fire_due(database: Database, *, limit: int) -> int:
    """Start what is due, each in a transaction of its own; returns how many were tried."""
    for fired in range(limit):
        try:
            with database.transaction() as session:
                if not _fire_one(session):
                    return fired
        except _Failed as failure:
            due = failure.due
            logger.warning("start %s did not come about: %s", due.element_id, traces.of(failure.cause))
            with database.transaction() as session:
                _set(session, due, clock.now() + LATER, due.remaining)
    return limit


def _fire_one(session: Session) -> bool:
    due = session.execute(_DUE, {"now": clock.now()}).first()
    if due is None:
        return False
    try:
        cause = Fact(kind="instance.started", element_id=due.element_id, data={"due_at": due.due_at.isoformat()})
        initiation.begin(session, SYSTEM, due.definition_id, {}, start_element=due.element_id, cause=cause)
        _rearm(session, due)
    except Exception as error:
        # One process that cannot begin must not keep the others from beginning.
        raise _Failed(due, error) from error
    return True


def _rearm(session: Session, due: Row[Any]) -> None:
    remaining = None if due.remaining is None else due.remaining - 1
    if remaining == 0:
        session.execute(_DONE, {"definition": due.definition_id, "element": due.element_id})
        return
    definition = catalogue.definition(session, due.definition_id)
    starts = {start.element_id: start.timer for start in definition.process.starts if start.timer is not None}
    cycle = parse_cycle(_said(session, definition, starts[due.element_id]))
    _set(session, due, next_due(due.due_at, cycle.step, clock.now()), remaining)


def _set(session: Session, due: Row[Any], when: datetime, remaining: int | None) -> None:
    keys = {"definition": due.definition_id, "element": due.element_id}
    session.execute(_AGAIN, {**keys, "due": when, "remaining": remaining})


def _said(session: Session, definition: catalogue.Definition, timer: bpmn.Timer) -> str:
    if not timer.text.startswith("="):
        return timer.text
    return str(InstanceExpressions(session, definition.deployment_id).evaluate(timer.text[1:], {}))


def _first(said: str, kind: str) -> tuple[datetime, int | None]:
    """The first due date, and how many starts there are in all (None: for ever)."""
    if kind == "date":
        return parse_date(said), 1
    if kind == "duration":
        return parse_duration(said).after(clock.now()), 1
    cycle: Cycle = parse_cycle(said)
    return cycle.first(clock.now()), cycle.count
