"""What happens in each complaint: who files it, what its customer wants, and where people leave it lying."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

WAYS: Mapping[str, int] = {
    "accepts": 5,  # the customer accepts on the receipt page
    "refuses": 3,  # … after refusing once or twice, there or by a message from another system
    "never-content": 1,  # … refuses three times, and the supervisor decides
    "by-phone": 2,  # the desk records the answer
    "silent": 2,  # nobody answers until the timer has had enough
    "above-limit": 2,  # the manager sends the compensation back once
    "rejected": 1,
    "no-mail": 1,  # rejected, and there is no address to write to
    "unreachable": 2,  # at first; a timer tries again
    "ignored": 2,  # nobody confirms it: reminder and escalation, and there it stays
    "shelved": 2,  # nobody proposes a remedy
}
"""The ways that a complaint can go, by how common they are."""

LEFT_AT: Mapping[str, str] = {"ignored": "confirm", "shelved": "propose"}
"""The task that nobody does on this way; all other ways come to an end."""

CATEGORIES = ("network", "billing", "contract", "store", "goods", "service", "privacy", "other")
_NUMBER = re.compile(r"#(\d+)#")


@dataclass(frozen=True, kw_only=True)
class Story:
    """One complaint. `public`: filed on the public page, else by a colleague through REST."""

    number: int
    way: str
    public: bool
    category: str
    departments: int
    refusals: int

    @property
    def complaint(self) -> dict[str, Any]:
        """The answers to the start form; the subject carries the number, so that it is seen in every inbox."""
        known = self.number % 40 + 1
        return {
            "complainantName": f"客户 {self.number}",
            "phone": f"2000000{self.number:04d}" if self.way == "no-mail" else f"{10000000000 + known}",
            "subject": f"投诉 #{self.number}#",
            "category": self.category,
            "description": "账单中流量包扣了两次，我只订购过一次。",
            "consent": True,
            **({} if self.way == "no-mail" else {"email": f"customer{self.number}@customers.example"}),
            **({} if self.public else {"staffChannel": "phone"}),
        }


def number_in(title: str) -> int | None:
    """The story that a title belongs to."""
    found = _NUMBER.search(title)
    return int(found[1]) if found else None


def told(count: int, random: Random, *, public: bool) -> Sequence[Story]:
    """So many stories; every way at least once if there is room. Without `public` all are filed through REST."""
    ways = [*WAYS, *random.choices(list(WAYS), list(WAYS.values()), k=count)][:count]
    random.shuffle(ways)
    return [_story(number, way, random, public=public) for number, way in enumerate(ways)]


def _story(number: int, way: str, random: Random, *, public: bool) -> Story:
    refusals = {"refuses": random.choice([1, 2]), "never-content": 3}.get(way, 0)
    return Story(
        number=number,
        way=way,
        public=public and random.random() < 0.5,
        category=random.choice(CATEGORIES),
        departments=random.choice([1, 1, 2]),
        refusals=refusals,
    )
