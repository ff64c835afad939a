"""Two at the same moment: one wins, the other is told so, and nothing is left half done."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from engine import clock, deployments, instances, interpreter, messages, tasks, timers
from engine.db import Database
from engine.errors import AlreadyDone, BihuanError, MessageUnmatched, WrongState
from engine.identity import SYSTEM, Actor
from engine.instances import Started
from engine.messages import Correlated
from engine.models import Event, UserTask
from engine.tasks import Completed
from tests.concurrency import models
from tests.concurrency.at_once import at_once, command
from tests.concurrency.consistency import assert_consistent
from tests.engine.conftest import People, add_people, package

ROUNDS = 50
WINNERS = {"task.completed": "by person", "timer.fired": "by timer", "message.received": "by message"}


@pytest.fixture
def people(database: Database) -> People:
    """The company, with the diagram in service."""
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(models.crossing()))
        return people


def started(database: Database, people: People, number: int) -> tuple[UUID, UUID]:
    """A new instance and its first task."""
    with database.transaction() as session:
        instance_id = instances.start(session, people.ann, "crossing", {"number": number}).instance_id
        return instance_id, session.exec(select(UserTask.id).where(UserTask.instance_id == instance_id)).one()


def completing(database: Database, actor: Actor, task_id: UUID, key: str = "") -> Callable[[], Completed]:
    return command(
        database,
        lambda session: tasks.complete(session, actor, task_id, {"by": actor.login}, idempotency_key=key or None),
    )


def answering(database: Database, actor: Actor, number: int) -> Callable[[], Correlated]:
    return command(database, lambda session: messages.correlate(session, actor, "answer", str(number), {}))


def cancelling(database: Database, actor: Actor, instance_id: UUID) -> Callable[[], None]:
    return command(database, lambda session: instances.cancel(session, actor, instance_id, "a race"))


def firing(database: Database) -> Callable[[], int]:
    """A pump of timers: busy instances are skipped, so it looks several times."""
    return lambda: sum(timers.fire_due(database) for _ in range(5))


def kinds(database: Database, instance_id: UUID) -> Counter[str]:
    with database.reading() as session:
        return Counter(session.exec(select(Event.kind).where(Event.instance_id == instance_id)))


def waiting_at(database: Database, instance_id: UUID) -> list[str]:
    with database.reading() as session:
        return sorted(wait.element_id for wait in interpreter.read(session, instance_id).run.waits())


def test_two_people_on_one_task_get_one_success_and_one_friendly_refusal(database: Database, people: People) -> None:
    for number in range(ROUNDS):
        instance_id, task_id = started(database, people, number)
        outcomes = at_once(completing(database, people.ann, task_id), completing(database, people.ben, task_id))
        winner, loser = outcomes if isinstance(outcomes[0], Completed) else reversed(outcomes)
        assert isinstance(winner, Completed)
        assert isinstance(loser, AlreadyDone)
        first = people.ann if outcomes[0] is winner else people.ben
        assert loser.params["person"] == first.name
        with database.reading() as session:
            assert session.get_one(UserTask, task_id).completed_by == first.person_id
            assert interpreter.read(session, instance_id).run.variables()["by"] == first.login
        assert kinds(database, instance_id) == {"instance.started": 1, "task.completed": 1}
    assert_consistent(database)


def test_a_person_a_timer_and_a_message_cannot_all_have_the_same_step(database: Database, people: People) -> None:
    winners: Counter[str] = Counter()
    for number in range(ROUNDS):
        instance_id, task_id = started(database, people, number)
        # Only the hour has passed, not yet the next reminder of what comes after it.
        clock.set_offset(clock.offset() + timedelta(hours=1, seconds=1))
        outcomes = at_once(
            completing(database, people.ann, task_id), firing(database), answering(database, people.bob, number)
        )
        [place] = [place for place in waiting_at(database, instance_id) if place != "nudge"]
        winners[place] += 1
        assert isinstance(outcomes[0], Completed if place == "by person" else WrongState), outcomes
        assert isinstance(outcomes[2], Correlated if place == "by message" else MessageUnmatched), outcomes
        happened = kinds(database, instance_id)
        assert happened["task.completed"] == (place == "by person")
        assert happened["message.received"] == (place == "by message")
    assert_consistent(database)
    assert len(winners) > 1, f"no race at all: {winners}"


def test_cancelling_while_everything_else_happens_leaves_nothing_open(database: Database, people: People) -> None:
    for number in range(ROUNDS):
        instance_id, task_id = started(database, people, number)
        clock.set_offset(clock.offset() + timedelta(hours=1, seconds=1))
        outcomes = at_once(
            cancelling(database, people.bob, instance_id),
            completing(database, people.ann, task_id),
            firing(database),
            answering(database, people.bob, number),
        )
        assert outcomes[0] is None, "the instance runs until it is cancelled, so this always succeeds"
        assert waiting_at(database, instance_id) == []
        assert kinds(database, instance_id)["instance.cancelled"] == 1
    assert_consistent(database)
    with database.reading() as session:
        for table in ("timer", "subscription"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_several_pumps_fire_each_moment_of_a_repeating_timer_once(database: Database, people: People) -> None:
    for number in range(20):
        started(database, people, number)
    for _ in range(5):
        clock.set_offset(clock.offset() + timedelta(minutes=10))
        at_once(*[firing(database)] * 4)
    with database.reading() as session:
        twice = session.execute(
            text(
                "SELECT instance_id, element_id, data ->> 'due_at', count(*) FROM history_event "
                "WHERE kind = 'timer.fired' GROUP BY 1, 2, 3 HAVING count(*) > 1"
            )
        ).all()
    assert twice == []
    assert_consistent(database)


def test_the_same_submission_twice_at_once_has_one_effect_and_one_answer(database: Database, people: People) -> None:
    for number in range(ROUNDS):
        instance_id, task_id = started(database, people, number)
        first, second = at_once(*[completing(database, people.ann, task_id, f"key {number}")] * 2)
        assert isinstance(first, Completed)
        assert first == second
        assert kinds(database, instance_id)["task.completed"] == 1


def test_the_same_start_twice_at_once_makes_one_instance(database: Database, people: People) -> None:
    def starting(key: str) -> Callable[[], Started]:
        return command(
            database,
            lambda session: instances.start(session, people.ann, "crossing", {"number": 1}, idempotency_key=key),
        )

    found: set[UUID] = set()
    for number in range(ROUNDS):
        outcomes = at_once(*[starting(f"key {number}")] * 3)
        assert not any(isinstance(outcome, BihuanError) for outcome in outcomes), outcomes
        assert len(set(outcomes)) == 1
        found |= {outcome.instance_id for outcome in outcomes if isinstance(outcome, Started)}
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM process_instance")).scalar() == len(found) == ROUNDS
