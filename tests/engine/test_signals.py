"""Signals reach every instance that waits, start what they start, and never twice."""

import pytest
from sqlmodel import Session, select

from engine import deployments, instances, jobs, signals, worker
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Job, JobState, ProcessInstance, UserTask
from tests.engine.bpmn.builder import File
from tests.engine.conftest import add_people, package


def listening() -> bytes:
    """start → wait for "alarm" → act"""
    file = File()
    process = file.process("L")
    process.start()
    process.node("intermediateCatchEvent", "wait", file.signal("alarm"))
    process.user("act")
    process.chain("start", "wait", "act")
    return file.xml()


def throwing() -> bytes:
    """start → throw "alarm" → rest"""
    file = File()
    process = file.process("T")
    process.start()
    process.node("intermediateThrowEvent", "throw", file.signal("alarm"))
    process.user("rest")
    process.chain("start", "throw", "rest")
    return file.xml()


def started_by_it() -> bytes:
    """ "alarm" → watch"""
    file = File()
    process = file.process("W")
    process.start("start", file.signal("alarm"))
    process.user("watch")
    process.chain("start", "watch")
    return file.xml()


def prepared(database: Database) -> None:
    with database.transaction() as session:
        add_people(session)
        deployments.deploy(session, SYSTEM, package(listening(), throwing(), started_by_it()))
        for _ in range(3):
            instances.start(session, SYSTEM, "L", {})


def open_tasks(session: Session) -> list[str]:
    return sorted(session.exec(select(UserTask.element_id).where(UserTask.state == "open")))


@pytest.mark.proves("signal: all who wait", "start event: signal")
def test_a_thrown_signal_reaches_all_who_wait_and_starts_what_it_starts(database: Database) -> None:
    prepared(database)
    with database.transaction() as session:
        instances.start(session, SYSTEM, "T", {"level": 2})
    worker.run_due_jobs(database)
    with database.reading() as session:
        assert open_tasks(session) == ["act", "act", "act", "rest", "watch"]


def test_a_signal_can_come_from_outside(database: Database) -> None:
    prepared(database)
    with database.transaction() as session:
        signals.broadcast(session, SYSTEM, "alarm", {"level": 3})
    worker.run_due_jobs(database)
    with database.reading() as session:
        assert open_tasks(session) == ["act", "act", "act", "watch"]


def test_a_signal_job_that_runs_again_gives_it_to_nobody_twice(database: Database) -> None:
    prepared(database)
    with database.transaction() as session:
        signals.broadcast(session, SYSTEM, "alarm", {})
    with database.reading() as session:
        job = session.exec(select(Job)).one()
    signals.spread(database, job.id, job.instance_id, "alarm", {})
    jobs.run(database, job.id, 1)
    with database.reading() as session:
        assert session.get_one(Job, job.id).state == JobState.COMPLETED
        assert len(session.exec(select(ProcessInstance).where(ProcessInstance.definition_key == "W")).all()) == 1
