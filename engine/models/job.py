"""What the engine owes: jobs, timers, subscriptions, incidents, and the results of repeated commands."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, moment


class JobState(StrEnum):
    """available → running → completed; running → available (a retry) or failed (none left: an incident).

    available → cancelled when the token that needed it is gone; failed → available when a person retries.
    """

    AVAILABLE = "available"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class IncidentState(StrEnum):
    """open → resolved, by a retry that succeeds, by a person, or because its token is gone."""

    OPEN = "open"
    RESOLVED = "resolved"


class Job(SQLModel, table=True):
    """One call of a connector that an instance waits for; this row is the truth, the queue only dispatches it."""

    __tablename__ = "job"
    __table_args__ = (
        Index("job_instance", "instance_id"),
        Index("job_open", "run_at", postgresql_where=text("state IN ('available', 'running')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instance_id: UUID
    token_id: str
    element_id: str
    connector: str
    input: dict[str, Any] = Field(sa_column=document())
    state: str = JobState.AVAILABLE
    attempt: int = 1
    retries_left: int = 3
    deaths: int = 0
    run_at: datetime = Field(sa_column=moment())
    error: dict[str, Any] | None = Field(default=None, sa_column=document(nullable=True))
    created_at: datetime = Field(sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class Timer(SQLModel, table=True):
    """A waiting timer; the row lives as long as the token waits."""

    __tablename__ = "timer"
    __table_args__ = (Index("timer_due", "due_at"),)

    instance_id: UUID = Field(primary_key=True)
    token_id: str = Field(primary_key=True)
    element_id: str
    due_at: datetime = Field(sa_column=moment())
    failures: int = 0


class StartTimer(SQLModel, table=True):
    """A timer start event of a version in service; the row lives as long as starts remain (None: for ever)."""

    __tablename__ = "start_timer"
    __table_args__ = (Index("start_timer_due", "due_at"),)

    definition_id: UUID = Field(primary_key=True)
    element_id: str = Field(primary_key=True)
    process_key: str = Field(index=True)
    due_at: datetime = Field(sa_column=moment())
    remaining: int | None = None


class Subscription(SQLModel, table=True):
    """A token that waits for a message or signal; the row lives as long as the token waits."""

    __tablename__ = "subscription"
    __table_args__ = (Index("subscription_name", "name", "correlation_key"),)

    instance_id: UUID = Field(primary_key=True)
    token_id: str = Field(primary_key=True)
    kind: str
    element_id: str
    name: str
    correlation_key: str = ""


class Incident(SQLModel, table=True):
    """An instance is stuck and needs a person; holds type and message of the failure, never data."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_instance", "instance_id"),
        Index("incident_open", "created_at", postgresql_where=text("state = 'open'")),
        Index("incident_resolved", "resolved_at", postgresql_where=text("resolved_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instance_id: UUID
    element_id: str
    token_id: str = ""
    job_id: UUID | None = None
    code: str
    message: str
    parameters: dict[str, Any] | None = Field(default=None, sa_column=document(nullable=True))
    state: str = IncidentState.OPEN
    created_at: datetime = Field(sa_column=moment())
    resolved_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    resolved_by: UUID | None = None


class Command(SQLModel, table=True):
    """The result of a command that carried an idempotency key, so that repeating it returns the first result."""

    __tablename__ = "command"

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    result: dict[str, Any] = Field(sa_column=document())
    at: datetime = Field(sa_column=moment())
