"""Kills the whole product at random moments while complaints run, then looks whether anything was lost or doubled.

python -m tests.chaos.kill --count 25 --complaints 200 --seed 1
"""

import argparse
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread

import httpx2

from engine import embedded
from engine.db import Database
from tests.chaos import hurried
from tests.chaos.audit import Books, figures, unsettled, violations
from tests.chaos.caller import Caller
from tests.chaos.customers import Customers
from tests.chaos.house import House
from tests.chaos.ledger import Ledger
from tests.chaos.post_office import PostOffice
from tests.chaos.questions import Questions
from tests.chaos.staff import Staff
from tests.chaos.stories import Story, told

DESKS = (
    ("chenjing",),
    ("liming",),
    ("wangfang", "zhaolei"),
    ("liuyang", "zhoumin", "wudan", "zhenghao"),
    ("suntao", "majun"),
)
"""Who shares a thread. Two desks look after the same tasks, so that people are in one another's way."""

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much of everything. pace: seconds that an hour of the process lasts; dead_after: as the setting."""

    kills: int
    complaints: int
    seed: int
    pace: float = 1.0
    dead_after: int = 20
    longest_life: float = 5.0
    """Seconds until the next kill at the latest, once the house answers."""
    settles_within: float = 300.0
    """Seconds after the last kill."""


@dataclass(kw_only=True)
class Outcome:
    """What came of it; `violations` is empty when nothing was lost and nothing doubled."""

    violations: list[str]
    figures: dict[str, int]


@dataclass
class Day:
    """One run of the house with everybody in it."""

    plan: Plan
    house: House
    post: PostOffice
    database: Database
    say: Say
    ledger: Ledger = field(default_factory=Ledger)
    closing: Event = field(default_factory=Event)
    questions: Questions = field(default_factory=Questions)
    kills: int = 0

    def run(self) -> Outcome:
        """Open, let people work through all kills, settle, close, and look through the books."""
        self.house.start()
        self.house.wait_until_ready()
        stories = told(self.plan.complaints, Random(self.plan.seed), public=_own_addresses())
        with self._people(self._hired(), stories):
            self._kill_often()
            settled_in = self._settle(stories)
        code = self.house.stop()
        with self._books(stories) as books:
            found = list(violations(books)) + ([f"stopped with exit code {code}"] if code else [])
            return Outcome(
                violations=found,
                figures={"kills": self.kills, **figures(books), "seconds to settle": round(settled_in)},
            )

    def _hired(self) -> dict[str, str]:
        """An API token for everybody, and the hurried process in service."""
        tokens = {login: self._token(login) for login in ("xulan", "heqing", *(one for desk in DESKS for one in desk))}
        httpx2.post(
            f"{self.house.url}/api/v1/deployments",
            files={"package": ("hurried.zip", hurried.package(self.plan.pace))},
            headers={"authorization": f"Bearer {tokens['heqing']}"},
            timeout=60,
        ).raise_for_status()
        return tokens

    def _token(self, login: str) -> str:
        with httpx2.Client(base_url=self.house.url, timeout=30, headers={"accept": "application/json"}) as browser:
            csrf = browser.get("/session").json()["csrf_token"]
            answer = browser.post("/login/sample", data={"login": login}, headers={"x-csrf-token": csrf})
            csrf = answer.raise_for_status().json()["csrf_token"]
            made = browser.post("/api/v1/me/tokens", json={"name": "chaos"}, headers={"x-csrf-token": csrf})
            return str(made.raise_for_status().json()["secret"])

    @contextmanager
    def _people(self, tokens: dict[str, str], stories: Sequence[Story]) -> Iterator[None]:
        """Staff and customers at work until the block ends."""
        threads = [Thread(target=work, daemon=True) for work in self._lives(tokens, stories)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.closing.set()
            for thread in threads:
                thread.join(60)

    def _lives(self, tokens: dict[str, str], stories: Sequence[Story]) -> Iterator[Callable[[], None]]:
        for number, logins in enumerate(DESKS):
            caller = self._line("", Random(f"{self.plan.seed} desk {number}"))
            yield Staff(caller, tokens, logins, stories, self.questions).work
        for number in range(2):
            mine = stories[number::2]
            seed = self.plan.seed * 2 + number
            yield Customers(self._line, tokens, mine, self.questions, self._may_begin, seed).live

    def _line(self, address: str, random: Random) -> Caller:
        return Caller(self.house.url, self.ledger, self.closing, random, address=address)

    def _may_begin(self, story: Story) -> bool:
        """Complaints come in while the house is being killed, and not all in the first moment."""
        return story.number <= self.plan.complaints * (self.kills + 1) / max(self.plan.kills * 0.7, 1)

    def _kill_often(self) -> None:
        random = Random(self.plan.seed)
        for number in range(self.plan.kills):
            how = random.choices(["at any time", "in a mail", "while starting"], [6, 3, 1])[0]
            if how == "while starting" and number:
                # It was started a moment ago, after the kill before.
                time.sleep(random.uniform(0.5, 3))
            else:
                self.house.wait_until_ready()
                self._let_live(how, random)
            self.house.kill()
            self.kills += 1
            self.say(f"kill {self.kills} of {self.plan.kills}, {how}")
            self.house.start()
        self.house.wait_until_ready()

    def _let_live(self, how: str, random: Random) -> None:
        time.sleep(random.uniform(0.2, self.plan.longest_life))
        if how == "in a mail":
            self.post.taken.clear()
            self.post.taken.wait(timeout=self.plan.longest_life)

    def _settle(self, stories: Sequence[Story]) -> float:
        """Wait until nothing is left to happen, at most as long as the plan says; how long it took."""
        begun, said = time.monotonic(), ""
        while time.monotonic() < begun + self.plan.settles_within:
            with self._books(stories) as books:
                left = list(unsettled(books))
            if not left:
                break
            text = f"settling: {len(left)} things to come, such as {left[-1][:150]}"
            if text != said:
                self.say(text)
            said = text
            time.sleep(1)
        return time.monotonic() - begun

    @contextmanager
    def _books(self, stories: Sequence[Story]) -> Iterator[Books]:
        with self.database.reading() as session:
            yield Books(session=session, ledger=self.ledger, post=self.post, stories=stories)


def _own_addresses() -> bool:
    """Whether customers can come from addresses of their own: rate limits go by them. True on Linux."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.100.0.1", 0))
        except OSError:
            return False
    return True


def run(plan: Plan, address: str, folder: Path, say: Say) -> Outcome:
    """Run the plan on this database, with files in this folder; ends everything it started."""
    with ExitStack() as stack:
        post = stack.enter_context(PostOffice(Random(plan.seed)))
        house = House(address, folder, post.port, dead_after=plan.dead_after)
        stack.callback(house.kill)
        database = Database(address, size=2)
        stack.callback(database.dispose)
        return Day(plan, house, post, database, say).run()


def main() -> int:
    """The command line; 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=25, help="how many kills")
    parser.add_argument("--complaints", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # Being told to stop must end what was started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="bihuan-chaos-"))
    folder.chmod(0o755)
    try:
        address = embedded.start(folder)
        plan = Plan(kills=given.count, complaints=given.complaints, seed=given.seed)
        outcome = run(plan, address, folder, _say)
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return _report(outcome)


def _report(outcome: Outcome) -> int:
    for name, number in outcome.figures.items():
        _say(f"{number:>8}  {name}")
    for violation in outcome.violations[:50]:
        _say(f"VIOLATION {violation}")
    _say(f"{len(outcome.violations):>8}  lost, doubled or contradictory")
    return 1 if outcome.violations else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
