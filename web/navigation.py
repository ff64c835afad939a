"""The navigation of the pages for people with a login: what is offered, to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.identity import Actor
from engine.settings import Settings
from web.i18n import gettext_noop as _
from web.i18n import translate


@dataclass(frozen=True)
class Place:
    """One entry: shown to holders of `right` ("" for everybody), or only in development; `also` are places below it."""

    href: str
    icon: str
    label: str
    right: str = ""
    development: bool = False
    also: tuple[str, ...] = ()


SECTIONS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        _("My work"),
        (
            Place("/inbox", "inbox", _("Inbox"), also=("/tasks/",)),
            Place("/start", "plus", _("Start a process")),
            Place("/started", "send", _("Started by me")),
        ),
    ),
    (
        _("Manage"),
        (
            Place("/monitoring", "activity", _("Overview"), right="monitor"),
            Place("/instances", "layers", _("Instances"), right="monitor"),
            Place("/incidents", "triangle-alert", _("Incidents"), right="monitor"),
            Place("/batches", "list-checks", _("Bulk operations"), right="monitor"),
            Place("/definitions", "workflow", _("Processes"), right="monitor"),
        ),
    ),
    (
        _("Development"),
        (
            Place("/mailbox", "mail", _("Mailbox"), development=True),
            Place("/clock", "clock", _("Clock"), development=True),
        ),
    ),
)


def sections(
    actor: Actor | None, locale: str, path: str, settings: Settings, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The sections as templates read them; `counts` gives numbers by address, e.g. {"/inbox": 3}."""
    if actor is None:
        return []
    shown = [(title, [place for place in places if _offered(place, actor, settings)]) for title, places in SECTIONS]
    return [
        {"title": translate(locale, title), "items": [_item(place, locale, path, counts) for place in places]}
        for title, places in shown
        if places
    ]


def _offered(place: Place, actor: Actor, settings: Settings) -> bool:
    return (not place.right or actor.may(place.right)) and (not place.development or settings.development)


def _item(place: Place, locale: str, path: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "href": place.href,
        "icon": place.icon,
        "label": translate(locale, place.label),
        "count": counts.get(place.href, 0),
        "current": path == place.href or path.startswith((place.href + "/", *place.also)),
    }
