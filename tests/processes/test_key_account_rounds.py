"""One account is followed for eighty years: its thousandth round costs and weighs what the first ones did."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from engine import clock, deployments, identity, instances, interpreter, messages, packages, sample, tasks
from engine.history import Fact
from engine.identity import SYSTEM, Actor

ROUNDS = 1000
"""Reviews of the account, one a month."""
EVERY = 10
"""After so many reviews the item that is under way goes round its own loop once more."""
ROOM = 64
"""Bytes by which a snapshot may differ where numbers have grown by some digits; one item alone weighs a kilobyte."""

_OPEN = text("SELECT id FROM user_task WHERE instance_id = :instance AND element_id = :element AND state = 'open'")
_ROWS = text(
    "SELECT (SELECT count(*) FROM user_task WHERE instance_id = :instance AND state = 'open'), "
    "(SELECT count(*) FROM timer WHERE instance_id = :instance), "
    "(SELECT count(*) FROM subscription WHERE instance_id = :instance), "
    "(SELECT count(*) FROM incident WHERE instance_id = :instance)"
)

SHEET = {
    "headline": "Spends less",
    "part": "business",
    "observedOn": "2026-03-01",
    "source": "visit",
    "certainty": "told",
    "business": {"salesBefore": 1000, "salesNow": 700, "attitude": "neutral"},
}
JUDGEMENT = {"subject": "group", "timeliness": "good", "content": "good", "form": "good", "result": "accept"}
ANALYSIS = {
    "signals": ["spending-falls"],
    "score": 30,
    "segment": "keep",
    "value": "medium",
    "tags": [],
    "conclusion": "Watch the spending.",
    "department": "dept-key-accounts",
    "useType": "forecast",
}
USAGE = {"plan": "Into the forecast.", "effectBy": "2999-01-01"}
MANAGER = {"found": True, "login": "xulan", "name": "Xu Lan", "email": None, "locale": "en"}
FOUND: dict[str, dict[str, Any]] = {
    "find-account": {"account": {"found": True, "name": "Steel", "class": "A", "duplicates": []}},
    "find-manager": {"manager": MANAGER},
}


class Account:
    """One instance of the loop, worked on by the people of the sample company in one open transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.people: dict[str, Actor] = {}
        answers = {"customerNumber": "KH10001", "managerLogin": "xulan", "collectingGroup": "dept-key-accounts"}
        self.id = instances.start(session, self.person("gaojie"), "key-account-information", answers).instance_id
        self.run_jobs()

    def person(self, login: str) -> Actor:
        if login not in self.people:
            self.people[login] = identity.actor_of_login(self.session, login)
        return self.people[login]

    def complete(self, element_id: str, login: str, answers: Mapping[str, Any]) -> None:
        task_id: UUID = self.session.execute(_OPEN, {"instance": self.id, "element": element_id}).scalar_one()
        tasks.complete(self.session, self.person(login), task_id, answers)

    def run_jobs(self) -> None:
        """What a worker does once the connectors have answered; the letters themselves are of no matter here."""
        instance = interpreter.lock(self.session, self.id)
        while waiting := [wait for wait in instance.run.waits() if wait.kind == "job"]:
            for wait in waiting:
                instance.run.complete_job(wait.token_id, FOUND.get(wait.element_id, {}))
        interpreter.save(self.session, instance, SYSTEM, Fact(kind="job.completed"))

    def review(self) -> None:
        """Nothing new this time; a month later it is asked again."""
        self.complete("review-account", "xulan", {"review": "wait"})
        clock.set_offset(clock.offset() + timedelta(days=30))
        instance = interpreter.lock(self.session, self.id)
        [wait] = [wait for wait in instance.before if wait.element_id == "next-review"]
        instance.run.fire(wait.token_id)
        interpreter.save(self.session, instance, SYSTEM, Fact(kind="timer.fired", element_id="next-review"))

    def hand_in(self) -> None:
        given = {"sheet": SHEET, "collector": MANAGER, "report": None, "kind": "reporting"}
        moment = {"handedInAt": clock.now().isoformat(timespec="seconds")}
        messages.correlate(self.session, SYSTEM, "item-collected", "KH10001", given | moment)

    def go_through(self, result: str) -> None:
        """Judged, analysed, used, and its effect reported."""
        self.complete("organise", "gaojie", {"judgement": JUDGEMENT})
        self.run_jobs()
        self.complete("analyse", "hanxue", {"analysis": ANALYSIS})
        self.run_jobs()
        self.complete("use-item", "gaojie", {"usage": USAGE})
        self.complete(
            "report-effect", "gaojie", {"effect": {"result": result, "benefit": "some", "note": "As expected."}}
        )
        self.run_jobs()

    def size(self) -> int:
        return len(interpreter.read(self.session, self.id).run.dump())

    def rows(self) -> tuple[int, ...]:
        """Open tasks, timers, subscriptions and incidents."""
        return tuple(self.session.execute(_ROWS, {"instance": self.id}).one())

    def variables(self) -> dict[str, Any]:
        return interpreter.read(self.session, self.id).run.variables()


@pytest.fixture
def account(session: Session) -> Account:
    deployments.deploy(session, SYSTEM, packages.read_folder(packages.SHIPPED / "key-account-information"))
    sample.seed(session)
    return Account(session)


@pytest.mark.slow
def test_a_thousand_rounds_of_one_account_leave_nothing_behind(account: Account) -> None:
    account.hand_in()
    weighed = []
    for number in range(ROUNDS):
        account.review()
        if number % EVERY == 0:
            account.go_through("update")
            account.complete("renew", "xulan", {"sheet": SHEET})
            weighed.append((account.size(), account.rows()))
    sizes, rows = zip(*weighed, strict=True)
    assert max(sizes[1:]) - min(sizes[1:]) <= ROOM, sizes
    # The review and the item's judgement; nothing else; the message for further items.
    assert set(rows) == {(2, 0, 1, 0)}
    variables = account.variables()
    assert (variables["handedIn"], variables["adopted"]) == (1, 0)
    assert {score["kind"] for score in variables["scores"]} == {"updating", "saving", "using"}


def test_what_is_adopted_replaces_what_was_known_and_the_lists_stay_short(account: Account) -> None:
    sizes = []
    for number in range(30):
        account.hand_in()
        account.go_through("adopted")
        if number >= 20:
            sizes.append(account.size())
    assert max(sizes) - min(sizes) <= ROOM, sizes
    # The review; the record that is in the file waits to go stale; the message for further items.
    assert account.rows() == (1, 1, 1, 0)
    variables = account.variables()
    assert (variables["handedIn"], variables["adopted"], len(variables["recent"])) == (30, 30, 20)
    assert [(each["adopted"], each["points"]) for each in variables["contributors"]] == [(30, 300)]
