"""The inbox: lists of user tasks, mine and my team's, open and done, and what I started."""

from typing import Annotated, Any, Literal
from uuid import UUID

import sqlmodel
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from engine import identity, inbox, own_instances
from web.deps import Actor, Locale, Session
from web.pages.page import fragment, page

router = APIRouter(include_in_schema=False)

View = Literal["mine", "team", "done"]
Words = Annotated[str, Query(max_length=200)]


@router.get("/")
def start(actor: Actor) -> Response:
    """The inbox is where work begins."""
    return RedirectResponse("/inbox", 303)


@router.get("/inbox")
def show(
    request: Request, session: Session, actor: Actor, locale: Locale, view: View = "mine", q: Words = ""
) -> Response:
    """A list and an invitation to choose from it."""
    return page(request, session, actor, locale, "inbox/page.html", listing(session, actor, locale, view, q))


@router.get("/started")
def started(request: Request, session: Session, actor: Actor, locale: Locale, q: Words = "") -> Response:
    """What the person started, whoever has to act in it now, and what became of what has ended."""
    return page(request, session, actor, locale, "inbox/page.html", _started(session, actor, locale, q))


@router.get("/inbox/_started")
def started_rows(request: Request, session: Session, actor: Actor, locale: Locale, q: Words = "") -> Response:
    """The rows of what the person started, for a live update."""
    return fragment(request, "inbox/_started.html", _started(session, actor, locale, q))


def _started(session: sqlmodel.Session, actor: identity.Actor, locale: str, query: str) -> dict[str, Any]:
    rows = own_instances.listed(session, actor, locale=locale, search=query)
    return {"view": "started", "query": query, "rows": rows, "task_id": None}


@router.get("/inbox/_list")
def rows(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    view: View = "mine",
    q: Words = "",
    task: UUID | None = None,
) -> Response:
    """The rows of a list, for a live update."""
    return fragment(request, "inbox/_list.html", listing(session, actor, locale, view, q, task))


@router.get("/inbox/_tabs")
def tabs(request: Request, session: Session, actor: Actor, view: View | Literal["started"] = "mine") -> Response:
    """The views with their counts, for a live update."""
    return fragment(request, "inbox/_tabs.html", {"view": view, "view_counts": inbox.counts(session, actor)})


def listing(
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    view: View,
    query: str,
    task_id: UUID | None = None,
) -> dict[str, Any]:
    """What the list of a view shows; `task_id` is the one that is open beside it."""
    rows = inbox.tasks(session, actor, view, locale=locale, search=query)
    return {"view": view, "query": query, "rows": rows, "task_id": task_id}
