"""The worker runs what the queue hands it, and what is due."""

import time
from collections.abc import Callable

from sqlmodel import select

from engine import deployments, instances
from engine.connectors import CONNECTORS
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Job, UserTask
from engine.worker import Worker
from tests.engine.bpmn.builder import File, timer
from tests.engine.conftest import add_people, package
from tests.engine.test_jobs import Post, sending


def soon(check: Callable[[], bool]) -> bool:
    """Whether it becomes true within a few seconds; asked often."""
    for _ in range(200):
        if check():
            return True
        time.sleep(0.05)
    return False


def test_a_job_is_run_by_the_worker_soon_after_its_commit(database: Database) -> None:
    CONNECTORS["post"] = Post()
    worker = Worker(database)
    worker.start()
    try:
        with database.transaction() as session:
            people = add_people(session)
            deployments.deploy(session, SYSTEM, package(sending()))
            instances.start(session, people.ann, "P", {"kilos": 3})
        assert soon(lambda: states(database) == ["completed"])
    finally:
        worker.stop()
        del CONNECTORS["post"]


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Job.state)))


def test_a_due_timer_is_fired_by_the_worker(database: Database) -> None:
    file = File()
    process = file.process("P")
    process.start()
    process.node("intermediateCatchEvent", "wait", timer(duration="PT0.2S"))
    process.user("then")
    process.chain("start", "wait", "then")
    worker = Worker(database)
    worker.start()
    try:
        with database.transaction() as session:
            deployments.deploy(session, SYSTEM, package(file.xml()))
            instances.start(session, SYSTEM, "P", {})
        assert soon(lambda: elements(database) == ["then"])
    finally:
        worker.stop()


def elements(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(UserTask.element_id)))


def test_a_worker_stops_when_told_to(database: Database) -> None:
    worker = Worker(database)
    worker.start()
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 10
