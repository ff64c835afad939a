"""The worker: runs due jobs from the queue, fires timers, does bulk operations, and mends what a crash left behind.

Procrastinate (a queue on PostgreSQL) only dispatches; our own rows are the truth, so a dispatch that comes twice does
nothing and one that was lost is made again by `reconcile`.
"""

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import procrastinate
from sqlalchemy import Row, text
from sqlmodel import Session

from engine import batch_work, clock, dispatch, jobs, row_import_work, start_timers, timers
from engine.db import Database
from engine.dispatch import TASK, Dispatch
from engine.models import JobState
from engine.upkeep import keep_up

logger = logging.getLogger(__name__)

STOP_NOTICED = 0.2
"""Seconds until the queue notices that it shall stop."""
UPKEEP_EVERY = 3600.0
"""Seconds between two rounds of upkeep; several workers may do one at the same time."""
LONGEST_SLEEP = 0.5
"""Seconds until a timer that became due meanwhile is noticed."""
BEATS = 4
"""Signs of life that a worker must miss to count as dead, and looks for the jobs of the dead in the same time."""

DEATHS = 4
"""Workers that may die over one job before it becomes an incident: it must not take its neighbours along for ever."""

_ORPHANS = text(
    "SELECT j.id, j.instance_id, j.token_id, j.element_id, j.connector, j.attempt, j.retries_left, j.state, j.deaths "
    "FROM job j WHERE j.state IN ('available', 'running') AND j.run_at < :since "
    "AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs q LEFT JOIN procrastinate_workers w ON w.id = q.worker_id "
    "  WHERE q.args ->> 'job_id' = j.id::text AND (q.args ->> 'attempt')::int = j.attempt "
    "  AND (q.status = 'todo' OR (q.status = 'doing' "
    "       AND w.last_heartbeat > CURRENT_TIMESTAMP - make_interval(secs => :dead)))) "
    "ORDER BY j.run_at LIMIT 100 FOR UPDATE OF j SKIP LOCKED"
)
_DIED = text("UPDATE job SET deaths = deaths + 1 WHERE id = :id")
_FORGET = text(
    "DELETE FROM procrastinate_jobs q WHERE q.status = 'doing' AND q.task_name = :task AND NOT EXISTS "
    "(SELECT 1 FROM procrastinate_workers w WHERE w.id = q.worker_id "
    " AND w.last_heartbeat > CURRENT_TIMESTAMP - make_interval(secs => :dead))"
)


