"""Plays a scenario of a package: people act, the clock moves, and what must be true is asked in between.

Every step is a command in a transaction of its own, so the instance is dumped and loaded between any two of them.
"""

import io
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from engine import (
    attachments,
    authz,
    clock,
    feel,
    identity,
    instances,
    interpreter,
    mailbox,
    messages,
    progress,
    receipts,
    tasks,
    timers,
    worker,
)
from engine.catalogue import of_instance
from engine.db import Database
from engine.errors import FormInvalid
from engine.feel.json import to_json
from engine.identity import PUBLIC, SYSTEM, Actor
from engine.models import ProcessInstance, UserTask
from forms.files import KEY_PREFIX

# The first bytes that make a file what its name says.
CONTENT = {
    ".pdf": b"%PDF-1.4\n%%EOF\n",
    ".png": b"\x89PNG\r\n\x1a\n" + b"\0" * 32,
    ".jpg": b"\xff\xd8\xff\xe0" + b"\0" * 32,
    ".txt": b"10:02 billed twice\n",
    ".csv": b"day,amount\n1,30\n",
    ".docx": b"PK\x03\x04" + b"\0" * 32,
    ".xlsx": b"PK\x03\x04" + b"\0" * 32,
}


class Player:
    """One scenario on one database; `play` raises AssertionError at the first expectation that does not hold."""

    def __init__(self, database: Database, path: Path) -> None:
        self.database = database
        self.scenario = tomllib.loads(path.read_text(encoding="utf-8"))
        self.key = self.scenario["package"]
        self.instances: dict[str, UUID] = {}
        self.instance_id = UUID(int=0)
        self.mails_seen: set[str] = set()

    def play(self) -> None:
        start = datetime.fromisoformat(self.scenario["clock"]["start"])
        clock.set_offset(start - (clock.now() - clock.offset()))
        for number, step in enumerate(self.scenario["steps"], 1):
            try:
                if step["do"] != "start":
                    self.instance_id = self.instances.get(step.get("of", ""), UUID(int=0))
                getattr(self, "do_" + step["do"].replace("-", "_"))(step)
            except Exception as error:
                if isinstance(error, FormInvalid):
                    error.add_note(str(error.errors))
                error.add_note(f"in step {number}: {step['do']} {step.get('task', '')}")
                raise

    def do_start(self, step: Mapping[str, Any]) -> None:
        with self.database.transaction() as session:
            actor = self._actor(session, step["as"])
            answers, files = self._with_files(session, actor, step)
            started = instances.start(
                session,
                actor,
                step.get("process", self.key),
                answers,
                files=files,
                locale=step.get("locale", "zh-CN"),
            )
        self.instances[step.get("called", "")] = started.instance_id

    def do_complete(self, step: Mapping[str, Any]) -> None:
        with self.database.transaction() as session:
            actor = self._actor(session, step["as"])
            task = self._task(session, actor, step)
            answers, files = self._with_files(session, actor, step)
            # As in a browser: the form opens filled with what is known, and all of it is sent back.
            shown = tasks.open_form(session, actor, task.id, "zh-CN").data
            tasks.complete(session, actor, task.id, {**shown, **answers}, files=files)

    def do_jobs(self, _step: Mapping[str, Any]) -> None:
        worker.run_due_jobs(self.database)

    def do_advance(self, step: Mapping[str, Any]) -> None:
        """Time passes as it would: every timer fires at its moment, and what it starts starts then."""
        target = clock.now() + parse_duration(step["by"])
        for _ in range(1000):
            with self.database.reading() as session:
                due = timers.next_due(session)
            if due is None or due > target:
                break
            clock.set_offset(clock.offset() + max(due - clock.now(), timedelta()))
            timers.fire_due(self.database)
            worker.run_due_jobs(self.database)
        clock.set_offset(clock.offset() + (target - clock.now()))
        worker.run_due_jobs(self.database)

    def do_message(self, step: Mapping[str, Any]) -> None:
        with self.database.transaction() as session:
            key = str(self._value(session, step.get("key", "")))
            messages.correlate(session, SYSTEM, step["name"], key, step.get("variables", {}))

    def do_receipt_answer(self, step: Mapping[str, Any]) -> None:
        with self.database.transaction() as session:
            question = receipts.look_up(session, self._code(session), "zh-CN").question
            assert question is not None, "nothing is asked on the receipt page"
            receipts.answer(session, self._code(session), {**question.data, **step["answers"]})

    def do_expect(self, step: Mapping[str, Any]) -> None:
        with self.database.reading() as session:
            for name, check in (
                ("tasks", self._expect_tasks),
                ("ended", self._expect_ended),
                ("variables", self._expect_variables),
                ("mails", self._expect_mails),
                ("stage", self._expect_stage),
                ("executed", self._expect_executed),
                ("not_executed", self._expect_not_executed),
            ):
                if name in step:
                    check(session, step[name])

    def _actor(self, session: Session, login: str) -> Actor:
        return PUBLIC if login == "public" else identity.actor_of_login(session, login)

    def _task(self, session: Session, actor: Actor, step: Mapping[str, Any]) -> UserTask:
        run = interpreter.read(session, self.instance_id).run
        found = [
            task
            for task in self._open_tasks(session)
            if task.element_id == step["task"]
            and authz.may_work(actor, task)
            and all(run.variables_of(task.token_id).get(key) == value for key, value in step.get("match", {}).items())
        ]
        assert found, f"no open task {step['task']} that {actor.login} may do"
        return found[0]

    def _open_tasks(self, session: Session) -> Sequence[UserTask]:
        mine = UserTask.instance_id == self.instance_id
        return session.exec(select(UserTask).where(mine, UserTask.state == "open").order_by(col(UserTask.id))).all()

    def _with_files(
        self, session: Session, actor: Actor, step: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, list[UUID]]]:
        answers = {name: self._value(session, said) for name, said in step.get("answers", {}).items()}
        files: dict[str, list[UUID]] = {}
        for field, names in step.get("files", {}).items():
            answers[field] = KEY_PREFIX + field
            files[answers[field]] = [self._store(session, actor, name) for name in names]
        return answers, files

    def _store(self, session: Session, actor: Actor, name: str) -> UUID:
        content = io.BytesIO(CONTENT[Path(name).suffix])
        return attachments.store(session, actor, content, name).id

    def _code(self, session: Session) -> str:
        return session.get_one(ProcessInstance, self.instance_id).receipt_code or ""

    def _value(self, session: Session, said: Any) -> Any:
        """A text that begins with "=" is FEEL over the process variables; anything else is meant as it stands."""
        if isinstance(said, str) and said.startswith("="):
            return self._feel(session, said[1:])
        return said

    def _feel(self, session: Session, expression: str) -> Any:
        variables = interpreter.read(session, self.instance_id).run.variables()
        return to_json(feel.evaluate(expression, variables, now=clock.now()))

    def _expect_tasks(self, session: Session, wanted: list[str]) -> None:
        assert Counter(task.element_id for task in self._open_tasks(session)) == Counter(wanted)

    def _expect_ended(self, session: Session, wanted: bool) -> None:
        assert (session.get_one(ProcessInstance, self.instance_id).ended_at is not None) is wanted

    def _expect_variables(self, session: Session, wanted: Mapping[str, Any]) -> None:
        for expression, value in wanted.items():
            found = self._feel(session, expression)
            assert _within(self._value(session, value), found), f"{expression} is {found!r}, not {value!r}"

    def _expect_mails(self, session: Session, wanted: Sequence[Mapping[str, str]]) -> None:
        fresh = [mail for mail in mailbox.messages(session, SYSTEM) if mail.id not in self.mails_seen]
        self.mails_seen |= {mail.id for mail in fresh}
        found = sorted((mail.to, mail.subject) for mail in fresh)
        left = list(found)
        for want in wanted:
            fits = [mail for mail in left if mail[0] == want["to"] and want["subject_contains"] in mail[1]]
            assert fits, f"no mail {dict(want)} among {found}"
            left.remove(fits[0])
        assert not left, f"mails that nobody expected: {left}"

    def _expect_stage(self, session: Session, wanted: str) -> None:
        names = of_instance(session, self.instance_id).texts["zh-CN"]["stages"]
        assert receipts.look_up(session, self._code(session), "zh-CN").stage == names[wanted]

    def _expect_executed(self, session: Session, wanted: list[str]) -> None:
        assert set(wanted) <= self._executed(session)

    def _expect_not_executed(self, session: Session, unwanted: list[str]) -> None:
        assert not set(unwanted) & self._executed(session)

    def _executed(self, session: Session) -> set[str]:
        nodes = progress.progress(session, SYSTEM, self.instance_id, "en").nodes
        return {element_id for element_id, state in nodes.items() if state == "done"}


def _within(wanted: Any, found: Any) -> bool:
    """Equal; of a list of objects only the entries that are named must be."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(_within(value, found.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(_within, wanted, found))
    return bool(wanted == found)


def parse_duration(text: str) -> timedelta:
    value = feel.evaluate(f'duration("{text}") / duration("PT1S")', {})
    return timedelta(seconds=float(value))
