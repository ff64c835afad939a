"""What happened to an instance in words, and where it stands as the diagram reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.progress import Progress, TimelineRow
from forms import DisplayRow
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.pages.decided import DecisionShown, shown


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How one kind of fact is told: its icon, its tone, and the sentence, in which {element} is the activity's name."""

    icon: str
    tone: str
    sentence: str


TOLD: Mapping[str, Telling] = {
    "instance.started": Telling(icon="play", tone="ok", sentence=_("Process started")),
    "instance.completed": Telling(icon="circle-check", tone="ok", sentence=_("Process ended")),
    "instance.suspended": Telling(icon="circle-pause", tone="warn", sentence=_("Suspended")),
    "instance.resumed": Telling(icon="circle-play", tone="run", sentence=_("Resumed")),
    "instance.cancelled": Telling(icon="ban", tone="bad", sentence=_("Cancelled")),
    "instance.edited": Telling(icon="pencil", tone="warn", sentence=_("Variables changed by hand")),
    "instance.moved": Telling(icon="arrow-right", tone="warn", sentence=_("Moved by hand")),
    "instance.migrated": Telling(icon="layers", tone="warn", sentence=_("Taken to another version")),
    "instance.migration_undone": Telling(icon="undo-2", tone="warn", sentence=_("Taken back to the version before")),
    "task.completed": Telling(icon="check", tone="ok", sentence=_("{element}: completed")),
    "task.claimed": Telling(icon="hand", tone="run", sentence=_("{element}: claimed")),
    "task.unclaimed": Telling(icon="undo-2", tone="", sentence=_("{element}: given back")),
    "task.assigned": Telling(icon="user-plus", tone="run", sentence=_("{element}: handed over")),
    "task.linked": Telling(icon="link", tone="run", sentence=_("{element}: somebody outside was asked by a link")),
    "task.unlinked": Telling(icon="ban", tone="", sentence=_("{element}: a link was taken back")),
    "timer.fired": Telling(icon="timer", tone="warn", sentence=_("{element}: the time is up")),
    "timer.failed": Telling(icon="triangle-alert", tone="bad", sentence=_("{element}: failed")),
    "job.completed": Telling(icon="zap", tone="ok", sentence=_("{element}: done")),
    "job.failed": Telling(icon="triangle-alert", tone="bad", sentence=_("{element}: failed")),
    "error.thrown": Telling(icon="zap", tone="warn", sentence=_("{element}: ended with a business error")),
    "message.received": Telling(icon="mail", tone="run", sentence=_("{element}: message received")),
    "incident.retried": Telling(icon="refresh-cw", tone="run", sentence=_("{element}: tried again")),
    "choice.begun": Telling(icon="play", tone="run", sentence=_("{element}: begun by choice")),
    "batch.applied": Telling(icon="list-checks", tone="", sentence=_("Part of a bulk operation")),
    "batch.refused": Telling(icon="list-checks", tone="warn", sentence=_("A bulk operation was not possible here")),
    "comment.added": Telling(icon="message-square", tone="", sentence=_("Comment")),
}
OTHER = Telling(icon="circle-dot", tone="", sentence="{kind}")
DETAILS: Mapping[str, str] = {
    "reason": _("Reason: {value}"),
    "message": _("Error: {value}"),
    "to": _("To: {value}"),
    "recipient": _("By link: {value}"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the timeline as its template shows it."""

    id: int
    at: datetime
    element_id: str
    title: str
    detail: str
    actor: str
    tone: str
    icon: str
    form: Sequence[DisplayRow]
    href: str = ""
    decisions: Sequence[DecisionShown] = ()


def told(rows: Sequence[TimelineRow], locale: str) -> list[Line]:
    """The timeline in a language."""
    return [_line(row, locale) for row in rows]


def _line(row: TimelineRow, locale: str) -> Line:
    telling = TOLD.get(row.kind, OTHER)
    return Line(
        id=row.id,
        at=row.at,
        element_id=row.element_id,
        title=translate(locale, telling.sentence, {"element": row.element_name or row.element_id, "kind": row.kind}),
        detail=" · ".join(_details(row.details, locale)),
        actor=_actor(row, locale),
        tone=telling.tone,
        icon=telling.icon,
        form=row.form,
        href=f"/batches/{row.details['batch']}" if "batch" in row.details else "",
        decisions=shown(row.details.get("decisions", ())),
    )


def _details(details: Mapping[str, Any], locale: str) -> list[str]:
    told = [
        translate(locale, sentence, {"value": details[name]})
        for name, sentence in DETAILS.items()
        if isinstance(details.get(name), str) and details[name]
    ]
    return [*_from_to(details, locale), *told]


def _from_to(details: Mapping[str, Any], locale: str) -> list[str]:
    """Of a move, what ended and what began; of a migration, the versions."""
    if "begun" in details:
        return [f"{', '.join(details['ended']) or '–'} → {', '.join(details['begun']) or '–'}"]
    if "mapping" in details:
        versions = {"old": details["from"]["version"], "new": details["to"]["version"]}
        return [translate(locale, _("Version {old} → {new}"), versions)]
    return []


def _actor(row: TimelineRow, locale: str) -> str:
    if row.actor_name:
        return row.actor_name
    if row.actor_kind != "public":
        return translate(locale, _("By itself"))
    return translate(locale, _("Somebody outside") if row.details.get("recipient") else _("Customer"))


def drawn(progress: Progress, locale: str) -> dict[str, Any]:
    """Where the instance stands, as diagram.js reads it."""
    return {
        "nodes": dict(progress.nodes),
        "flows": list(progress.flows),
        "badges": {
            element_id: {"kind": badge.kind, "text": badge.text, "title": _title(badge.kind, badge.text, locale)}
            for element_id, badge in progress.badges.items()
        },
        "names": dict(progress.names),
    }


def _title(kind: str, text: str, locale: str) -> str:
    if kind == "bad":
        return translate(locale, _("Stuck: there is an incident"))
    return translate(locale, _("Waiting here: {number}"), {"number": text})
