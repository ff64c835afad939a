"""One run of a process: the row that is the lock, and the snapshot that is the truth."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import moment


class InstanceState(StrEnum):
    """active ⇄ suspended; active → completed; active or suspended → cancelled."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self in (InstanceState.COMPLETED, InstanceState.CANCELLED)


class ProcessInstance(SQLModel, table=True):
    """Lock this row before anything else of the instance; every other row is a projection of `snapshot`."""

    __tablename__ = "process_instance"
    __table_args__ = (
        Index("process_instance_state", "state", "definition_key"),
        Index("process_instance_business_key", "business_key"),
        Index("process_instance_customer", "customer_id", postgresql_where=text("customer_id IS NOT NULL")),
        Index("process_instance_started", "started_at"),
        Index("process_instance_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
        # Completing a step rewrites this row; free space on the page keeps that a heap-only update.
        {"postgresql_with": {"fillfactor": "60"}},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    definition_id: UUID
    definition_key: str
    business_key: str = ""
    receipt_code: str | None = Field(default=None, unique=True)
    title: str = ""
    customer_id: UUID | None = None
    state: str = InstanceState.ACTIVE
    rev: int = 0
    snapshot: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    locale: str = "zh-CN"
    started_at: datetime = Field(sa_column=moment())
    started_by: UUID | None = Field(default=None, index=True)
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
