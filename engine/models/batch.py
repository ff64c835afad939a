"""Bulk operations: one row for the whole, one for each instance it is to be done to."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, moment


class BatchState(StrEnum):
    """running → completed when nothing is left; running ⇄ stopped by people; completed → running to retry failures."""

    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"


class BatchItemState(StrEnum):
    """waiting → done or failed; failed → waiting when a person retries."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Batch(SQLModel, table=True):
    """One operation on many instances; `done` and `failed` are counted in the transaction of each item."""

    __tablename__ = "batch"
    __table_args__ = (
        Index("batch_running", "created_at", postgresql_where=text("state = 'running'")),
        Index("batch_created", "created_at"),
        # Every item rewrites this row; free space on the page keeps that a heap-only update.
        {"postgresql_with": {"fillfactor": "50"}},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=document())
    reason: str
    state: str = BatchState.RUNNING
    total: int = 0
    done: int = 0
    failed: int = 0
    created_by: UUID | None = None  # None: the system, by the command line
    created_at: datetime = Field(sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class BatchItem(SQLModel, table=True):
    """What became of one instance; `error` is the code and the parameters of the refusal, never data."""

    __tablename__ = "batch_item"
    __table_args__ = (
        Index("batch_item_waiting", "batch_id", "position", postgresql_where=text("state = 'waiting'")),
        Index("batch_item_failed", "batch_id", "position", postgresql_where=text("state = 'failed'")),
        Index("batch_item_instance", "instance_id"),
    )

    batch_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    instance_id: UUID
    state: str = BatchItemState.WAITING
    error: dict[str, Any] | None = Field(default=None, sa_column=document(nullable=True))
    at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
