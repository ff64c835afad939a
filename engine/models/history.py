"""What happened: facts, appended in the transaction that made them true, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index
from sqlmodel import Field, SQLModel

from engine.models.columns import document, moment


class Event(SQLModel, table=True):
    """One fact. `kind` is `<noun>.<verb>`; `id` only orders, it may have gaps."""

    __tablename__ = "history_event"
    __table_args__ = (Index("history_event_instance", "instance_id", "id"), Index("history_event_at", "at"))

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    instance_id: UUID | None = None
    task_id: UUID | None = None
    at: datetime = Field(sa_column=moment())
    kind: str
    element_id: str = ""
    actor_kind: str
    actor_id: UUID | None = None
    data: dict[str, Any] | None = Field(default=None, sa_column=document(nullable=True))
