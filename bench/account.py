"""The key-account package lived through: rounds of its loop, in memory or by the real commands on a database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Session

from engine import bpmn, clock, dmn, feel, identity, instances, interpreter, messages, packages, tasks
from engine.bpmn import CalledDecision, Wait
from engine.feel.json import to_json
from engine.history import Fact
from engine.identity import SYSTEM, Actor

PACKAGE = packages.SHIPPED / "key-account-information"
KEY = "KH10001"
EVERY = 10
"""After so many reviews the item that is under way goes round its own loop once more."""

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
OPENING = {"customerNumber": KEY, "managerLogin": "xulan", "collectingGroup": "dept-key-accounts"}
FOUND: dict[str, dict[str, Any]] = {
    "find-account": {"account": {"found": True, "name": "Steel", "class": "A", "duplicates": []}},
    "find-manager": {"manager": MANAGER},
}
"""What the connectors answer that the process goes on with."""


class Hands(Protocol):
    """What moves an account: people, connectors, time."""

    def complete(self, element_id: str, login: str, answers: Mapping[str, Any]) -> None:
        """A person does the one open task of this element."""

    def jobs(self) -> None:
        """All connectors answer, until none is asked any more."""

    def fire(self, element_id: str) -> None:
        """The timer of this element is due."""

    def deliver(self, name: str, variables: Mapping[str, Any]) -> None:
        """A message about the account comes in."""

    def size(self) -> int:
        """Bytes of the snapshot."""


class Account:
    """One instance of the loop and what people do with it."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        hands.jobs()

    def review(self) -> None:
        """Nothing new this time; a month later it is asked again."""
        self._hands.complete("review-account", "xulan", {"review": "wait"})
        clock.set_offset(clock.offset() + timedelta(days=30))
        self._hands.fire("next-review")

    def hand_in(self) -> None:
        """An item comes in and waits to be judged."""
        moment = clock.now().isoformat(timespec="seconds")
        given = {"sheet": SHEET, "collector": MANAGER, "report": None, "kind": "reporting", "handedInAt": moment}
        self._hands.deliver("item-collected", given)

    def go_through(self, result: str) -> None:
        """The item is judged, analysed, used, and its effect reported."""
        self._hands.complete("organise", "gaojie", {"judgement": JUDGEMENT})
        self._hands.jobs()
        self._hands.complete("analyse", "hanxue", {"analysis": ANALYSIS})
        self._hands.jobs()
        self._hands.complete("use-item", "gaojie", {"usage": USAGE})
        effect = {"result": result, "benefit": "some", "note": "As expected."}
        self._hands.complete("report-effect", "gaojie", {"effect": effect})
        self._hands.jobs()

    def round(self, number: int) -> None:
        """One review, and every tenth time the whole way of the item, which then begins anew."""
        self.review()
        if number % EVERY == 0:
            self.go_through("update")
            self._hands.complete("renew", "xulan", {"sheet": SHEET})

    def size(self) -> int:
        """Bytes of the snapshot."""
        return self._hands.size()


class InDatabase:
    """By the real commands, with forms and history, in the transaction of a session."""

    _OPEN = text("SELECT id FROM user_task WHERE instance_id = :instance AND element_id = :element AND state = 'open'")

    def __init__(self, session: Session) -> None:
        self.session = session
        self._people: dict[str, Actor] = {}
        self.id = instances.start(session, self._person("gaojie"), PACKAGE.name, OPENING).instance_id

    def complete(self, element_id: str, login: str, answers: Mapping[str, Any]) -> None:
        task_id: UUID = self.session.execute(self._OPEN, {"instance": self.id, "element": element_id}).scalar_one()
        tasks.complete(self.session, self._person(login), task_id, answers)

    def jobs(self) -> None:
        instance = interpreter.lock(self.session, self.id)
        while waiting := [wait for wait in instance.run.waits() if wait.kind == "job"]:
            for wait in waiting:
                instance.run.complete_job(wait.token_id, FOUND.get(wait.element_id, {}))
        interpreter.save(self.session, instance, SYSTEM, Fact(kind="job.completed"))

    def fire(self, element_id: str) -> None:
        instance = interpreter.lock(self.session, self.id)
        [wait] = [wait for wait in instance.before if wait.element_id == element_id]
        instance.run.fire(wait.token_id)
        interpreter.save(self.session, instance, SYSTEM, Fact(kind="timer.fired", element_id=element_id))

    def deliver(self, name: str, variables: Mapping[str, Any]) -> None:
        messages.correlate(self.session, SYSTEM, name, KEY, variables)

    def size(self) -> int:
        return len(interpreter.read(self.session, self.id).run.dump())

    def _person(self, login: str) -> Actor:
        if login not in self._people:
            self._people[login] = identity.actor_of_login(self.session, login)
        return self._people[login]


class PackageLanguage:
    """The real FEEL and the package's own decisions, without a database that holds them."""

    def __init__(self) -> None:
        models = [dmn.load(path.read_bytes()) for path in sorted((PACKAGE / "decisions").glob("*.dmn"))]
        self._decisions = {decision_id: model for model in models for decision_id in model.decisions}

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        return to_json(feel.evaluate(text, variables, policy=feel.Policy.STRICT, now=self.now()))

    def decide(self, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
        return to_json(self._decisions[decision.id].decide(decision.id, variables, now=self.now()).value)

    def now(self) -> datetime:
        return clock.now().replace(microsecond=0)


class InMemory:
    """The engine alone; saved and loaded at every step as the interpreter does it."""

    def __init__(self) -> None:
        self._language = PackageLanguage()
        self._model = bpmn.read((PACKAGE / f"{PACKAGE.name}.bpmn").read_bytes())
        started = {**OPENING, "starter": "gaojie", "businessKey": str(uuid4())}
        run = bpmn.start(self._model, PACKAGE.name, started, self._language)
        self._snapshot = run.dump()

    def complete(self, element_id: str, login: str, answers: Mapping[str, Any]) -> None:
        run, wait = self._at(element_id)
        completer = {each["variable"]: login for each in wait.activity.extension.get("completer", ())}
        run.complete(wait.token_id, {**answers, **completer})
        self._save(run)

    def jobs(self) -> None:
        run = self._load()
        while waiting := [wait for wait in run.waits() if wait.kind == "job"]:
            for wait in waiting:
                run.complete_job(wait.token_id, FOUND.get(wait.element_id, {}))
        self._save(run)

    def fire(self, element_id: str) -> None:
        run, wait = self._at(element_id)
        run.fire(wait.token_id)
        self._save(run)

    def deliver(self, name: str, variables: Mapping[str, Any]) -> None:
        run = self._load()
        [wait] = [wait for wait in run.waits() if wait.name == name]
        run.deliver(wait.token_id, variables)
        self._save(run)

    def size(self) -> int:
        return len(self._snapshot)

    def _at(self, element_id: str) -> tuple[bpmn.Run, Wait]:
        run = self._load()
        [wait] = [wait for wait in run.waits() if wait.element_id == element_id]
        return run, wait

    def _load(self) -> bpmn.Run:
        return bpmn.load(self._model, self._snapshot, self._language)

    def _save(self, run: bpmn.Run) -> None:
        self._snapshot = run.dump()
        run.waits()
