"""Links by which somebody without a login does one user task."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import moment


class TaskLink(SQLModel, table=True):
    """One invitation to do a task; it works once, until `expires_at`, unless it is revoked. Its address is not kept."""

    __tablename__ = "task_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    task_id: UUID = Field(index=True)
    recipient: str
    made_by: UUID | None = None
    made_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    revoked_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
