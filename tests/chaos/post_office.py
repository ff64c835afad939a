"""A real SMTP server of this process that notes every mail it takes, by Message-ID."""

import asyncio
import email
from collections import defaultdict
from dataclasses import dataclass
from email.header import decode_header, make_header
from random import Random
from threading import Event
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.chaos.ports import free_port

LONGEST_THOUGHT = 0.1
"""Seconds between taking a mail and saying so: there a crash makes a mail that is sent again."""


@dataclass(frozen=True)
class Letter:
    """What a receiver sees of one mail."""

    to: str
    subject: str
    text: str


class PostOffice:
    """Takes mails on a free port of 127.0.0.1 while it is open."""

    def __init__(self, random: Random) -> None:
        self.letters: defaultdict[str, list[Letter]] = defaultdict(list)
        self.taken = Event()
        """Set with every mail that was taken and not yet acknowledged."""
        self._random = random
        self.port = free_port(Random())
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def deliveries(self) -> int:
        """How many mails were taken, repetitions counted."""
        return sum(map(len, self.letters.values()))

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Note the mail, think a little, and say that it was taken."""
        message = email.message_from_bytes(envelope.content)
        body = message.get_payload(decode=True)
        letter = Letter(
            to=str(message["To"]),
            subject=str(make_header(decode_header(str(message["Subject"])))),
            text=body.decode() if isinstance(body, bytes) else "",
        )
        self.letters[str(message["Message-ID"])].append(letter)
        self.taken.set()
        await asyncio.sleep(self._random.uniform(0, LONGEST_THOUGHT))
        return "250 OK"
