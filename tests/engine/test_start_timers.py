"""Timer start events begin instances by the calendar, as often as drawn, in the newest version only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from engine import clock, deployments, start_timers
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import ProcessDefinition, ProcessInstance, StartTimer
from tests.engine.bpmn.builder import File, timer
from tests.engine.conftest import package

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def timed(name: str = "work", **when: str) -> bytes:
    """Starts by a timer."""
    file = File()
    process = file.process("P")
    process.start("start", timer(**when))
    process.user(name)
    process.chain("start", name)
    return file.xml()


def deployed(database: Database, xml: bytes) -> None:
    clock.freeze(NOON)
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(xml))


def started(session: Session) -> int:
    return len(session.exec(select(ProcessInstance.id)).all())


def after(database: Database, span: timedelta) -> int:
    """How many instances there are when so much time has passed."""
    clock.freeze(NOON + span)
    start_timers.fire_due(database, limit=20)
    with database.reading() as session:
        return started(session)


@pytest.mark.proves("start event: timer, date")
def test_a_date_starts_once(database: Database) -> None:
    deployed(database, timed(date="2026-03-02T13:00:00Z"))
    assert [after(database, timedelta(minutes=minutes)) for minutes in (0, 59, 60, 300)] == [0, 0, 1, 1]


@pytest.mark.proves("start event: timer, repeating")
def test_a_repetition_starts_as_often_as_it_says(database: Database) -> None:
    deployed(database, timed(cycle="R2/PT1H"))
    assert [after(database, timedelta(hours=hours)) for hours in (0, 1, 2, 3)] == [0, 1, 2, 2]
    with database.reading() as session:
        assert session.exec(select(StartTimer)).all() == []


def test_moments_that_nobody_looked_at_are_not_made_up_for(database: Database) -> None:
    deployed(database, timed(cycle="R/P1D"))
    assert after(database, timedelta(days=10, hours=1)) == 1
    with database.reading() as session:
        assert session.exec(select(StartTimer.due_at)).one() == NOON + timedelta(days=11)


@pytest.mark.proves("start event: timer, duration")
def test_an_expression_gives_the_moment(database: Database) -> None:
    deployed(database, timed(duration='=duration("PT2H")'))
    assert [after(database, timedelta(hours=hours)) for hours in (1, 2)] == [0, 1]


def test_only_the_newest_version_starts_by_the_calendar(database: Database) -> None:
    deployed(database, timed(cycle="R/PT1H"))
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(timed("renewed", cycle="R/PT1H")))
    after(database, timedelta(hours=1))
    with database.reading() as session:
        newest = session.exec(select(ProcessDefinition.id).order_by(col(ProcessDefinition.version).desc())).first()
        assert session.exec(select(ProcessInstance.definition_id)).all() == [newest]


def test_a_retired_version_starts_nothing(database: Database) -> None:
    deployed(database, timed(cycle="R/PT1H"))
    with database.transaction() as session:
        definition_id = session.exec(select(ProcessDefinition.id)).one()
        deployments.retire(session, SYSTEM, definition_id)
    assert after(database, timedelta(hours=5)) == 0
