"""Attachments: /api/v1/attachments."""

from datetime import datetime
from uuid import UUID

from fastapi import Response, UploadFile
from pydantic import BaseModel, ConfigDict

from engine import attachments
from web import downloads
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/api/v1/attachments", tags=["attachments"])


class AttachmentOut(BaseModel):
    """A stored file; pending until a submission names it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    instance_id: UUID | None
    filename: str
    content_type: str
    size: int
    sha256: str
    created_at: datetime


@router.post("", status_code=201)
def upload(session: Session, actor: Actor, file: UploadFile) -> AttachmentOut:
    """Upload a file, to be named in `files` of a completion or start."""
    stored = attachments.store(session, actor, file.file, file.filename or "")
    return AttachmentOut.model_validate(stored)


@router.get("/{attachment_id}", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def download(session: Session, actor: Actor, attachment_id: UUID) -> Response:
    """The file itself."""
    return downloads.download(*attachments.read(session, actor, attachment_id))
