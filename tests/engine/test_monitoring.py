"""The figures of the overview."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from engine import clock, monitoring
from engine.errors import NotAllowed
from engine.identity import Actor
from engine.monitoring import Overview
from tests.engine import rows

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Noon in Shanghai, in the middle of a month, so that days and months do not change under a test.
NOON = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)


@pytest.fixture
def bob(session: Session) -> Actor:
    """Bob may monitor; it is noon."""
    clock.freeze(NOON)
    rows.person(session, "ann", "service")
    return rows.person(session, "bob", "managers")


def _overview(session: Session, actor: Actor, locale: str = "en") -> Overview:
    return monitoring.overview(session, actor, locale)


def test_only_people_who_may_monitor_see_figures(session: Session) -> None:
    with pytest.raises(NotAllowed):
        _overview(session, rows.person(session, "ann", "service"))


def test_an_empty_house_has_empty_figures(session: Session, bob: Actor) -> None:
    found = _overview(session, bob)
    assert (found.running, found.completed_today, found.overdue, found.incidents) == (0, 0, 0, 0)
    assert found.trends == {name: [0] * 13 for name in ("running", "completed", "overdue", "incidents")}
    assert len(found.throughput) == 30
    assert (found.queues, found.limits, found.overdue_tasks) == ([], [], [])


def test_instances_are_counted_by_what_became_of_them(session: Session, bob: Actor) -> None:
    rows.instance(session, started_at=NOON - HOUR)
    rows.instance(session, started_at=NOON - 2 * DAY, state="suspended")
    rows.instance(session, started_at=NOON - 2 * DAY, state="completed", ended_at=NOON - HOUR)
    rows.instance(session, started_at=NOON - 5 * DAY, state="cancelled", ended_at=NOON - DAY)
    found = _overview(session, bob)
    assert (found.running, found.completed_today) == (2, 1)
    assert found.trends["running"][-6:] == [1, 1, 1, 3, 2, 2]
    assert found.trends["completed"][-2:] == [0, 1]
    today, before = found.throughput[-1], found.throughput[-3]
    assert (today.day.isoformat(), today.started, today.completed) == ("2026-03-18", 1, 1)
    assert (before.day.isoformat(), before.started) == ("2026-03-16", 2)


def test_a_day_begins_at_midnight_of_the_installation(session: Session, bob: Actor) -> None:
    midnight = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
    rows.instance(session, started_at=midnight - timedelta(seconds=1))
    rows.instance(session, started_at=midnight)
    assert [day.started for day in _overview(session, bob).throughput[-2:]] == [1, 1]


def test_overdue_work_is_counted_and_listed_oldest_first(session: Session, bob: Actor) -> None:
    definition = rows.definition(session)
    instance = rows.instance(session, definition, business_key="Q-1")
    rows.task(session, instance, due_at=NOON - HOUR)
    oldest = rows.task(session, instance, due_at=NOON - 3 * DAY, assignee_id=bob.person_id)
    rows.task(session, instance, due_at=NOON + HOUR)
    done = {"state": "completed", "completed_by": bob.person_id}
    rows.task(session, instance, due_at=NOON - 3 * DAY, completed_at=NOON - DAY, **done)
    rows.task(session, instance, due_at=NOON - 3 * DAY, completed_at=NOON - 4 * DAY, **done)
    found = _overview(session, bob, "zh-CN")
    assert found.overdue == 2
    assert found.trends["overdue"][-5:] == [0, 2, 2, 1, 2]
    first, second = found.overdue_tasks
    assert (first.id, first.name, first.process_name, first.business_key) == (oldest.id, "回答", "提问", "Q-1")
    assert (first.assignee_name, second.assignee_name) == ("Bob", "")
    assert second.group_names == ("service组",)


def test_incidents_are_counted_until_they_are_resolved(session: Session, bob: Actor) -> None:
    instance = rows.instance(session)
    rows.incident(session, instance.id, NOON - DAY)
    rows.incident(session, instance.id, NOON - 3 * DAY, state="resolved", resolved_at=NOON - HOUR)
    found = _overview(session, bob)
    assert found.incidents == 1
    assert found.trends["incidents"][-5:] == [0, 1, 1, 2, 1]


def test_each_role_has_its_queue(session: Session, bob: Actor) -> None:
    instance = rows.instance(session)
    for hours in (1, 2, 30):
        rows.task(session, instance, created_at=NOON - hours * HOUR)
    rows.task(session, instance, created_at=NOON - HOUR, state="completed", completed_at=NOON)
    rows.task(session, instance, candidate_groups=["managers", "nobody-knows"], created_at=NOON - HOUR)
    queues = {queue.group: queue for queue in _overview(session, bob).queues}
    service = queues["service"]
    assert (service.name, service.open, service.overdue, service.median_wait) == ("Service", 3, 0, 2 * HOUR)
    assert [queues[key].load for key in ("service", "managers", "nobody-knows")] == [100, 33, 33]
    assert queues["nobody-knows"].name == "nobody-knows"
    chinese = {queue.group: queue.name for queue in _overview(session, bob, "zh-CN").queues}
    assert chinese["managers"] == "managers组"


def test_limits_are_measured_per_process_since_the_first_of_the_month(session: Session, bob: Actor) -> None:
    instance = rows.instance(session, rows.definition(session))
    for late in (False, False, True):
        done = NOON - DAY + HOUR if late else NOON - DAY - HOUR
        rows.task(session, instance, state="completed", due_at=NOON - DAY, completed_at=done)
    rows.task(session, instance, state="completed", due_at=NOON - 40 * DAY, completed_at=NOON - 30 * DAY)
    rows.task(session, instance, state="completed", completed_at=NOON - HOUR)
    (limit,) = _overview(session, bob).limits
    assert (limit.name, limit.kept, limit.of) == ("Question", 67, 3)
