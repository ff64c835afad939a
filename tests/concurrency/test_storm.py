"""Many hands on few instances: every command ends, in success or a refusal; nothing deadlocks or contradicts itself."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

import pytest
from sqlmodel import Session, select

from engine import deployments, incidents, instances, messages, tasks, timers, worker
from engine.db import Database
from engine.draft_merging import Typed
from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.identity import SYSTEM, Actor
from engine.models import Incident, ProcessInstance, UserTask
from tests.concurrency import models
from tests.concurrency.consistency import assert_consistent
from tests.engine.conftest import People, add_people, package

INSTANCES = 5
THREADS = 8
COMMANDS = 60
"""By each thread."""

REFUSALS = (Conflict, NotAllowed, NotFound, Invalid)
"""What a person can be told. A deadlock or a time-out waiting for a lock is none of these."""


@pytest.fixture
def people(database: Database) -> People:
    """The company with five instances that never end by themselves."""
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(models.storm()))
        for number in range(INSTANCES):
            instances.start(session, people.ann, "storm", {"number": number})
        return people


class Hand:
    """One thread's worth of commands, chosen at random."""

    def __init__(self, database: Database, people: People, seed: int) -> None:
        self.database = database
        self.people = people
        self.random = Random(seed)
        self.outcomes: Counter[str] = Counter()
        commands: dict[Callable[[Session], object], int] = {
            self.complete: 6,
            self.claim: 2,
            self.unclaim: 1,
            self.assign: 1,
            self.draft: 1,
            self.answer: 3,
            self.edit: 1,
            self.suspend: 1,
            self.resume: 3,
            self.retry: 1,
        }
        self.commands = [command for command, weight in commands.items() for _ in range(weight)]

    def work(self) -> Counter[str]:
        for _ in range(COMMANDS):
            if self.random.random() < 0.3:
                self.random.choice([timers.fire_due, worker.run_due_jobs, worker.reconcile])(self.database)
                continue
            command = self.random.choice(self.commands)
            try:
                with self.database.transaction() as session:
                    command(session)
            except REFUSALS as refused:
                self.outcomes[f"{command.__name__}: {refused.code}"] += 1
            else:
                self.outcomes[command.__name__] += 1
        return self.outcomes

    def someone(self) -> Actor:
        return self.random.choice([self.people.ann, self.people.ben])

    def a_task(self, session: Session) -> UUID:
        return self.random.choice(
            session.exec(select(UserTask.id).where(UserTask.state == "open")).all() or [UUID(int=0)]
        )

    def an_instance(self, session: Session) -> UUID:
        return self.random.choice(session.exec(select(ProcessInstance.id)).all())

    def complete(self, session: Session) -> None:
        tasks.complete(session, self.someone(), self.a_task(session), {"seen": self.random.random()})

    def claim(self, session: Session) -> None:
        tasks.claim(session, self.someone(), self.a_task(session))

    def unclaim(self, session: Session) -> None:
        tasks.unclaim(session, self.someone(), self.a_task(session))

    def assign(self, session: Session) -> None:
        tasks.assign(session, self.people.bob, self.a_task(session), "ann")

    def draft(self, session: Session) -> None:
        tasks.save_draft(session, self.someone(), self.a_task(session), Typed(answers={"note": "unfinished"}, rev=0))

    def answer(self, session: Session) -> None:
        messages.correlate(session, self.people.bob, "answer", str(self.random.randrange(INSTANCES)), {})

    def edit(self, session: Session) -> None:
        instances.set_variables(session, self.people.bob, self.an_instance(session), {"edited": 1}, "storm")

    def suspend(self, session: Session) -> None:
        instances.suspend(session, self.people.bob, self.an_instance(session), "storm")

    def resume(self, session: Session) -> None:
        instances.resume(session, self.people.bob, self.an_instance(session), "storm")

    def retry(self, session: Session) -> None:
        found = session.exec(select(Incident.id).where(Incident.state == "open")).first()
        incidents.retry(session, self.people.bob, found or UUID(int=0))


def test_a_storm_of_mixed_commands_leaves_every_instance_whole(database: Database, people: People) -> None:
    hands = [Hand(database, people, seed) for seed in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        outcomes = sum(threads.map(Hand.work, hands), Counter[str]())
    assert_consistent(database)
    for happened in ("complete", "answer", "suspend", "resume", "claim"):
        assert outcomes[happened], outcomes
