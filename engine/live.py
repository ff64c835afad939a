"""Which parts of open pages are stale, told from the history that was appended since the last look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from engine.models import Event

# Longer than any transaction of ours may last (engine/db.py ends idle ones after 60 seconds).
SETTLED_AFTER = timedelta(seconds=90)
# How many ids back a transaction may still be open when the first look is taken.
OPEN_ENDED = 500
BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """How far history was read: everything up to `settled`, and beyond it what was `seen`, with the time of seeing it.

    Ids are given out before the commit, so a smaller id can appear after a larger one. Ids beyond `settled` are
    therefore read again each time, and only those not yet seen count as new.
    """

    settled: int
    seen: Mapping[int, datetime] = field(default_factory=dict)


def newest(session: Session, now: datetime) -> Cursor:
    """A cursor at the end of history: what is committed now is known, what appears later is news."""
    last = session.execute(select(func.coalesce(func.max(col(Event.id)), 0))).scalar_one()
    settled = max(last - OPEN_ENDED, 0)
    recent = session.execute(select(col(Event.id)).where(col(Event.id) > settled)).scalars()
    return Cursor(settled=settled, seen=dict.fromkeys(recent, now))


def changes(session: Session, cursor: Cursor, now: datetime) -> tuple[Cursor, frozenset[str]]:
    """The cursor after this look, and the names of the fragments that became stale since the one before."""
    statement = (
        select(col(Event.id), col(Event.kind), col(Event.instance_id))
        .where(col(Event.id) > cursor.settled)
        .order_by(col(Event.id))
        .limit(len(cursor.seen) + BATCH)
    )
    rows = [row for row in session.execute(statement) if row[0] not in cursor.seen]
    stale = frozenset(name for _, kind, instance_id in rows for name in fragments(kind, instance_id))
    return _advanced(cursor, [row[0] for row in rows], now), stale


def fragments(kind: str, instance_id: UUID | None) -> tuple[str, ...]:
    """The fragments that show what a fact of this kind changes: any step of an instance may make or end work."""
    names = ["overview"]
    if instance_id is not None:
        names += ["inbox", "instances", f"instance:{instance_id}"]
    if kind.startswith("job."):
        names.append("mailbox")
    if kind.startswith("batch."):
        names.append("batches")
    return tuple(names)


def _advanced(cursor: Cursor, new: list[int], now: datetime) -> Cursor:
    seen = {**cursor.seen, **dict.fromkeys(new, now)}
    settled = max((event_id for event_id, at in seen.items() if now - at > SETTLED_AFTER), default=cursor.settled)
    return Cursor(settled=settled, seen={event_id: at for event_id, at in seen.items() if event_id > settled})
