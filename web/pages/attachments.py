"""Files that were attached, given to those who may see them."""

from uuid import UUID

from fastapi import Response

from engine import attachments
from web import downloads
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/attachments", include_in_schema=False)


@router.get("/{attachment_id}")
def download(session: Session, actor: Actor, attachment_id: UUID) -> Response:
    """The file, always to be saved and never to be shown in the page's own name."""
    return downloads.download(*attachments.read(session, actor, attachment_id))
