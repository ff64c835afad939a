"""The clock of a development installation, moved forward by hand."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from engine import clock, moved_clock, timers, worker
from engine.errors import NotFound
from web.deps import Actor, Locale, Session, Settings, edge_of
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.pages.page import page
from web.routing import Router

router = Router(prefix="/clock", include_in_schema=False)

Step = Literal["1h", "4h", "1d", "2d", "7d", "30d"]
STEPS: Mapping[Step, tuple[timedelta, str]] = {
    "1h": (timedelta(hours=1), _("1 hour")),
    "4h": (timedelta(hours=4), _("4 hours")),
    "1d": (timedelta(days=1), _("1 day")),
    "2d": (timedelta(days=2), _("2 days")),
    "7d": (timedelta(days=7), _("7 days")),
    "30d": (timedelta(days=30), _("30 days")),
}
ROUNDS = 20
"""Firing a timer makes jobs, and their results may make timers due; this many times in a row."""


@router.get("")
def show(request: Request, session: Session, actor: Actor, locale: Locale, settings: Settings) -> Response:
    """The time here, and how far it may be moved."""
    if not settings.development:
        raise NotFound(kind="page", id="clock")
    context = {
        "offset": clock.offset(),
        "choices": [(step, translate(locale, label)) for step, (_by, label) in STEPS.items()],
    }
    return page(request, session, actor, locale, "clock/page.html", context)


@router.post("")
def advance(request: Request, actor: Actor, by: Annotated[Step, Form()]) -> Response:
    """Move the clock, and do what fell due by it."""
    database = edge_of(request).database
    with database.transaction() as session:
        moved_clock.advance(session, actor, STEPS[by][0])
    for _round in range(ROUNDS):
        if not timers.fire_due(database) + worker.run_due_jobs(database):
            break
    return RedirectResponse("/clock?said=moved", 303)
