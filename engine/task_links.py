"""One-time links: somebody without a login does one user task, once, within a time, unless the link is revoked.

Whoever may do a task may hand it to somebody outside; a diagram may do so by itself (see `engine.invitations`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue, clock, history, invitations, link_address, tasks
from engine.answers import Files, OpenForm
from engine.db import settings_of
from engine.errors import (
    Conflict,
    Invalid,
    LinkExpired,
    LinkOver,
    LinkRevoked,
    LinksTooMany,
    LinkUsed,
    NotAllowed,
    NotFound,
    WrongState,
)
from engine.history import Fact
from engine.identity import Actor
from engine.invitations import NewLink
from engine.models import TaskState

MOST_OPEN = 20
LONGEST_RECIPIENT = 200

_TASK = text(
    "SELECT t.id, t.instance_id, t.definition_id, t.element_id, t.name, t.state, t.assignee_id, "
    "t.candidate_users, t.candidate_groups, i.locale FROM user_task t JOIN process_instance i ON i.id = t.instance_id "
    "WHERE t.id = :id"
)
_COLUMNS = (
    "l.id, l.task_id, l.recipient, l.made_at, l.expires_at, l.revoked_at, l.used_at, t.state AS task_state, "
    "COALESCE(p.name, '') AS made_by_name"
)
_FROM = "FROM task_link l JOIN user_task t ON t.id = l.task_id LEFT JOIN person p ON p.id = l.made_by"
_OF_TASK = text(f"SELECT {_COLUMNS} {_FROM} WHERE l.task_id = :task ORDER BY l.made_at, l.id")
_ONE = text(f"SELECT {_COLUMNS} {_FROM} WHERE l.id = :id")
_REVOKE = text("UPDATE task_link SET revoked_at = :now WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL")
_USE = text(
    "UPDATE task_link SET used_at = :now "
    "WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now"
)


class LinkState(StrEnum):
    """open → used, expired, revoked, or over when its task is done or not needed any more."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as those see it who may make one; `address` is empty when it leads nowhere any more."""

    id: UUID
    recipient: str
    made_by_name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    state: LinkState
    address: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What somebody outside sees behind an open link."""

    task_id: UUID
    task_name: str
    process_name: str
    description: str
    recipient: str
    expires_at: datetime
    form: OpenForm


def make(
    session: Session,
    actor: Actor,
    task_id: UUID,
    recipient: str,
    *,
    lasts: timedelta = invitations.LASTS,
    send: bool = False,
) -> Link:
    """Invite somebody outside to do a task; with `send` by mail, and then the recipient is an address."""
    row = _task(session, actor, task_id)
    if row.state != TaskState.OPEN:
        raise WrongState(state=row.state)
    known = of_task(session, actor, task_id)
    if sum(link.state == LinkState.OPEN for link in known) >= MOST_OPEN:
        raise LinksTooMany(limit=MOST_OPEN)
    task_name, process_name = _names(session, row, row.locale)
    invited = NewLink(
        instance_id=row.instance_id,
        task_id=task_id,
        element_id=row.element_id,
        recipient=_recipient(recipient, send),
        task_name=task_name,
        process_name=process_name,
        locale=row.locale,
        lasts=_checked(lasts),
        mail_to=recipient.strip() if send else "",
        made_by=actor.person_id,
    )
    (link_id,) = invitations.create(session, [invited])
    _record(session, actor, row, "task.linked", invited.recipient)
    return _link(session, session.execute(_ONE, {"id": link_id}).one())


def of_task(session: Session, actor: Actor, task_id: UUID) -> list[Link]:
    """The links of a task, oldest first, for those who may make one."""
    _task(session, actor, task_id)
    return [_link(session, row) for row in session.execute(_OF_TASK, {"task": task_id})]


def revoke(session: Session, actor: Actor, task_id: UUID, link_id: UUID) -> None:
    """Take a link back; one that has been revoked already stays so, one that was used cannot be."""
    task = _task(session, actor, task_id)
    row = session.execute(_ONE, {"id": link_id}).first()
    if row is None or row.task_id != task_id:
        raise NotFound(kind="link", id=str(link_id))
    if session.execute(_REVOKE, {"id": link_id, "now": clock.now()}).rowcount:  # type: ignore[attr-defined]  # a cursor result at run time
        _record(session, actor, task, "task.unlinked", row.recipient)
    elif row.revoked_at is None:
        raise LinkUsed(at=row.used_at.isoformat() if row.used_at else "")


def open_link(session: Session, signed: str, locale: str) -> Opened:
    """The form behind a link. Looking changes nothing. NotFound, or a Conflict that says why it leads nowhere."""
    link = _usable(session, signed)
    guest = _guest(link)
    task = session.execute(_TASK, {"id": link.task_id}).one()
    name, process_name = _names(session, task, locale)
    definition = catalogue.definition(session, task.definition_id)
    return Opened(
        task_id=link.task_id,
        task_name=name,
        process_name=process_name,
        description=definition.text(locale, "descriptions", task.element_id),
        recipient=link.recipient,
        expires_at=link.expires_at,
        form=tasks.open_form(session, guest, link.task_id, locale),
    )


def guest_of(session: Session, signed: str) -> Actor:
    """Who acts through an open link: somebody who may do its task and nothing else."""
    return _guest(_usable(session, signed))


def answer(session: Session, signed: str, answers: Mapping[str, Any], *, files: Files | None = None) -> None:
    """Do the task, once: of two answers at the same time one counts, and the other is told so."""
    link = _usable(session, signed)
    tasks.complete(session, _guest(link), link.task_id, answers, files=files)
    if not session.execute(_USE, {"id": link.id, "now": clock.now()}).rowcount:  # type: ignore[attr-defined]  # a cursor result at run time
        raise _dead(session.execute(_ONE, {"id": link.id}).one()) or LinkOver()


def _task(session: Session, actor: Actor, task_id: UUID) -> Row[Any]:
    row = session.execute(_TASK, {"id": task_id}).first()
    if row is None:
        raise NotFound(kind="task", id=str(task_id))
    if actor.kind == "public":
        raise NotAllowed
    if not actor.may("operate"):
        authz.require_work(session, actor, row)
    return row


def _names(session: Session, row: Row[Any], locale: str) -> tuple[str, str]:
    definition = catalogue.definition(session, row.definition_id)
    return definition.element_name(row.element_id, locale) or row.name, definition.title(locale)


def _recipient(recipient: str, send: bool) -> str:
    plain = " ".join(recipient.split())
    if not plain or len(plain) > LONGEST_RECIPIENT:
        raise Invalid(reason="say whom the link is for")
    if send and not invitations.is_mail(plain):
        raise Invalid(reason="this is not one e-mail address")
    return plain


def _checked(lasts: timedelta) -> timedelta:
    if not timedelta() < lasts <= invitations.LONGEST:
        raise Invalid(reason="a link is valid for 1 to 90 days")
    return lasts


def _record(session: Session, actor: Actor, task: Row[Any], kind: str, recipient: str) -> None:
    data = {"recipient": recipient}
    fact = Fact(kind=kind, instance_id=task.instance_id, task_id=task.id, element_id=task.element_id, data=data)
    history.record(session, actor, fact)


def _usable(session: Session, signed: str) -> Row[Any]:
    link_id = link_address.verify(settings_of(session), signed)
    row = session.execute(_ONE, {"id": link_id}).first() if link_id else None
    if row is None:
        raise NotFound(kind="link", id="")
    dead = _dead(row)
    if dead is not None:
        raise dead
    return row


def _dead(row: Row[Any]) -> Conflict | None:
    """Why a link leads nowhere; None for an open one."""
    state = _state(row)
    if state == LinkState.USED:
        return LinkUsed(at=row.used_at.isoformat())
    if state == LinkState.EXPIRED:
        return LinkExpired(at=row.expires_at.isoformat())
    return {LinkState.REVOKED: LinkRevoked(), LinkState.OVER: LinkOver()}.get(state)


def _state(row: Row[Any]) -> LinkState:
    if row.used_at is not None:
        return LinkState.USED
    if row.revoked_at is not None:
        return LinkState.REVOKED
    if row.task_state != TaskState.OPEN:
        return LinkState.OVER
    return LinkState.EXPIRED if row.expires_at <= clock.now() else LinkState.OPEN


def _guest(link: Row[Any]) -> Actor:
    return Actor(kind="public", name=link.recipient, task_id=link.task_id)


def _link(session: Session, row: Row[Any]) -> Link:
    state = _state(row)
    return Link(
        id=row.id,
        recipient=row.recipient,
        made_by_name=row.made_by_name,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        state=state,
        address=link_address.address(settings_of(session), row.id) if state == LinkState.OPEN else "",
    )
