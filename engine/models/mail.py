"""Mails kept by the sample transport instead of being sent."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.models.columns import moment


class Mail(SQLModel, table=True):
    """One mail; its message id is deterministic, so that a repeated job does not make a second one."""

    __tablename__ = "mail"

    message_id: str = Field(primary_key=True)
    instance_id: UUID | None = Field(default=None, index=True)
    recipient: str
    subject: str
    body: str
    at: datetime = Field(sa_column=moment())
