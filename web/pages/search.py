"""One search over what a person may see: their tasks, their team's, and instances."""

from fastapi import Request, Response

from engine import inbox, listing
from web.deps import Actor, Locale, Session
from web.pages.inbox import Words
from web.pages.page import page
from web.routing import Router

router = Router(prefix="/search", include_in_schema=False)

MOST = 20


@router.get("")
def search(request: Request, session: Session, actor: Actor, locale: Locale, q: Words = "") -> Response:
    """What was found, work first."""
    words = q.strip()
    context = {
        "query": words,
        "mine": inbox.tasks(session, actor, "mine", locale=locale, search=words, limit=MOST) if words else [],
        "team": inbox.tasks(session, actor, "team", locale=locale, search=words, limit=MOST) if words else [],
        "found": listing.search(session, actor, locale=locale, search=words, limit=MOST) if words else None,
    }
    return page(request, session, actor, locale, "search/page.html", context)
