"""Sends mail by SMTP, or keeps it in the mailbox page while no server is set."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import BaseModel, Field, field_validator

from engine import clock, mailbox
from engine.connectors.connector import Call, ConnectorFailed
from engine.connectors.mail_text import MailText, TemplateMissing, written
from engine.settings import Settings


class MailInput(BaseModel):
    """To whom; and either a template of the package with its values and language, or subject and text."""

    to: str | None = Field(default=None, max_length=320)
    template: str = Field(default="", max_length=80)
    locale: str = Field(default="", max_length=20)
    values: dict[str, Any] = Field(default_factory=dict)
    subject: str = Field(default="", max_length=400)
    text: str = Field(default="", max_length=100_000)

    @field_validator("to")
    @classmethod
    def _one_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        if "@" not in parseaddr(value)[1] or any(letter in value for letter in "\r\n,;"):
            raise ValueError("not one e-mail address")
        return value


class Mail:
    """The mail connector. With the header `optional` a mail to nobody is no failure but nothing to do."""

    input_model = MailInput

    def call(self, given: MailInput, call: Call) -> Mapping[str, Any]:
        """Hand one mail over; its Message-ID is the job's, so that a receiver knows a repetition."""
        if given.to is None:
            if call.headers.get("optional") == "true":
                return {"sent": False}
            raise ConnectorFailed("the mail has no recipient", permanent=True)
        settings = call.database.settings
        message = _message(given, call, settings)
        if settings.smtp_url:
            _send(message, settings, call.timeout)
        else:
            with call.database.transaction() as session:
                mailbox.keep(session, message, call.instance_id)
        return {"sent": True, "messageId": message["Message-ID"]}


def _message(given: MailInput, call: Call, settings: Settings) -> EmailMessage:
    text = _text(given, call, settings)
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = given.to
    message["Subject"] = text.subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{call.job_id}@bihuan>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.body)
    return message


def _text(given: MailInput, call: Call, settings: Settings) -> MailText:
    if not given.template:
        return MailText(subject=" ".join(given.subject.split()), body=given.text)
    try:
        return written(call.texts, given.template, given.locale or settings.locale, given.values, settings)
    except TemplateMissing as error:
        raise ConnectorFailed(f"the package has no mail text “{given.template}”", permanent=True) from error


def _send(message: EmailMessage, settings: Settings, timeout: float) -> None:
    try:
        with _server(settings.smtp_url, timeout) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise ConnectorFailed("the mail server refused the recipient", permanent=_permanent(error)) from error
    except smtplib.SMTPResponseException as error:
        # 5xx says never, 4xx later (RFC 5321, 4.2.1). The server's text may quote the mail, so only the code is kept.
        raise ConnectorFailed(
            f"the mail server answered {error.smtp_code}", permanent=error.smtp_code >= 500
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ConnectorFailed(f"the mail server cannot be reached ({type(error).__name__})") from error


def _permanent(error: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _ in error.recipients.values())


@contextmanager
def _server(address: str, timeout: float) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(address)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if secure:
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=timeout)
    with server:
        if parse_qs(parts.query).get("starttls") == ["1"]:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
