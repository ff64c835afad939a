"""Files that people attach to answers."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import moment


class Attachment(SQLModel, table=True):
    """A stored file; pending (no instance) until the submission that carries it is accepted."""

    __tablename__ = "attachment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instance_id: UUID | None = Field(default=None, index=True)
    filename: str
    content_type: str
    size: int
    sha256: str
    path: str
    uploaded_by: UUID | None = None
    created_at: datetime = Field(sa_column=moment())
