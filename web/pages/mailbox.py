"""The mailbox of an installation that sends no mails: what would have been sent."""

import re
from dataclasses import asdict
from typing import Any

import sqlmodel
from fastapi import Request, Response

import engine.settings
from engine import identity, mailbox
from engine.errors import NotFound
from web.deps import Actor, Locale, Session, Settings
from web.pages.inbox import Words
from web.pages.page import fragment, page
from web.routing import Router

router = Router(prefix="/mailbox", include_in_schema=False)

LINK = re.compile(r"(https?://[!-~]+)")


@router.get("")
def mails(
    request: Request, session: Session, actor: Actor, locale: Locale, settings: Settings, q: Words = ""
) -> Response:
    """The kept mails."""
    return page(request, session, actor, locale, "mailbox/page.html", _shown(session, actor, settings, q))


@router.get("/_list")
def rows(request: Request, session: Session, actor: Actor, settings: Settings, q: Words = "") -> Response:
    """The kept mails, for a live update."""
    return fragment(request, "mailbox/_list.html", _shown(session, actor, settings, q))


def _shown(
    session: sqlmodel.Session, actor: identity.Actor, settings: engine.settings.Settings, query: str
) -> dict[str, Any]:
    # Mails hold what customers are told; only where everything is made up may everybody read them.
    if not (settings.development or settings.sample_data):
        raise NotFound(kind="page", id="mailbox")
    mails = [{**asdict(mail), "pieces": _pieces(mail.text)} for mail in mailbox.messages(session, actor, text=query)]
    return {"mails": mails, "query": query}


def _pieces(text: str) -> list[dict[str, Any]]:
    """The text in pieces that are links or not; Chinese writes no space around an address."""
    return [{"text": piece, "link": bool(number % 2)} for number, piece in enumerate(LINK.split(text)) if piece]
