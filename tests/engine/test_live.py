"""Which fragments become stale."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import clock, history, live
from engine.db import Database
from engine.history import Fact
from engine.identity import SYSTEM
from engine.ids import new_id


def _record(session: Session, kind: str, instance_id: UUID | None = None) -> None:
    history.record(session, SYSTEM, Fact(kind=kind, instance_id=instance_id))


def test_what_happened_before_the_first_look_is_not_news(session: Session) -> None:
    _record(session, "task.completed", new_id())
    cursor = live.newest(session, clock.now())
    assert live.changes(session, cursor, clock.now())[1] == frozenset()


def test_a_fact_makes_the_fragments_stale_that_show_it(session: Session) -> None:
    cursor = live.newest(session, clock.now())
    instance_id = new_id()
    _record(session, "task.completed", instance_id)
    cursor, stale = live.changes(session, cursor, clock.now())
    assert stale == {"inbox", "overview", "instances", f"instance:{instance_id}"}
    assert live.changes(session, cursor, clock.now())[1] == frozenset()


def test_a_fact_without_an_instance_concerns_no_instance(session: Session) -> None:
    cursor = live.newest(session, clock.now())
    _record(session, "deployment.created")
    assert live.changes(session, cursor, clock.now())[1] == {"overview"}


def test_a_commit_that_overtakes_another_hides_nothing(database: Database) -> None:
    """The first writer takes the smaller id, and is seen although the second one was committed and seen before it."""
    first, second = new_id(), new_id()
    with database.reading() as look:
        cursor = live.newest(look, clock.now())
    with database.transaction() as slow:
        _record(slow, "task.claimed", first)
        with database.transaction() as quick:
            _record(quick, "task.claimed", second)
        with database.reading() as look:
            cursor, stale = live.changes(look, cursor, clock.now())
        assert f"instance:{second}" in stale
        assert f"instance:{first}" not in stale
    with database.reading() as look:
        cursor, stale = live.changes(look, cursor, clock.now())
    assert f"instance:{first}" in stale
    assert f"instance:{second}" not in stale


def test_the_cursor_forgets_what_has_settled(session: Session) -> None:
    cursor = live.newest(session, clock.now())
    for _ in range(5):
        _record(session, "timer.fired", new_id())
    cursor, _ = live.changes(session, cursor, clock.now())
    later = clock.now() + live.SETTLED_AFTER + timedelta(seconds=1)
    cursor, stale = live.changes(session, cursor, later)
    assert stale == frozenset()
    assert not cursor.seen
    assert cursor.settled == session.execute(text("SELECT max(id) FROM history_event")).scalar_one()
