"""Bulk operations: order one for chosen instances or a search, stop it, let it go on, retry what failed.

The worker does the work (engine/batch_work.py), each instance in a transaction of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, String, Uuid, cast, func, insert, literal, select, text
from sqlmodel import Session, col

from engine import authz, clock, history, listing, repeats
from engine.batch_actions import checked
from engine.errors import BatchEmpty, BatchTooLarge, BatchWrongState, NotFound, ReasonMissing
from engine.history import Fact
from engine.identity import Actor
from engine.listing import Search
from engine.models import Batch, BatchItem, BatchItemState, BatchState, ProcessInstance

MOST = 100_000
"""Instances in one bulk operation."""

_COUNT = text(
    "UPDATE batch SET total = (SELECT count(*) FROM batch_item WHERE batch_id = :id) WHERE id = :id RETURNING total"
)
_LOCK = text("SELECT state, total, done, failed FROM batch WHERE id = :id FOR UPDATE")
_STOP = text("UPDATE batch SET state = 'stopped', ended_at = :now WHERE id = :id")
_GO_ON = text("UPDATE batch SET state = 'running', ended_at = NULL, failed = failed - :again WHERE id = :id")
_AGAIN = text(
    "UPDATE batch_item SET state = 'waiting', error = NULL, at = NULL WHERE batch_id = :id AND state = 'failed'"
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done and why; `parameters` as the kind needs them (engine/batch_actions.py)."""

    kind: str
    reason: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def create(
    session: Session,
    actor: Actor,
    order: Order,
    chosen: Sequence[UUID] | Search,
    *,
    idempotency_key: str | None = None,
) -> UUID:
    """Order a bulk operation on these instances, or on all found by a search that have not ended; returns its id.

    Raises NotFound for a chosen instance that the actor cannot see, ReasonMissing, BatchEmpty and BatchTooLarge.
    """
    authz.require(actor, "operate")
    if not order.reason.strip():
        raise ReasonMissing
    if idempotency_key:
        first = repeats.reserve(session, actor, "batches.create", idempotency_key)
        if first is not None:
            return UUID(first["batch_id"])
    batch = Batch(
        kind=order.kind,
        parameters=checked(order.kind, order.parameters),
        reason=order.reason,
        created_by=actor.person_id,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()
    total = _fill(session, actor, batch.id, chosen)
    _record(session, actor, "batch.started", batch.id, action=order.kind, reason=order.reason, total=total)
    if idempotency_key:
        repeats.remember(session, actor, "batches.create", idempotency_key, {"batch_id": str(batch.id)})
    return batch.id


def _fill(session: Session, actor: Actor, batch_id: UUID, chosen: Sequence[UUID] | Search) -> int:
    place = func.row_number().over(order_by=(col(ProcessInstance.started_at), col(ProcessInstance.id)))
    found = select(
        literal(batch_id, Uuid), cast(place, Integer), col(ProcessInstance.id), literal(BatchItemState.WAITING, String)
    )
    if isinstance(chosen, Search):
        found = listing.matching(found, actor, chosen).where(listing.NOT_ENDED)
    else:
        found = authz.visible(found, actor).where(col(ProcessInstance.id).in_(set(chosen)))
    session.execute(insert(BatchItem).from_select(["batch_id", "position", "instance_id", "state"], found))
    total: int = session.execute(_COUNT, {"id": batch_id}).scalar_one()
    if not isinstance(chosen, Search) and total < len(set(chosen)):
        raise NotFound(kind="instance", id=str(_missing(session, batch_id, chosen)))
    if not total:
        raise BatchEmpty
    if total > MOST:
        raise BatchTooLarge(count=total, limit=MOST)
    return total


def _missing(session: Session, batch_id: UUID, chosen: Sequence[UUID]) -> UUID:
    taken = select(col(BatchItem.instance_id)).where(col(BatchItem.batch_id) == batch_id)
    found = set(session.execute(taken).scalars())
    return next(each for each in chosen if each not in found)


def stop(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Do no more of it; what is done stays done, and an instance that is being worked on is finished."""
    _locked(session, actor, batch_id, BatchState.RUNNING)
    session.execute(_STOP, {"id": batch_id, "now": clock.now()})
    _record(session, actor, "batch.stopped", batch_id)


def go_on(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Let a stopped one go on with what is still waiting."""
    batch = _locked(session, actor, batch_id, BatchState.STOPPED)
    if batch.done + batch.failed >= batch.total:
        raise BatchWrongState(state=BatchState.COMPLETED)
    session.execute(_GO_ON, {"id": batch_id, "again": 0})
    _record(session, actor, "batch.continued", batch_id)


def retry(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Try those that failed once more, and go on with those still waiting; BatchEmpty when none has failed."""
    _locked(session, actor, batch_id, *BatchState)
    again = session.execute(_AGAIN, {"id": batch_id}).rowcount  # type: ignore[attr-defined]  # a cursor result
    if not again:
        raise BatchEmpty
    session.execute(_GO_ON, {"id": batch_id, "again": again})
    _record(session, actor, "batch.retried", batch_id, total=again)


def _locked(session: Session, actor: Actor, batch_id: UUID, *states: BatchState) -> Any:
    authz.require(actor, "operate")
    batch = session.execute(_LOCK, {"id": batch_id}).first()
    if batch is None:
        raise NotFound(kind="batch", id=str(batch_id))
    if batch.state not in states:
        raise BatchWrongState(state=batch.state)
    return batch


def _record(session: Session, actor: Actor, kind: str, batch_id: UUID, **data: Any) -> None:
    history.record(session, actor, Fact(kind=kind, data={"batch": str(batch_id), **data}))
