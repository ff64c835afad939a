"""The worker's part of bulk operations: a few instances of each at a time, every one in a transaction of its own.

An item is taken, done and counted in one transaction: a worker that is killed has either done it or has not, and
whoever comes next finds it waiting. Several workers share a bulk operation; what one has taken, others skip.
"""

import logging
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from engine import batch_actions, clock, history, identity, traces
from engine.db import Database
from engine.errors import BihuanError, Conflict
from engine.history import Fact
from engine.identity import SYSTEM, Actor
from engine.json_text import dumps

logger = logging.getLogger(__name__)

CHUNK = 20
"""Instances of one bulk operation before the next gets its turn."""

_RUNNING = text(
    "SELECT id, kind, parameters, reason, created_by FROM batch WHERE state = 'running' ORDER BY created_at, id"
)
_NEXT = text(
    "SELECT n.position, n.instance_id FROM batch_item n JOIN batch b ON b.id = n.batch_id "
    "WHERE n.batch_id = :batch AND n.state = 'waiting' AND b.state = 'running' "
    "ORDER BY n.position LIMIT 1 FOR UPDATE OF n SKIP LOCKED"
)
_TOLD = text(
    "UPDATE batch_item SET state = :state, error = CAST(:error AS jsonb), at = :now "
    "WHERE batch_id = :batch AND position = :position"
)
# The last statement of an item, and the only lock that items of one bulk operation contend for.
_COUNTED = text(
    "UPDATE batch SET done = done + :done, failed = failed + :failed, "
    "state = CASE WHEN done + failed + 1 >= total THEN 'completed' ELSE state END, "
    "ended_at = CASE WHEN done + failed + 1 >= total THEN CAST(:now AS timestamptz) ELSE ended_at END "
    "WHERE id = :batch RETURNING state = 'completed' AS completed"
)


def work(database: Database, *, chunk: int = CHUNK) -> int:
    """Do the next items of all running bulk operations, a chunk of each; returns how many were done or refused."""
    with database.reading() as session:
        running = session.execute(_RUNNING).all()
    return sum(_chunk(database, batch, chunk) for batch in running)


def _chunk(database: Database, batch: Row[Any], chunk: int) -> int:
    for worked in range(chunk):
        with database.transaction() as session:
            if not _next(session, batch):
                return worked
    return chunk


def _next(session: Session, batch: Row[Any]) -> bool:
    item = session.execute(_NEXT, {"batch": batch.id}).first()
    if item is None:
        return False
    actor, error = _done_to(session, batch, item.instance_id)
    if error is not None:
        _record(session, actor, "batch.refused", batch, item.instance_id, code=error["code"])
    told = {"state": "failed" if error else "done", "error": dumps(error) if error else None}
    now = clock.now()
    session.execute(_TOLD, {"batch": batch.id, "position": item.position, "now": now, **told})
    counts = {"done": int(error is None), "failed": int(error is not None)}
    if session.execute(_COUNTED, {"batch": batch.id, "now": now, **counts}).scalar():
        _record(session, actor, "batch.completed", batch, None)
    return True


def _done_to(session: Session, batch: Row[Any], instance_id: UUID) -> tuple[Actor, dict[str, Any] | None]:
    """Do it to one instance, or leave that as it was and say why: one that refuses must not stop the others."""
    actor = SYSTEM
    try:
        with session.begin_nested():
            # With the rights that this person has now, not those they had when they ordered it.
            actor = identity.actor_of_person(session, batch.created_by) if batch.created_by else SYSTEM
            _record(session, actor, "batch.applied", batch, instance_id, reason=batch.reason)
            batch_actions.act(session, actor, batch.kind, instance_id, batch.parameters, batch.reason)
    except BihuanError as refused:
        return actor, {"code": refused.code, "params": refused.params}
    except OperationalError:
        # Somebody held the instance for too long. If the database is gone instead, the next statement says so.
        return actor, {"code": Conflict.code, "params": {}}
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one instance is told of that one
        logger.warning("bulk operation %s: instance %s failed: %s", batch.id, instance_id, traces.of(error))
        return actor, {"code": "unexpected", "params": {}}
    return actor, None


def _record(session: Session, actor: Actor, kind: str, batch: Row[Any], instance_id: UUID | None, **data: Any) -> None:
    told = {"batch": str(batch.id), "action": batch.kind, **data}
    history.record(session, actor, Fact(kind=kind, instance_id=instance_id, data=told))
