"""The processes in service, and how they are drawn."""

from uuid import UUID

from fastapi import Request, Response

from engine import deployments
from engine.errors import NotFound
from web.deps import Actor, Locale, Session
from web.pages.page import page
from web.routing import Router

router = Router(prefix="/definitions", include_in_schema=False)


@router.get("")
def definitions(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """All definitions."""
    rows = deployments.definitions(session, actor, locale)
    return page(request, session, actor, locale, "definitions/page.html", {"definitions": rows})


@router.get("/{definition_id}")
def definition(request: Request, session: Session, actor: Actor, locale: Locale, definition_id: UUID) -> Response:
    """One definition with its diagram."""
    found = [row for row in deployments.definitions(session, actor, locale) if row.id == definition_id]
    if not found:
        raise NotFound(kind="process definition", id=str(definition_id))
    context = {
        "definition": found[0],
        "may_operate": actor.may("operate"),
        "names": deployments.element_names(session, definition_id, locale),
    }
    return page(request, session, actor, locale, "definitions/detail.html", context)


@router.get("/{definition_id}/diagram")
def diagram(session: Session, actor: Actor, definition_id: UUID) -> Response:
    """The BPMN that the browser draws; a deployed model never changes, so it may be kept."""
    xml = deployments.diagram(session, actor, definition_id)
    headers = {"cache-control": "private, max-age=86400"}
    return Response(xml, media_type="application/xml", headers=headers)
