"""A hundred people complete a hundred parallel tasks of one instance at the same time, by the real commands.

    python -m bench.concurrent [--tasks 100] [--threads 8 32]

The instance row is the lock, so they queue; what is shown is how long each waited and worked. Afterwards the rows, the
history and the snapshot must tell the same: every task done once, the join passed once, nothing refused, no deadlock.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from uuid import UUID

from sqlalchemy import text

from bench import diagrams
from engine import deployments, embedded, identity, instances, schema, tasks
from engine.db import Database
from engine.identity import SYSTEM, Actor
from engine.packages import GroupText, Package

GROUP = "bench"
_OPEN = text("SELECT id FROM user_task WHERE instance_id = :id AND state = 'open'")
_FOUND = text(
    "SELECT i.state, i.rev, "
    "(SELECT count(*) FROM user_task t WHERE t.instance_id = i.id AND t.state = 'completed') AS done, "
    "(SELECT count(*) FROM user_task t WHERE t.instance_id = i.id AND t.state <> 'completed') AS other, "
    "(SELECT count(DISTINCT e.task_id) FROM history_event e WHERE e.instance_id = i.id AND e.kind = 'task.completed') "
    "AS told, "
    "(SELECT count(*) FROM history_event e WHERE e.instance_id = i.id AND e.kind = 'instance.completed') AS ends "
    "FROM process_instance i WHERE i.id = :id"
)
_DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


@contextmanager
def house(tasks_at_once: int, connections: int) -> Iterator[tuple[Database, Actor]]:
    """A fresh durable database with the process in service, and a person who may do its tasks."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    folder.chmod(0o755)
    database = Database(embedded.start(folder), size=connections)
    package = Package(
        key="concurrent",
        version="1",
        name="Concurrent",
        models={"parallel.bpmn": diagrams.parallel_tasks(tasks_at_once, GROUP)},
        forms={},
        decisions={},
        texts={},
        groups=(GroupText(key=GROUP, name="Bench"),),
        digest="1",
    )
    try:
        schema.migrate(database)
        with database.transaction() as session:
            deployments.deploy(session, SYSTEM, package)
            identity.create_person(session, SYSTEM, login="bench", name="Bench", groups=[GROUP])
            actor = identity.actor_of_login(session, "bench")
        yield database, actor
    finally:
        database.dispose()
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def storm(database: Database, actor: Actor, threads: int) -> tuple[UUID, list[float]]:
    """Start an instance and complete all its tasks at once; the instance, and the milliseconds each one took."""
    with database.transaction() as session:
        instance_id = instances.start(session, actor, "P", {}).instance_id
        waiting = list(session.execute(_OPEN, {"id": instance_id}).scalars())
    together = Barrier(threads)

    def work(share: list[UUID]) -> list[float]:
        together.wait(30)
        return [_completed(database, actor, task_id) for task_id in share]

    with ThreadPoolExecutor(threads) as pool:
        shares = [waiting[number::threads] for number in range(threads)]
        return instance_id, [took for found in pool.map(work, shares) for took in found]


def _completed(database: Database, actor: Actor, task_id: UUID) -> float:
    began = time.perf_counter()
    with database.transaction() as session:
        tasks.complete(session, actor, task_id, {})
    return (time.perf_counter() - began) * 1000


def consistent(database: Database, instance_id: UUID, count: int) -> None:
    """Raise AssertionError unless all were done, once each, and the instance came to its one end."""
    with database.reading() as session:
        found = session.execute(_FOUND, {"id": instance_id}).one()
        deadlocks = session.execute(_DEADLOCKS).scalar_one()
    # Revisions: one for the start, one for each task.
    assert (found.state, found.rev, found.done, found.other) == ("completed", count + 1, count, 0), found
    assert (found.told, found.ends, deadlocks) == (count, 1, 0), (found, deadlocks)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--threads", type=int, nargs="+", default=[8, 32])
    asked = parser.parse_args()
    with house(asked.tasks, max(asked.threads)) as (database, actor):
        storm(database, actor, 1)
        print(f"{'':12} {'p50 ms':>9} {'p95 ms':>9} {'max ms':>9} {'in all s':>9}")
        for threads in asked.threads:
            began = time.perf_counter()
            instance_id, took = storm(database, actor, threads)
            seconds = time.perf_counter() - began
            consistent(database, instance_id, asked.tasks)
            p95 = statistics.quantiles(took, n=20)[-1]
            print(f"{threads:3} threads  {statistics.median(took):9.1f} {p95:9.1f} {max(took):9.1f} {seconds:9.2f}")


if __name__ == "__main__":
    main()
