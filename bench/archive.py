"""What a hundred thousand finished instances cost those who work, and what the archive changes about it.

    python -m bench.archive [--instances 100000]

The finished instances are written as rows, with two tasks, a job and six facts each; what is measured goes through the
real commands: the inbox, a completion with its start, a page of the list of instances. Times are CPU of this process
and of every PostgreSQL process, so that they do not depend on what else the machine does.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from bench.concurrent import GROUP, house
from bench.processes import Processes
from engine import archive, inbox, instances, listing, tasks
from engine.db import Database
from engine.identity import SYSTEM, Actor

TIMES = 150
RUNNING = 2_000
"""Instances that wait in the inbox all the while."""
TABLES = ("process_instance", "user_task", "job", "history_event")

_FINISHED = (
    "INSERT INTO process_instance (id, definition_id, definition_key, business_key, title, state, rev, snapshot, "
    "locale, started_at, started_by, ended_at) SELECT gen_random_uuid(), i.definition_id, 'P', 'N-' || n, 'case', "
    "'completed', 3, convert_to(repeat('x', 600), 'UTF8'), 'en', now() - (400 * 1440 - n) * interval '1 minute', "
    "NULL, now() - (393 * 1440 - n) * interval '1 minute' FROM generate_series(1, :count) n, "
    "(SELECT definition_id FROM process_instance LIMIT 1) i",
    "INSERT INTO user_task (id, instance_id, definition_id, token_id, element_id, name, state, candidate_groups, "
    "priority, created_at, completed_at) SELECT gen_random_uuid(), i.id, i.definition_id, md5(i.id::text || n), "
    f"'t' || n, 'task', 'completed', '{{{GROUP}}}', 50, i.started_at, i.ended_at "
    "FROM process_instance i, generate_series(0, 1) n WHERE i.business_key LIKE 'N-%'",
    "INSERT INTO job (id, instance_id, token_id, element_id, connector, input, state, attempt, retries_left, deaths, "
    "run_at, created_at, ended_at) SELECT gen_random_uuid(), i.id, md5(i.id::text), 'j', 'mail', "
    '\'{"input": {"to": "somebody@example.org", "subject": "a subject"}}\', \'completed\', 1, 3, 0, '
    "i.started_at, i.started_at, i.ended_at FROM process_instance i WHERE i.business_key LIKE 'N-%'",
    "INSERT INTO history_event (instance_id, at, kind, element_id, actor_kind, data) SELECT i.id, i.started_at, "
    "'task.completed', 't0', 'person', '{\"answers\": {\"note\": \"what was said about it\"}}' "
    "FROM process_instance i, generate_series(1, 6) WHERE i.business_key LIKE 'N-%'",
)
_OPEN = text("SELECT id FROM user_task WHERE instance_id = :id AND state = 'open'")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=int, default=100_000)
    asked = parser.parse_args()
    with house(2, 4) as (database, actor):
        with database.transaction() as session:
            for _ in range(RUNNING):
                instances.start(session, SYSTEM, "P", {})
        report("nothing finished", database, actor)
        fill(database, asked.instances)
        report(f"{asked.instances:,} finished", database, actor)
        began = time.perf_counter()
        moved = archive.sweep(database, 90)
        seconds = time.perf_counter() - began
        print(f"{'':24} archived {moved:,} in {seconds:.1f} s, {moved / seconds:,.0f} a second")
        tidy(database)
        report("after the archive", database, actor)


def fill(database: Database, count: int) -> None:
    """Write so many finished instances, and let the planner know."""
    with database.transaction() as session:
        for statement in _FINISHED:
            session.execute(text(statement), {"count": count} if ":count" in statement else {})
    tidy(database)


def tidy(database: Database) -> None:
    """What autovacuum does in its own time."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
        connection.exec_driver_sql("CHECKPOINT")


def report(name: str, database: Database, actor: Actor) -> None:
    """Two lines: latencies, and what the working tables weigh."""
    shown = (
        ("inbox", timed(database, lambda session: inbox.tasks(session, actor, "team", locale="en"))),
        ("counts", timed(database, lambda session: inbox.counts(session, actor))),
        ("start + 2 completions", timed(database, lambda session: whole(session, actor))),
        (
            "list of running",
            timed(database, lambda session: listing.search(session, SYSTEM, locale="en", state="active")),
        ),
    )
    print(f"{name:24} " + "  ".join(f"{what} {took:.2f} ms" for what, took in shown))
    with database.reading() as session:
        weigh = "SELECT count(*), pg_total_relation_size('{0}') >> 10 FROM ONLY {0}"
        sizes = [session.execute(text(weigh.format(table))).one() for table in TABLES]
    told = (f"{table} {rows:,} rows {kib / 1024:.1f} MiB" for table, (rows, kib) in zip(TABLES, sizes, strict=True))
    print(f"{'':24} " + ", ".join(told))


def timed(database: Database, act: Callable[[Session], object]) -> float:
    """CPU milliseconds of doing it once, each time in a transaction of its own."""
    processes = Processes(os.getpid(), postmaster(database))
    before = processes.cpu()
    for _ in range(TIMES):
        with database.transaction() as session:
            act(session)
    return (processes.cpu() - before) * 1000 / TIMES


def postmaster(database: Database) -> int:
    """The process id of the server."""
    with database.reading() as session:
        folder = session.execute(text("SHOW data_directory")).scalar_one()
    return int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])


def whole(session: Session, actor: Actor) -> None:
    """One instance from its start to its end."""
    started = instances.start(session, actor, "P", {})
    waiting: list[UUID] = list(session.execute(_OPEN, {"id": started.instance_id}).scalars())
    for task_id in waiting:
        tasks.complete(session, actor, task_id, {})


if __name__ == "__main__":
    main()
