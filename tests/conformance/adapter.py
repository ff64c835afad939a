"""The whole engine, database included, for the runner of the conformance cases (`../shared/conformance`).

From the root: PYTHONPATH=. python ../shared/conformance/run.py --adapter tests.conformance.adapter:BihuanAdapter
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlmodel import Session

from engine import (
    catalogue,
    clock,
    deployments,
    initiation,
    instances,
    interpreter,
    jobs,
    messages,
    signals,
    start_timers,
    tasks,
    timers,
    worker,
)
from engine.bpmn import Wait
from engine.connectors import BusinessOutcome, Call, ConnectorFailed
from engine.db import Database
from engine.errors import BihuanError, ModelRefused
from engine.history import Fact
from engine.identity import SYSTEM
from engine.packages import Package
from tests.conformance import fields, runner, server

_run: Any = runner.load()


_NEXT_START = text("SELECT min(due_at) FROM start_timer")


_open: list[Database] = []


def close() -> None:
    """Closes the connections of the scenario before: there is one at a time."""
    while _open:
        _open.pop().dispose()


class _Anything(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Table:
    """A connector that does what the case says of the element; everything else succeeds at once."""

    input_model = _Anything

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        self.table = table

    def get(self, _name: str) -> "_Table":
        return self

    def call(self, _given: Any, call: Call) -> Mapping[str, Any]:
        with call.database.reading() as session:
            element = session.execute(text("SELECT element_id FROM job WHERE id = :id"), {"id": call.job_id}).scalar()
        behaviour = self.table.get(str(element), {})
        if "fail" in behaviour:
            raise ConnectorFailed(behaviour["fail"], permanent=True)
        if "throw_error" in behaviour:
            raise BusinessOutcome(behaviour["throw_error"], variables=behaviour.get("set", {}))
        return dict(behaviour.get("set", {}))


class BihuanAdapter(_run.Adapter):  # type: ignore[misc]  # the runner carries no types
    """One scenario: a database of its own, commands as the edge calls them, the clock stopped where the case says."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.people_do_manual_tasks = case.get("manual_tasks") == "human"
        close()
        self.database = Database(server.fresh_database())
        _open.append(self.database)
        self.incidents = 0

    # -- setting up --

    def deploy(self, models: Sequence[str], decisions: Sequence[str], forms: Sequence[str]) -> list[str]:
        package = Package(
            key=self.case["id"],
            version="1",
            name=self.case["id"],
            models={Path(path).name: Path(path).read_bytes() for path in models},
            forms={Path(path).name: orjson.loads(Path(path).read_bytes()) for path in forms},
            decisions={Path(path).name: Path(path).read_bytes() for path in decisions},
            groups=(),
            texts={},
            digest="",
        )
        try:
            with self.database.transaction() as session:
                deployments.deploy(session, SYSTEM, package)
        except ModelRefused as refused:
            errors = [finding for finding in refused.findings if finding.severity == "error"]
            said = "; ".join(f"{each.code} {each.element_id} {dict(each.params)}" for each in errors)
            raise _run.Rejected(said, [each.element_id for each in errors]) from refused
        found = deployments.check(package)
        return [f"{each.code} {each.element_id}" for _, each in found if each.severity == "warning"]

    def set_clock(self, when: datetime) -> None:
        self._advance(when)

    def services(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        # Types are names of other engines' classes, and what the case sets is set whatever a header says.
        vars(jobs).update(CONNECTORS=_Table(table), _named=lambda _headers, result: result)

    def ready(self) -> None:
        self._go_on()

    # -- acting --

    def start(self, process: str, variables: Mapping[str, Any]) -> None:
        with self._command() as session:
            found = session.execute(
                text("SELECT id FROM process_definition WHERE key = :key ORDER BY version DESC LIMIT 1"),
                {"key": process},
            ).scalar()
            if found is None:
                raise _run.EngineError(f"there is no process {process}")
            initiation.begin(session, SYSTEM, found, variables, cause=Fact(kind="instance.started"))
        self._go_on()

    def start_by_message(self, name: str, variables: Mapping[str, Any]) -> None:
        with self._command() as session:
            messages.correlate(session, SYSTEM, name, "", variables)
        self._go_on()

    def complete(self, handle: UUID, variables: Mapping[str, Any]) -> None:
        with self._command() as session:
            shown = tasks.open_form(session, SYSTEM, handle, "en").data
            tasks.complete(session, SYSTEM, handle, {**shown, **variables})
        self._go_on()

    def message(self, name: str, variables: Mapping[str, Any], to: str | None = None) -> None:
        waiting = [
            (instance, wait)
            for instance, wait in self._waits()
            if wait.kind == "message" and wait.name == name and to in (None, wait.element_id)
        ]
        if not waiting:
            self.start_by_message(name, variables)
            return
        self._move(*waiting[0], lambda run, token: run.deliver(token, variables))

    def signal(self, name: str, variables: Mapping[str, Any]) -> None:
        with self._command() as session:
            signals.broadcast(session, SYSTEM, name, variables)
        self._go_on()

    def trigger(self, element_id: str) -> None:
        waiting = [(instance, wait) for instance, wait in self._waits() if wait.element_id == element_id]
        if not waiting:
            raise _run.EngineError(f"{element_id} does not wait")
        self._move(*waiting[0], lambda run, token: run.complete(token, {}))

    def set_variables(self, variables: Mapping[str, Any]) -> None:
        for instance in self._instances(running=True):
            with self._command() as session:
                instances.set_variables(session, SYSTEM, instance, variables, "the case says so")
        self._go_on()

    # -- looking --

    def tasks(self) -> list[dict[str, Any]]:
        found = []
        with self.database.reading() as session:
            rows = session.execute(
                text(
                    "SELECT id, instance_id, element_id, token_id FROM user_task "
                    "WHERE state = 'open' ORDER BY created_at, id"
                )
            ).all()
            for row in rows:
                instance = interpreter.read(session, row.instance_id)
                variables = instance.run.variables_of(row.token_id)
                found.append({"id": row.element_id, "handle": row.id, "variables": variables})
        return found

    def waiting(self) -> list[str]:
        return [
            wait.element_id
            for _, wait in self._waits()
            if wait.kind not in ("job", "incident", "user") and wait.attached_to is None
        ] + [wait.element_id for _, wait in self._waits() if wait.kind == "user"]

    def ended(self) -> bool:
        return bool(self._instances()) and not self._instances(running=True)

    def variables(self) -> dict[str, Any]:
        first = self._instances()[:1]
        if not first:
            return {}
        with self.database.reading() as session:
            return interpreter.read(session, first[0]).run.variables()

    def executed(self) -> list[str]:
        with self.database.reading() as session:
            rows = session.execute(text("SELECT data FROM history_event ORDER BY id")).scalars().all()
        return [step[1] for data in rows for step in (data or {}).get("steps", ()) if step[0] == "completed"]

    def form(self, handle: UUID) -> list[dict[str, Any]]:
        with self.database.reading() as session:
            schema = session.execute(
                text(
                    "SELECT f.form_schema FROM user_task t JOIN form_definition f ON f.id = t.form_id WHERE t.id = :id"
                ),
                {"id": handle},
            ).scalar()
        if schema is None:
            raise _run.EngineError("the task has no form")
        return fields.described(schema)

    # -- the heart --

    @contextmanager
    def _command(self) -> Iterator[Session]:
        try:
            with self.database.transaction() as session:
                yield session
        except BihuanError as refused:
            raise _run.EngineError(f"{refused.code}: {refused}") from refused

    def _move(self, instance_id: UUID, wait: Wait, act: Callable[[Any, str], None]) -> None:
        with self._command() as session:
            instance = interpreter.lock(session, instance_id)
            act(instance.run, wait.token_id)
            interpreter.save(session, instance, SYSTEM, Fact(kind="conformance"))
        self._go_on()

    def _advance(self, when: datetime) -> None:
        """Time passes as it would: every timer fires at its moment."""
        for _ in range(1000):
            with self.database.reading() as session:
                moments = [timers.next_due(session), session.execute(_NEXT_START).scalar()]
            due = min((moment for moment in moments if moment is not None), default=None)
            if due is None or due > when:
                break
            clock.freeze(max(due, clock.now()))
            self._go_on()
        clock.freeze(when)
        self._go_on()

    def _go_on(self) -> None:
        """What happens by itself: jobs, timers that are due at once, and manual work that nobody records."""
        for _ in range(100):
            moved = worker.run_due_jobs(self.database) + timers.fire_due(self.database)
            moved += start_timers.fire_due(self.database, limit=100)
            if not self.people_do_manual_tasks:
                moved += self._pass_manual_tasks()
            if not moved:
                break
        with self.database.reading() as session:
            found = session.execute(text("SELECT code, message FROM incident ORDER BY created_at, id")).all()
        if len(found) > self.incidents:
            self.incidents = len(found)
            raise _run.EngineError("; ".join(f"{row.code}: {row.message}" for row in found))

    def _pass_manual_tasks(self) -> int:
        passed = 0
        for task in self.tasks():
            with self.database.transaction() as session:
                instance = session.execute(
                    text("SELECT instance_id FROM user_task WHERE id = :id"), {"id": task["handle"]}
                ).scalar_one()
                activity = catalogue.of_instance(session, instance).activity(task["id"])
                if activity is not None and activity.kind == "manualTask":
                    tasks.complete(session, SYSTEM, task["handle"], {})
                    passed += 1
        return passed

    def _instances(self, *, running: bool = False) -> list[UUID]:
        states = ("active", "suspended") if running else ("active", "suspended", "completed", "cancelled")
        with self.database.reading() as session:
            rows = session.execute(
                text("SELECT id FROM process_instance WHERE state = ANY(:states) ORDER BY started_at, id"),
                {"states": list(states)},
            )
            return list(rows.scalars())

    def _waits(self) -> list[tuple[UUID, Wait]]:
        found = []
        for instance_id in self._instances(running=True):
            with self.database.reading() as session:
                found += [(instance_id, wait) for wait in interpreter.read(session, instance_id).run.waits()]
        return found
