"""What was commanded, and what the house said to it: all that may be believed after a crash."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command that got a definite answer, however often it had to be sent.

    kind: start, complete, answer or message; subject: the key of the process, the id of the task, or the receipt code.
    """

    kind: str
    who: str
    subject: str
    element_id: str = ""
    story: int | None = None
    files: tuple[str, ...] = ()
    status: int
    reply: Mapping[str, Any]

    @property
    def done(self) -> bool:
        """Whether the house said that it did it."""
        return self.status < 300


@dataclass
class Ledger:
    """Written by all client threads."""

    commands: list[Command] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    """Answers that nobody should get: server errors, refusals without a reason, a repeated command answered anew."""
    counts: Counter[str] = field(default_factory=Counter)
    receipts: dict[int, str] = field(default_factory=dict)
    """The receipt code of each story that has begun."""
    _done: defaultdict[tuple[int | None, str], int] = field(default_factory=lambda: defaultdict(int))
    _lock: Lock = field(default_factory=Lock)

    def note(self, command: Command) -> None:
        """Keep a definite answer."""
        with self._lock:
            self.commands.append(command)
            if command.done:
                self._done[command.story, command.element_id or command.kind] += 1

    def surprise(self, text: str) -> None:
        """Keep something that should not have happened."""
        with self._lock:
            self.surprises.append(text)

    def count(self, name: str) -> None:
        """One more of something."""
        with self._lock:
            self.counts[name] += 1

    def times(self, story: int, step: str) -> int:
        """How often this step of a story was acknowledged: an element id, or the kind of a command without one."""
        with self._lock:
            return self._done[story, step]

    def acknowledged(self, kind: str) -> list[Command]:
        """The commands of a kind that the house said it did."""
        return [command for command in self.commands if command.kind == kind and command.done]
