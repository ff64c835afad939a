"""Instances that ended long ago leave the working tables, and are found as before.

The archive tables inherit from the working ones: a statement that names a table sees its archive, too, and one that
says ONLY does not. So whoever reads needs to know nothing of this, and what is hot stays as small as what is running.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlmodel import Session, SQLModel

from engine import clock
from engine.db import Database
from engine.models import Incident, Job, ProcessInstance, UserTask

logger = logging.getLogger(__name__)

CHUNK = 200
"""Instances moved in one transaction: a second of work at most, and nothing waits for it."""

_DUE = text(
    "SELECT i.id FROM ONLY process_instance i WHERE i.ended_at < :before AND i.state IN ('completed', 'cancelled') "
    # What still wants a person or a worker keeps its instance where both look.
    "AND NOT EXISTS (SELECT FROM ONLY user_task t WHERE t.instance_id = i.id AND t.state = 'open') "
    "AND NOT EXISTS (SELECT FROM ONLY job j WHERE j.instance_id = i.id AND j.state IN ('available', 'running')) "
    "AND NOT EXISTS (SELECT FROM ONLY incident n WHERE n.instance_id = i.id AND n.state = 'open') "
    "ORDER BY i.ended_at LIMIT :chunk FOR UPDATE OF i SKIP LOCKED"
)
_FORGET_READ = text(
    "DELETE FROM task_read r USING ONLY user_task t WHERE t.id = r.task_id AND t.instance_id = ANY(:instances)"
)
_WEIGH = text("ANALYZE process_instance, user_task, job, incident")


def _move(model: type[SQLModel], key: str) -> TextClause:
    """By name and not by place: columns that were added later may stand in another order."""
    table: Any = model.__table__  # type: ignore[attr-defined]  # SQLModel gives the table at run time
    columns = ", ".join(column.name for column in table.columns)
    return text(
        f"WITH moved AS (DELETE FROM ONLY {table.name} WHERE {key} = ANY(:instances) RETURNING {columns}) "
        f"INSERT INTO archived_{table.name} ({columns}) SELECT {columns} FROM moved"
    )


# The instance last: whoever meets a half of it in a look-up of its own meets all of it.
_MOVES = (
    _move(UserTask, "instance_id"),
    _move(Job, "instance_id"),
    _move(Incident, "instance_id"),
    _move(ProcessInstance, "id"),
)


def sweep(database: Database, days: int, *, chunks: int = 1_000_000) -> int:
    """Move what ended more than so many days ago, chunk by chunk; returns how many instances.

    Each chunk is a transaction of its own, so that a crash leaves every instance whole in one of the two places.
    Several workers may do it at once: what one has locked the others skip.
    """
    before = clock.now() - timedelta(days=days)
    moved = 0
    for _ in range(chunks):
        with database.transaction() as session:
            found = _chunk(session, before)
        moved += found
        if found < CHUNK:
            break
    if moved:
        logger.info("%s instances that ended before %s are in the archive now", moved, before.date())
        with database.transaction() as session:
            # Nothing else tells the planner how much the working tables and their archives hold together.
            session.execute(_WEIGH)
    return moved


def _chunk(session: Session, before: datetime) -> int:
    due: Sequence[UUID] = session.execute(_DUE, {"before": before, "chunk": CHUNK}).scalars().all()
    if due:
        session.execute(_FORGET_READ, {"instances": list(due)})
        for move in _MOVES:
            session.execute(move, {"instances": list(due)})
    return len(due)
