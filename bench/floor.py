"""The floor: what a request costs here that finds its person, runs five statements in all and commits once."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import text
from sqlmodel import Session as DatabaseSession

from engine.ids import new_id
from web.deps import Actor, Session

router = APIRouter(prefix="/floor", include_in_schema=False)

TABLES = (
    "CREATE TABLE floor_instance (id uuid PRIMARY KEY, rev int NOT NULL, state bytea NOT NULL) WITH (fillfactor = 60)",
    "CREATE TABLE floor_task (id uuid PRIMARY KEY, instance_id uuid NOT NULL, name text NOT NULL, state text NOT NULL)",
    "CREATE INDEX ON floor_task (instance_id)",
    "CREATE TABLE floor_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, instance_id uuid, data jsonb)",
)
_INSERT = text("INSERT INTO floor_instance (id, rev, state) VALUES (:id, 0, :state)")
_LOCK = text("SELECT rev, state FROM floor_instance WHERE id = :id FOR UPDATE")
_SAVE = text("UPDATE floor_instance SET rev = rev + 1, state = :state WHERE id = :id AND rev = :rev")
_TASK = text("INSERT INTO floor_task (id, instance_id, name, state) VALUES (:task, :id, 'work', 'open')")
_EVENT = text("INSERT INTO floor_event (instance_id, data) VALUES (:id, CAST(:data AS jsonb))")
STATE = b"x" * 500


@router.post("")
def begin(session: Session, actor: Actor, body: dict[str, Any]) -> dict[str, str]:
    """The person is one statement; these are the other four."""
    instance_id = new_id()
    session.execute(_INSERT, {"id": instance_id, "state": STATE})
    _move(session, instance_id, 0)
    return {"id": str(instance_id)}


@router.post("/{instance_id}")
def step(session: Session, actor: Actor, instance_id: UUID, body: dict[str, Any]) -> dict[str, str]:
    """Lock, save, and the two rows that every step needs."""
    row = session.execute(_LOCK, {"id": instance_id}).one()
    _move(session, instance_id, row.rev)
    return {"id": str(instance_id)}


def _move(session: DatabaseSession, instance_id: UUID, rev: int) -> None:
    session.execute(_SAVE, {"id": instance_id, "rev": rev, "state": STATE})
    session.execute(_TASK, {"task": new_id(), "id": instance_id})
    session.execute(_EVENT, {"id": instance_id, "data": '{"answers": {"amount": 12}}'})