class Worker:
    """Jobs, timers, bulk operations and upkeep in threads of this process; `start` returns at once, `stop` waits."""

    def __init__(self, database: Database, *, threads: int = 2) -> None:
        self._database = database
        self._dead_after = database.settings.dead_after
        self._threads = threads
        self._stopping = threading.Event()
        self._members = [
            threading.Thread(target=self._run_queue, name="bihuan-jobs", daemon=True),
            threading.Thread(target=self._run_timers, name="bihuan-timers", daemon=True),
            threading.Thread(target=self._run_batches, name="bihuan-batches", daemon=True),
            threading.Thread(target=self._run_upkeep, name="bihuan-upkeep", daemon=True),
        ]

    def start(self) -> None:
        """Begin to work."""
        for member in self._members:
            member.start()

    def stop(self, *, patience: float = 10.0) -> None:
        """Take nothing new, let what runs finish for so many seconds, and return."""
        self._stopping.set()
        for member in self._members:
            member.join(patience)

    def _run_queue(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except Exception:
                # The database may be restarting; everything is in it, so nothing is lost by trying again.
                logger.exception("the job queue stopped; trying again")
                self._stopping.wait(2)

    async def _work(self) -> None:
        """Work until told to stop; what runs then may finish."""
        with ThreadPoolExecutor(self._threads, thread_name_prefix="bihuan-job") as pool:
            app = _app(self._database, pool)
            async with app.open_async():
                working = asyncio.create_task(self._serve(app))
                while not working.done() and not self._stopping.is_set():
                    await asyncio.wait({working}, timeout=STOP_NOTICED)
                working.cancel()
                with suppress(asyncio.CancelledError):
                    await working

    async def _serve(self, app: procrastinate.App) -> None:
        await app.run_worker_async(
            # No list of queues: a job of a type that nobody here knows has to end in an incident, too.
            concurrency=self._threads,
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=self._dead_after / BEATS,
            stalled_worker_timeout=self._dead_after,
            shutdown_graceful_timeout=5.0,
        )

    def _run_timers(self) -> None:
        next_reconcile = 0.0
        while not self._stopping.is_set():
            fired = 0
            try:
                fired = timers.fire_due(self._database) + start_timers.fire_due(self._database, limit=timers.BATCH)
                # By the clock and not by idle rounds: many timers due at once must not hold up the jobs of the dead.
                if time.monotonic() >= next_reconcile:
                    reconcile(self._database)
                    next_reconcile = time.monotonic() + self._dead_after / BEATS
            except Exception:
                logger.exception("the timers stopped; trying again")
            if fired < timers.BATCH:
                self._stopping.wait(LONGEST_SLEEP)

    def _run_batches(self) -> None:
        """Bulk operations and imports, in one thread: a hundred thousand instances in bulk must not starve people."""
        while not self._stopping.is_set():
            worked = 0
            try:
                worked = batch_work.work(self._database) + row_import_work.work(self._database)
            except Exception:
                # What was not finished is still waiting in its row.
                logger.exception("the bulk operations stopped; trying again")
            if not worked:
                self._stopping.wait(LONGEST_SLEEP)

    def _run_upkeep(self) -> None:
        """Not at once: a worker that is started over and over shall not begin with it every time."""
        while not self._stopping.wait(UPKEEP_EVERY):
            try:
                keep_up(self._database)
            except Exception:
                logger.exception("the upkeep stopped; trying again in an hour")


def _app(database: Database, pool: ThreadPoolExecutor) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(conninfo=database.dsn, min_size=1, max_size=4)
    app = procrastinate.App(connector=connector)

    @app.task(name=TASK)
    async def run_job(job_id: str, attempt: int) -> None:
        await asyncio.get_running_loop().run_in_executor(pool, jobs.run, database, UUID(job_id), attempt)

    return app


def reconcile(database: Database) -> int:
    """Dispatch again every due job whose dispatch is gone or lies with a dead worker; returns how many."""
    dead = database.settings.dead_after
    with database.transaction() as session:
        session.execute(_FORGET, {"task": TASK, "dead": dead})
        # Clocks differ a little: a job that became due this moment has its dispatch.
        found = session.execute(_ORPHANS, {"since": clock.now() - timedelta(seconds=dead / 2), "dead": dead}).all()
        living = [row for row in found if not _poisonous(session, row)]
        dispatch.defer(
            session, [Dispatch(job_id=row.id, connector=row.connector, attempt=row.attempt) for row in living]
        )
        return len(living)


def _poisonous(session: Session, job: Row[Any]) -> bool:
    """Count the death of a worker that had this job; after too many the job is an incident and not tried again."""
    if job.state != JobState.RUNNING:
        return False
    session.execute(_DIED, {"id": job.id})
    if job.deaths + 1 < DEATHS:
        return False
    died = jobs.Failure(code="worker-died", message=f"{DEATHS} workers died over it", permanent=True)
    jobs.fail(session, job.id, job, died)
    return True


def run_due_jobs(database: Database, *, rounds: int = 50) -> int:
    """Run what is available now, one after another, in this thread: for scenarios and the clock of development."""
    ran = 0
    for _ in range(rounds):
        with database.reading() as session:
            due = session.execute(_AVAILABLE, {"now": clock.now()}).all()
        if not due:
            return ran
        for row in due:
            jobs.run(database, row.id, row.attempt)
            ran += 1
    return ran


_AVAILABLE = text(
    "SELECT id, attempt FROM job WHERE state = 'available' AND run_at <= :now ORDER BY run_at, id LIMIT 20"
)
