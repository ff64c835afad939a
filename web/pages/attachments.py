"""Files that were attached, given to those who may see them."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from fastapi import Response
from fastapi.responses import StreamingResponse

from engine import attachments
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/attachments", include_in_schema=False)

CHUNK = 1 << 16


@router.get("/{attachment_id}")
def download(session: Session, actor: Actor, attachment_id: UUID) -> Response:
    """The file, always to be saved and never to be shown in the page's own name."""
    attachment, stream = attachments.read(session, actor, attachment_id)
    return StreamingResponse(
        _chunks(stream),
        media_type=attachment.content_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(attachment.filename, safe='')}",
            "content-length": str(attachment.size),
            "content-security-policy": "sandbox; default-src 'none'",
            "x-content-type-options": "nosniff",
        },
    )


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
