"""The mail connector: a real SMTP server on this machine gets the mail, once per message id."""

import smtplib
import socket
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import ValidationError

from engine import mailbox
from engine.connectors import Call, ConnectorFailed
from engine.connectors.mail import Mail, MailInput
from engine.db import Database
from engine.identity import SYSTEM
from engine.settings import Settings

JOB = UUID(int=7)
TEXTS = {
    "en": {"mail": {"hello": {"subject": "Your {what}", "text": "Dear {name},\nby {when}: {receiptUrl}\n{missing}"}}},
    "zh-CN": {"mail": {"hello": {"subject": "您的{what}", "text": "{name}：{when} 前答复。"}}},
}


class Inbox:
    """What the server received, and what it shall answer."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def post() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    controller.stop()


def send(database: Database, given: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    call = Call(job_id=JOB, instance_id=UUID(int=1), database=database, headers=headers or {}, texts=TEXTS, timeout=3)
    return Mail().call(MailInput.model_validate(given), call)


def test_a_template_is_written_in_the_language_of_the_reader(database: Database, post: tuple[Inbox, str]) -> None:
    inbox, address = post
    database.settings = Settings(smtp_url=address, public_url="https://crm.example")
    values = {"what": "complaint", "name": "{receipt}", "when": "2026-03-02T09:00:00+08:00", "receipt": "AB-12"}
    send(database, {"to": "lin@example.org", "template": "hello", "locale": "en", "values": values})
    send(database, {"to": "lin@example.org", "template": "hello", "locale": "zh-CN", "values": values})
    english, chinese = inbox.mails
    assert english["Subject"] == "Your complaint"
    assert "Dear {receipt}," in english.get_content(), "what a customer wrote is never filled in"
    assert "Mar 2, 2026, 09:00: https://crm.example/receipt?code=AB-12" in english.get_content()
    assert chinese.get_content().startswith("{receipt}：2026年3月2日 09:00 前答复。")


def test_every_attempt_carries_the_same_message_id(database: Database, post: tuple[Inbox, str]) -> None:
    inbox, address = post
    database.settings = Settings(smtp_url=address)
    for _ in range(2):
        send(database, {"to": "lin@example.org", "subject": "s", "text": "t"})
    assert [mail["Message-ID"] for mail in inbox.mails] == [f"<{JOB}@bihuan>"] * 2


def test_a_refusal_for_good_is_not_tried_again(database: Database, post: tuple[Inbox, str]) -> None:
    inbox, address = post
    database.settings = Settings(smtp_url=address)
    for answer, permanent in (("554 no", True), ("451 later", False)):
        inbox.answer = answer
        with pytest.raises(ConnectorFailed) as caught:
            send(database, {"to": "lin@example.org", "subject": "s", "text": "t"})
        assert caught.value.permanent is permanent


def test_an_unreachable_server_is_tried_again(database: Database) -> None:
    database.settings = Settings(smtp_url="smtp://127.0.0.1:1")
    with pytest.raises(ConnectorFailed) as caught:
        send(database, {"to": "lin@example.org", "subject": "s", "text": "t"})
    assert not caught.value.permanent
    assert isinstance(caught.value.__cause__, OSError | smtplib.SMTPException)


def test_a_mail_to_nobody_is_a_failure_unless_it_is_optional(database: Database) -> None:
    with pytest.raises(ConnectorFailed):
        send(database, {"to": "", "subject": "s", "text": "t"})
    assert send(database, {"to": None, "subject": "s"}, {"optional": "true"}) == {"sent": False}


@pytest.mark.parametrize("to", ["lin", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"])
def test_only_one_plain_address_is_taken(to: str) -> None:
    with pytest.raises(ValidationError):
        MailInput.model_validate({"to": to})


def test_a_line_break_in_a_value_cannot_make_a_header(database: Database, post: tuple[Inbox, str]) -> None:
    inbox, address = post
    database.settings = Settings(smtp_url=address)
    send(
        database,
        {
            "to": "lin@example.org",
            "template": "hello",
            "values": {"what": "x\r\nBcc: evil@example.org"},
            "locale": "en",
        },
    )
    [mail] = inbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Your x Bcc: evil@example.org"


def test_without_a_server_mails_are_kept_once_in_the_mailbox(database: Database) -> None:
    for _ in range(2):
        send(database, {"to": "lin@example.org", "subject": "kept", "text": "t"})
    with database.reading() as session:
        assert [mail.subject for mail in mailbox.messages(session, SYSTEM)] == ["kept"]


def test_a_missing_template_says_which(database: Database) -> None:
    with pytest.raises(ConnectorFailed, match="nothing"):
        send(database, {"to": "lin@example.org", "template": "nothing"})
