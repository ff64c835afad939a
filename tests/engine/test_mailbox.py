"""The mails kept by the sample transport."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from engine import clock, mailbox
from engine.errors import NotAllowed
from engine.identity import PUBLIC, Actor
from engine.ids import new_id
from engine.models import Mail

ANN = Actor(kind="person", person_id=new_id(), login="ann", name="Ann")


def _mail(session: Session, number: int, recipient: str, subject: str) -> None:
    at = clock.now() + timedelta(minutes=number)
    session.add(Mail(message_id=f"<{number}@bihuan>", recipient=recipient, subject=subject, body="Dear …", at=at))
    session.flush()


def test_the_newest_mail_comes_first(session: Session) -> None:
    _mail(session, 1, "zhang@example.com", "Received")
    _mail(session, 2, "zhang@example.com", "Solved")
    assert [mail.subject for mail in mailbox.messages(session, ANN)] == ["Solved", "Received"]


def test_mails_are_found_by_recipient_and_subject(session: Session) -> None:
    _mail(session, 1, "zhang@example.com", "Received 100%")
    _mail(session, 2, "li@example.com", "Solved")
    assert [mail.to for mail in mailbox.messages(session, ANN, text="LI@")] == ["li@example.com"]
    assert [mail.to for mail in mailbox.messages(session, ANN, text="100%")] == ["zhang@example.com"]
    assert mailbox.messages(session, ANN, text="100_") == []


def test_the_mailbox_refuses_strangers(session: Session) -> None:
    with pytest.raises(NotAllowed):
        mailbox.messages(session, PUBLIC)
