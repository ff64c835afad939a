"""Invitations to people outside: a user task's one-time links, and the mails that bring them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from engine import clock, new_jobs
from engine.assignment import Evaluates
from engine.bpmn import Activity
from engine.errors import StepFailed
from engine.feel import FeelError
from engine.ids import new_id
from engine.models import TaskLink
from engine.new_jobs import NewJob

MAIL = "task-link"
"""The mail text of a package that brings a link; without one our own words are sent."""
LASTS = timedelta(days=7)
LONGEST = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """Whom a diagram invites to do a task, for how long, and in which language (none: the instance's)."""

    mail: str
    lasts: timedelta = LASTS
    locale: str = ""


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A link to be made; `mail_to` sends it, and is then its recipient too. Names are what the mail calls things."""

    instance_id: UUID
    task_id: UUID
    element_id: str
    recipient: str
    task_name: str
    process_name: str
    locale: str
    lasts: timedelta = LASTS
    mail_to: str = ""
    made_by: UUID | None = None


def outsider(activity: Activity, variables: Mapping[str, Any], language: Evaluates) -> Outsider | None:
    """Whom <bihuan:outsider email days locale> names; None when it leads to nobody.

    Raises StepFailed when a text cannot be evaluated, or is no address.
    """
    said = activity.extension["outsider"][0]
    try:
        mail = _value(said.get("email"), variables, language)
        locale = _value(said.get("locale"), variables, language)
    except FeelError as error:
        raise StepFailed(element_id=activity.id, error_code=error.code, reason=str(error)) from error
    if mail and not is_mail(mail):
        raise StepFailed(element_id=activity.id, error_code="outsider-mail", reason="this is not one e-mail address")
    return Outsider(mail=mail, lasts=_days(said.get("days", "")), locale=locale) if mail else None


def is_mail(text: str) -> bool:
    """Whether this is one e-mail address and nothing else."""
    return "@" in parseaddr(text)[1] and len(text) <= 320 and not any(letter in text for letter in "\r\n,;")


def _value(said: str | None, variables: Mapping[str, Any], language: Evaluates) -> str:
    value = language.evaluate(said[1:], variables) if said and said.startswith("=") else said
    return "" if value is None else str(value).strip()


def _days(said: str) -> timedelta:
    return min(timedelta(days=int(said)), LONGEST) if said.isdecimal() and int(said) else LASTS


def create(session: Session, links: Sequence[NewLink]) -> list[UUID]:
    """Write the links, and the jobs that mail those which are to be mailed; returns the links' ids.

    A job knows the link's id only: its address is made when the mail is, and stands in no table.
    """
    if not links:
        return []
    ids = [new_id() for _ in links]
    now = clock.now()
    rows = [
        _row(link, link_id) | {"made_at": now, "expires_at": now + link.lasts}
        for link, link_id in zip(links, ids, strict=True)
    ]
    session.execute(insert(TaskLink), rows)
    new_jobs.create(session, [_mail(link, row) for link, row in zip(links, rows, strict=True) if link.mail_to])
    return ids


def _row(link: NewLink, link_id: UUID) -> dict[str, Any]:
    return {"id": link_id, "task_id": link.task_id, "recipient": link.recipient, "made_by": link.made_by}


def _mail(link: NewLink, row: Mapping[str, Any]) -> NewJob:
    values = {
        "taskLink": str(row["id"]),
        "task": link.task_name,
        "process": link.process_name,
        "until": row["expires_at"].isoformat(),
    }
    mail = {"to": link.mail_to, "template": MAIL, "locale": link.locale, "values": values}
    return NewJob(
        instance_id=link.instance_id,
        element_id=link.element_id,
        connector="mail",
        input={"input": mail, "headers": {}},
    )
