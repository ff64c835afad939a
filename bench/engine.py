"""The engine alone, and one long-lived account: what a step costs early and late, and how large an instance is.

    python -m bench.engine [--rounds 10000] [--account-rounds 1000]

A step is what the interpreter does: load the snapshot, look where it waits, complete, dump, look again. Times are CPU
of this process, medians of the steps around the place that is named. Only the last row uses a database.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bench import diagrams
from bench.account import EVERY, PACKAGE, Account, InDatabase, InMemory
from engine import bpmn, clock, deployments, embedded, packages, sample, schema
from engine.db import Database
from engine.expressions import InstanceExpressions
from engine.identity import SYSTEM

WINDOW = 25
"""Steps whose median stands for one place on the way."""
ANSWERS = {"amount": 1250, "note": "n" * 200, "stop": False, "vote": True}

_LANGUAGE = InstanceExpressions(Session(), UUID(int=0))  # no decision is asked, so no database


class Played:
    """An instance that is completed step by step; how long each step took, and how large the snapshot was after it."""

    def __init__(self, xml: bytes) -> None:
        began = time.process_time()
        self._model = bpmn.read(xml)
        self.read = time.process_time() - began
        began = time.process_time()
        run = bpmn.start(self._model, "P", ANSWERS, _LANGUAGE)
        run.waits()
        self.snapshot = run.dump()
        self.created = time.process_time() - began
        self.seconds: list[float] = []
        self.sizes = [len(self.snapshot)]

    def play(self, limit: int, random: Random | None = None) -> "Played":
        """At most so many steps, each at the first wait or at any."""
        open_waits = 1
        while len(self.seconds) < limit and open_waits:
            open_waits = self._step(random)
        return self

    def _step(self, random: Random | None) -> int:
        began = time.process_time()
        run = bpmn.load(self._model, self.snapshot, _LANGUAGE)
        waits = run.waits()
        wait = random.choice(waits) if random else waits[0]
        run.complete(wait.token_id, ANSWERS)
        self.snapshot = run.dump()
        left = len(run.waits())
        self.seconds.append(time.process_time() - began)
        self.sizes.append(len(self.snapshot))
        return left


def around(seconds: Sequence[float], place: int) -> float:
    """The median of the steps around this one, in microseconds."""
    first = max(0, min(place - WINDOW // 2, len(seconds) - WINDOW))
    return statistics.median(seconds[first : first + WINDOW]) * 1e6


def row(name: str, created: float, early: float, late: float, small: int, large: int) -> None:
    """One line of the table; `created` in seconds, steps in microseconds, sizes in bytes."""
    print(f"{name:44} {created * 1e3:9.2f} {early:11.0f} {late:11.0f} {small:9} {large:9}")


def played(name: str, xml: bytes, limit: int, *, early: int = 10, random: Random | None = None) -> None:
    """Plays a diagram and prints its line."""
    found = Played(xml).play(limit, random)
    last = len(found.seconds) - 1
    sizes = found.sizes
    row(name, found.created, around(found.seconds, early), around(found.seconds, last), sizes[early], max(sizes))


def account(name: str, made: Account, rounds: int) -> None:
    """Rounds of the key-account package; a round is one review, every tenth one the whole way of an item, too."""
    made.hand_in()
    short: list[float] = []
    sizes: list[int] = []
    for number in range(rounds):
        began = time.process_time()
        made.round(number)
        if number % EVERY:
            short.append(time.process_time() - began)
        else:
            sizes.append(made.size())
    row(name, 0, around(short, 10), around(short, len(short) - 1), sizes[1], sizes[-1])


@contextmanager
def company() -> Iterator[Session]:
    """A session on a fresh database with the package in service and the people of the sample company."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    folder.chmod(0o755)
    database = Database(embedded.start(folder))
    try:
        schema.migrate(database)
        with database.transaction() as session:
            deployments.deploy(session, SYSTEM, packages.read_folder(PACKAGE))
            sample.seed(session)
            yield session
    finally:
        database.dispose()
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10_000, help="of the ring of four tasks")
    parser.add_argument("--account-rounds", type=int, default=1_000)
    asked: Any = parser.parse_args()
    print(f"{'':44} {'created':>9} {'early step':>11} {'late step':>11} {'early':>9} {'largest':>9}")
    print(f"{'':44} {'ms':>9} {'µs':>11} {'µs':>11} {'bytes':>9} {'bytes':>9}")
    played("chain of 1,000 user tasks", diagrams.chain(1_000), 1_000)
    played("10 three-way forks in sequence", diagrams.forks(10, 3), 30, early=0)
    ring = 4 * asked.rounds
    played(f"ring of 4 tasks, rounds 10 and {asked.rounds:,}", diagrams.ring(4), ring, early=40)
    votes = diagrams.instances(1_000)
    played("1,000 parallel instances, first to last", votes, 1_000)
    played("1,000 parallel instances, in any order", votes, 1_000, random=Random(1))
    account("key account in memory, reviews", Account(InMemory()), asked.account_rounds)
    clock.set_offset(timedelta())
    with company() as session:
        account("key account in the database, reviews", Account(InDatabase(session)), asked.account_rounds)


if __name__ == "__main__":
    main()
