"""A page for a person: the template with what its frame shows beside it."""

from collections.abc import Mapping
from typing import Any

import sqlmodel
from fastapi import Request
from fastapi.responses import HTMLResponse

from engine import clock, inbox
from engine.identity import Actor
from web import templating
from web.i18n import gettext_noop as _
from web.i18n import translate

NOTICES: Mapping[str, str] = {
    "completed": _("Completed. Thank you."),
    "next": _("Completed. This is the next step of the same process."),
    "started": _("Started. You can follow it here."),
    "started-task": _("Started. This is your first step."),
    "claimed": _("The task is yours now."),
    "unclaimed": _("The task has been given back."),
    "assigned": _("The task has been handed over."),
    "linked": _("The link is made. Copy it below and pass it on."),
    "linked-mail": _("The link is on its way by e-mail."),
    "unlinked": _("The link leads nowhere any more."),
    "suspended": _("The instance is suspended."),
    "resumed": _("The instance goes on."),
    "cancelled": _("The instance is cancelled."),
    "retried": _("It is being tried again."),
    "stopped": _("It is stopped. What has been done stays done."),
    "begun": _("It has begun."),
    "nothing-chosen": _("Nothing was chosen, so nothing has begun."),
    "tokens-moved": _("The tokens have been moved."),
    "migrated": _("The instance runs on the other version now."),
    "unmigrated": _("The migration has been taken back."),
    "edited": _("The variables have been changed."),
    "commented": _("Your comment has been added."),
    "revoked": _("The token does not work any more."),
    "moved": _("The clock has been moved."),
}
"""What is said once after something was done; the address names it (`?said=completed`)."""


def page(
    request: Request,
    session: sqlmodel.Session,
    actor: Actor,
    locale: str,
    name: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HTMLResponse:
    """A whole page, with the number of open tasks in the navigation."""
    counts = inbox.counts(session, actor)
    said = NOTICES.get(request.query_params.get("said", ""))
    frame = {
        "now": clock.now(),
        "counts": {"/inbox": counts["mine"]},
        "view_counts": counts,
        "messages": [{"tone": "ok", "text": translate(locale, said)}] if said else [],
    }
    return templating.render(request, name, {**frame, **context}, status=status)


def fragment(request: Request, name: str, context: Mapping[str, Any]) -> HTMLResponse:
    """A part of a page that a live update fetches again; shares its template with the page."""
    return templating.render(request, name, {"now": clock.now(), **context})
