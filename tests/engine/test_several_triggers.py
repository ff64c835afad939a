"""An event with several triggers waits for each of them in rows that can be found, and goes with the first."""

from datetime import timedelta

from sqlmodel import select

from engine import clock, deployments, instances, messages, timers
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Subscription, Timer, UserTask
from tests.engine.bpmn.builder import File, timer
from tests.engine.conftest import package


def waiting() -> bytes:
    """start → either of two messages, a signal or two timers → then"""
    file = File()
    process = file.process("P")
    process.start()
    triggers = (file.message("paid", "=order"), file.message("waived", "=order"), file.signal("stop"))
    process.node("intermediateCatchEvent", "any", *triggers, timer(duration="PT1H"), timer(duration="PT2H"))
    process.user("then")
    process.chain("start", "any", "then")
    return file.xml()


def begun(database: Database) -> None:
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(waiting()))
        instances.start(session, SYSTEM, "P", {"order": "A-1"})


def left(database: Database) -> tuple[list[str], int, list[str]]:
    """Names still subscribed to, timers still waiting, open tasks."""
    with database.reading() as session:
        names = sorted(session.exec(select(Subscription.name)))
        open_tasks = list(session.exec(select(UserTask.element_id).where(UserTask.state == "open")))
        return names, len(session.exec(select(Timer)).all()), open_tasks


def test_each_trigger_can_be_found(database: Database) -> None:
    begun(database)
    assert left(database) == (["paid", "stop", "waived"], 2, [])


def test_the_second_message_is_as_good_as_the_first(database: Database) -> None:
    begun(database)
    with database.transaction() as session:
        messages.correlate(session, SYSTEM, "waived", "A-1", {})
    assert left(database) == ([], 0, ["then"])


def test_the_earliest_timer_goes_first_and_takes_the_rest_away(database: Database) -> None:
    begun(database)
    clock.set_offset(timedelta(hours=1, seconds=1))
    timers.fire_due(database)
    assert left(database) == ([], 0, ["then"])
