"""Bulk operations to look at: the list of them, one with its counts, and what became of each instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import catalogue
from engine.errors import NotAllowed, NotFound
from engine.identity import Actor


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One bulk operation; `total` is what it began with, and `waiting` what is still to be done."""

    id: UUID
    kind: str
    parameters: Mapping[str, Any]
    reason: str
    state: str
    total: int
    done: int
    failed: int
    created_at: datetime
    ended_at: datetime | None
    created_by_name: str

    @property
    def waiting(self) -> int:
        """How many instances have not had their turn."""
        return self.total - self.done - self.failed


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """What became of one instance: waiting, done, or failed with the code and parameters of the refusal.

    Number, title and process are empty where the instance itself is no longer kept.
    """

    position: int
    instance_id: UUID
    business_key: str
    title: str
    process_name: str
    state: str
    code: str
    params: Mapping[str, Any]
    at: datetime | None


_BATCH = (
    "SELECT b.id, b.kind, b.parameters, b.reason, b.state, b.total, b.done, b.failed, b.created_at, b.ended_at, "
    "COALESCE(p.names ->> :locale, p.name, '') AS created_by_name "
    "FROM batch b LEFT JOIN person p ON p.id = b.created_by "
)
_MANY = text(f"{_BATCH} ORDER BY b.created_at DESC, b.id DESC LIMIT :limit OFFSET :offset")
_ONE = text(f"{_BATCH} WHERE b.id = :id")
_ITEMS = text(
    "SELECT n.position, n.instance_id, n.state, n.error, n.at, COALESCE(i.business_key, '') AS business_key, "
    "COALESCE(i.title, '') AS title, i.definition_id "
    "FROM batch_item n LEFT JOIN process_instance i ON i.id = n.instance_id "
    "WHERE n.batch_id = :id AND (:state = '' OR n.state = :state) ORDER BY n.position LIMIT :limit OFFSET :offset"
)


def batches(session: Session, actor: Actor, locale: str, *, limit: int = 50, offset: int = 0) -> list[BatchRow]:
    """All bulk operations, newest first."""
    _require_look(actor)
    found = session.execute(_MANY, {"locale": locale, "limit": limit, "offset": offset})
    return [BatchRow(**row._mapping) for row in found]


def batch(session: Session, actor: Actor, batch_id: UUID, locale: str) -> BatchRow:
    """One bulk operation."""
    _require_look(actor)
    row = session.execute(_ONE, {"id": batch_id, "locale": locale}).first()
    if row is None:
        raise NotFound(kind="batch", id=str(batch_id))
    return BatchRow(**row._mapping)


def items(
    session: Session, actor: Actor, batch_id: UUID, locale: str, *, state: str = "", limit: int = 50, offset: int = 0
) -> list[ItemRow]:
    """The instances of one, oldest first; only those in a state where one is given."""
    batch(session, actor, batch_id, locale)
    found = session.execute(_ITEMS, {"id": batch_id, "state": state, "limit": limit, "offset": offset})
    return [
        ItemRow(
            position=row.position,
            instance_id=row.instance_id,
            business_key=row.business_key,
            title=row.title,
            process_name=catalogue.definition(session, row.definition_id).title(locale) if row.definition_id else "",
            state=row.state,
            code=(row.error or {}).get("code", ""),
            params=(row.error or {}).get("params", {}),
            at=row.at,
        )
        for row in found
    ]


def _require_look(actor: Actor) -> None:
    if not (actor.may("monitor") or actor.may("operate")):
        raise NotAllowed
