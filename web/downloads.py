"""How an attached file is answered: to be saved, never to be shown in this site's name."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from engine.models import Attachment

CHUNK = 1 << 16


def download(attachment: Attachment, stream: BinaryIO) -> StreamingResponse:
    """The file in pieces; the stream is closed at the end."""
    return StreamingResponse(
        _chunks(stream),
        media_type=attachment.content_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(attachment.filename, safe='')}",
            "content-length": str(attachment.size),
            "content-security-policy": "sandbox; default-src 'none'",
        },
    )


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
