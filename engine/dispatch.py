"""Hands jobs to the queue, in the transaction that made them: a dispatch exists if and only if its job does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine.json_text import dumps

TASK = "bihuan.run_job"
MAIL_QUEUE = "mail"
LONGEST_QUEUE = 40
"""Bytes; the queue's own channel name has to fit into PostgreSQL's 63 together with it."""
SIGNAL = "signal"
"""The type of jobs that carry a thrown signal to other instances; no connector, no token waits for them."""

# Procrastinate's own SQL function, batched: one statement a command (its Python API would open a second connection).
_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY("
    "SELECT ROW(d->>'queue', :task, 0, NULL, NULL, d->'args', "
    "CURRENT_TIMESTAMP + make_interval(secs => CAST(d->>'delay' AS double precision)))::procrastinate_job_to_defer_v1 "
    "FROM jsonb_array_elements(CAST(:dispatches AS jsonb)) AS d))"
)


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One attempt of one job; `delay` is how long to wait before it may begin.

    The queue goes by the clock of the database server, which a moved clock of ours does not move: hence no moment.
    """

    job_id: UUID
    connector: str
    attempt: int = 1
    delay: timedelta = timedelta()


def queue_of(connector: str) -> str:
    """The queue of a connector, so that a slow one holds up nobody else's jobs."""
    name = MAIL_QUEUE if connector == "mail" else f"connector:{connector}"
    return name if len(name.encode()) <= LONGEST_QUEUE else f"connector:{sha256(name.encode()).hexdigest()[:30]}"


def defer(session: Session, dispatches: Sequence[Dispatch]) -> None:
    """Hand these attempts to the queue when, and only when, the transaction commits."""
    if not dispatches:
        return
    session.execute(_DEFER, {"task": TASK, "dispatches": dumps([_entry(dispatch) for dispatch in dispatches])})


def _entry(dispatch: Dispatch) -> Mapping[str, Any]:
    return {
        "queue": queue_of(dispatch.connector),
        "args": {"job_id": str(dispatch.job_id), "attempt": dispatch.attempt},
        "delay": dispatch.delay.total_seconds() or None,
    }
