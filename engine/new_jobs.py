"""Jobs as they come into being: the row, which is the truth, and its first dispatch, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import clock, dispatch
from engine.ids import new_id
from engine.json_text import dumps

RETRIES = 3
"""Attempts after the first one, where the diagram says nothing."""

_INSERT = text(
    "INSERT INTO job (id, instance_id, token_id, element_id, connector, input, state, attempt, retries_left, deaths, "
    "run_at, created_at) VALUES (:id, :instance_id, :token_id, :element_id, :connector, CAST(:input AS jsonb), "
    "'available', 1, :retries, 0, :now, :now)"
)


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """Work that an instance owes, or (without a token) that nothing waits for; `input` is what the job is given."""

    instance_id: UUID
    connector: str
    input: Any
    token_id: str = ""
    element_id: str = ""
    retries: int = RETRIES


def create(session: Session, jobs: Sequence[NewJob]) -> None:
    """Write the jobs and hand them to the queue; both happen if and only if the transaction commits."""
    if not jobs:
        return
    rows = [_row(job) for job in jobs]
    session.execute(_INSERT, rows)
    dispatch.defer(session, [dispatch.Dispatch(job_id=row["id"], connector=row["connector"]) for row in rows])


def _row(job: NewJob) -> dict[str, Any]:
    return {
        "id": new_id(),
        "instance_id": job.instance_id,
        "token_id": job.token_id,
        "element_id": job.element_id,
        "connector": job.connector,
        "input": dumps(job.input),
        "retries": job.retries,
        "now": clock.now(),
    }
