"""The overview: how much runs, what is late, what is stuck."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlmodel
from fastapi import Request, Response

from engine import identity, incidents, monitoring
from engine.monitoring import Overview
from web.deps import Actor, Locale, Session, Settings
from web.incidents import told
from web.pages.page import fragment, page
from web.routing import Router

router = Router(prefix="/monitoring", include_in_schema=False)


@router.get("")
def overview(request: Request, session: Session, actor: Actor, locale: Locale, settings: Settings) -> Response:
    """The page with all figures."""
    context = _figures(session, actor, locale, settings.zone)
    return page(request, session, actor, locale, "monitoring/page.html", context)


@router.get("/_overview")
def figures(request: Request, session: Session, actor: Actor, locale: Locale, settings: Settings) -> Response:
    """The figures alone, for a live update."""
    return fragment(request, "monitoring/_overview.html", _figures(session, actor, locale, settings.zone))


def _figures(session: sqlmodel.Session, actor: identity.Actor, locale: str, zone: ZoneInfo) -> dict[str, Any]:
    found = monitoring.overview(session, actor, locale)
    return {
        "overview": found,
        "throughput": _series(found, zone),
        "incidents": told(incidents.open_incidents(session, actor, locale, limit=5), locale),
        "may_operate": actor.may("operate"),
        "back": "/monitoring",
    }


def _series(found: Overview, zone: ZoneInfo) -> dict[str, list[int]]:
    """The throughput as the chart reads it: a day is the moment at which it begins."""
    days = [datetime(day.day.year, day.day.month, day.day.day, tzinfo=zone) for day in found.throughput]
    return {
        "x": [int(day.timestamp()) for day in days],
        "started": [day.started for day in found.throughput],
        "completed": [day.completed for day in found.throughput],
    }
