"""Timers: rows that fire once, in the order in which they are due, whatever else goes on."""

from datetime import timedelta
from threading import Thread

from sqlalchemy import text
from sqlmodel import Session, col, select

from engine import clock, deployments, instances, tasks, timers
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Incident, ProcessInstance, Timer, UserTask
from tests.engine.bpmn.builder import File, extension, timer, zeebe
from tests.engine.conftest import People, add_people, package


def waiting(duration: str = "PT1H") -> bytes:
    """A task of sales with a reminder (not interrupting) that offers a second task to the managers."""
    file = File()
    process = file.process("P")
    process.start()
    process.user("offer", extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    process.boundary("late", "offer", timer(duration=duration), interrupting=False)
    process.user("remind", extension(zeebe("assignmentDefinition", candidateGroups="managers")))
    process.end()
    process.end("reminded")
    process.chain("start", "offer", "end")
    process.chain("late", "remind", "reminded")
    return file.xml()


def begun(database: Database, xml: bytes, count: int = 1) -> People:
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(xml))
        for _ in range(count):
            instances.start(session, people.ann, "P", {})
    return people


def open_tasks(session: Session) -> list[str]:
    return list(session.exec(select(UserTask.element_id).where(UserTask.state == "open").order_by(col(UserTask.id))))


def test_a_timer_does_nothing_before_it_is_due(database: Database) -> None:
    begun(database, waiting())
    assert timers.fire_due(database) == 0
    with database.reading() as session:
        assert open_tasks(session) == ["offer"]


def test_a_due_timer_fires_once(database: Database) -> None:
    begun(database, waiting())
    clock.set_offset(timedelta(hours=1, seconds=1))
    assert timers.fire_due(database) == 1
    assert timers.fire_due(database) == 0
    with database.reading() as session:
        assert open_tasks(session) == ["offer", "remind"]
        assert session.exec(select(Timer)).all() == []


def test_two_workers_fire_each_timer_once(database: Database) -> None:
    begun(database, waiting(), count=12)
    clock.set_offset(timedelta(hours=2))
    workers = [Thread(target=timers.fire_due, args=[database]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with database.reading() as session:
        assert sorted(open_tasks(session)) == ["offer"] * 12 + ["remind"] * 12


def test_completing_the_task_takes_its_timer_away(database: Database) -> None:
    people = begun(database, waiting())
    with database.transaction() as session:
        task = session.exec(select(UserTask)).one()
        tasks.complete(session, people.ann, task.id, {})
        assert session.exec(select(Timer)).all() == []


def test_a_suspended_instance_keeps_its_timers_for_later(database: Database) -> None:
    people = begun(database, waiting())
    with database.transaction() as session:
        instance_id = session.exec(select(ProcessInstance.id)).one()
        instances.suspend(session, people.bob, instance_id, "audit")
    clock.set_offset(timedelta(hours=2))
    assert timers.fire_due(database) == 0
    with database.transaction() as session:
        instances.resume(session, people.bob, instance_id, "done")
    assert timers.fire_due(database) == 1


def test_the_next_due_date_is_known(database: Database) -> None:
    begun(database, waiting("PT30M"))
    with database.reading() as session:
        due = timers.next_due(session)
    assert due is not None
    assert timedelta(minutes=29) < due - clock.now() <= timedelta(minutes=30)


def test_a_timer_that_cannot_fire_is_tried_later_and_then_becomes_an_incident(database: Database) -> None:
    begun(database, waiting())
    with database.transaction() as session:
        session.execute(text("UPDATE process_instance SET snapshot = 'nonsense'::bytea"))
    for hours in (2, 4, 8, 16):
        clock.set_offset(timedelta(hours=hours))
        timers.fire_due(database)
    with database.reading() as session:
        assert [incident.code for incident in session.exec(select(Incident))] == ["snapshot-unreadable"]
        assert session.exec(select(Timer)).one().due_at > clock.now() - timedelta(hours=8)
