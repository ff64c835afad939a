"""The mails that the sample transport kept instead of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, or_, select

from engine import clock
from engine.errors import NotAllowed
from engine.identity import Actor
from engine.models import Mail


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """One mail that would have been sent."""

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    instance_id: UUID | None


def messages(session: Session, actor: Actor, *, text: str = "", limit: int = 100) -> Sequence[MailRow]:
    """The newest mails first, those whose recipient or subject contains `text`; for people who are logged in."""
    if actor.kind == "public":
        raise NotAllowed
    statement = select(Mail).order_by(col(Mail.at).desc(), col(Mail.message_id)).limit(limit)
    if text:
        statement = statement.where(
            or_(
                col(Mail.recipient).icontains(text, autoescape=True), col(Mail.subject).icontains(text, autoescape=True)
            )
        )
    return [_row(mail) for mail in session.exec(statement)]


def _row(mail: Mail) -> MailRow:
    return MailRow(
        id=mail.message_id,
        to=mail.recipient,
        subject=mail.subject,
        text=mail.body,
        at=mail.at,
        instance_id=mail.instance_id,
    )


def keep(session: Session, message: EmailMessage, instance_id: UUID | None) -> None:
    """Keep a mail; the same Message-ID again is the same mail."""
    row = {
        "message_id": message["Message-ID"],
        "instance_id": instance_id,
        "recipient": str(message["To"]),
        "subject": str(message["Subject"]),
        "body": message.get_content(),
        "at": clock.now(),
    }
    session.execute(insert(Mail).values(row).on_conflict_do_nothing())
