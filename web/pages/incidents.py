"""What is stuck, and trying it again."""

from typing import Annotated, Any
from uuid import UUID

import sqlmodel
from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from engine import identity, incidents
from web.deps import Actor, Locale, Session
from web.incidents import told
from web.pages.page import fragment, page
from web.routing import Router

router = Router(prefix="/incidents", include_in_schema=False)


@router.get("")
def listed(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """All open incidents."""
    return page(request, session, actor, locale, "incidents/page.html", shown(session, actor, locale))


@router.get("/_list")
def rows(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """All open incidents, for a live update."""
    return fragment(request, "incidents/_list.html", shown(session, actor, locale))


def shown(session: sqlmodel.Session, actor: identity.Actor, locale: str) -> dict[str, Any]:
    """What the template of incidents needs."""
    return {
        "incidents": told(incidents.open_incidents(session, actor, locale), locale),
        "may_operate": actor.may("operate"),
        "back": "/incidents",
    }


@router.post("/{incident_id}/retry")
def retry(session: Session, actor: Actor, incident_id: UUID, next: Annotated[str, Form()] = "/incidents") -> Response:
    """Try the failed work again, and go back to where the button was."""
    incidents.retry(session, actor, incident_id)
    # Only a path of ours: an address given from outside must not lead people away.
    back = next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/incidents"
    return RedirectResponse(f"{back}?said=retried", 303)
