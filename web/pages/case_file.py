"""An instance on paper: everything that happened, oldest first, with every form as it was filled in."""

from uuid import UUID

from fastapi import Request, Response

from engine import attachments, comments, listing, progress
from web.deps import Actor, Locale, Session
from web.pages.page import page
from web.pages.story import told
from web.routing import Router

router = Router(prefix="/instances", include_in_schema=False)


@router.get("/{instance_id}/case-file")
def case_file(request: Request, session: Session, actor: Actor, locale: Locale, instance_id: UUID) -> Response:
    """A page to print, or to save as PDF by the browser."""
    context = {
        "instance": listing.detail(session, actor, instance_id, locale),
        "timeline": list(reversed(told(progress.timeline(session, actor, instance_id, locale), locale))),
        "attachments": attachments.of_instance(session, actor, instance_id),
        "comments": comments.of_instance(session, actor, instance_id, locale),
    }
    return page(request, session, actor, locale, "instances/case_file.html", context)
