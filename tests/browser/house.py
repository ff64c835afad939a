"""A running installation with the sample company and complaint handling, and shortcuts to where tests begin."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from sqlalchemy import text

from engine import deployments, identity, instances, packages, passwords, sample, tasks
from engine.db import Database
from engine.identity import PUBLIC, SYSTEM
from engine.instances import Started
from engine.settings import Settings
from engine.worker import Worker
from web.app import create_app

Value = TypeVar("Value")

PASSWORD = "a password of their own"
"""What `give_password` sets: sample people have none."""

COMPLAINT: Mapping[str, Any] = {
    "complainantName": "林小雨",
    "phone": "100 0000 0023",
    "email": "linxiaoyu@customers.example",
    "subject": "二月份重复扣费",
    "category": "billing",
    "description": "二月份账单中流量包扣了两次，每次 30 元，我只订购过一次。",
    "consent": True,
}
CONFIRMED: Mapping[str, Any] = {
    "confirmation": "justified",
    "summary": "二月份流量包被重复扣费一次，客户要求退还 30 元。",
    "severity": "minor",
}


@dataclass(frozen=True, kw_only=True)
class House:
    """An installation that runs: server, worker and database as in `make run`."""

    database: Database
    settings: Settings
    app: FastAPI

    @property
    def address(self) -> str:
        """Where it is reached, without a slash at the end."""
        return self.settings.base_url

    def value(self, statement: str, **params: Any) -> Any:
        """The first value that a query finds."""
        with self.database.reading() as session:
            return session.execute(text(statement), params).scalar()

    def change(self, statement: str, **params: Any) -> None:
        """Change the database behind the back of the product."""
        with self.database.transaction() as session:
            session.execute(text(statement), params)

    def session_of(self, login: str, locale: str) -> str:
        """The cookie of a person who has just logged in, in the language they chose."""
        with self.database.transaction() as session:
            opened = identity.log_in_as_sample(session, login, self.settings, address="127.0.0.1")
            identity.set_locale(session, identity.actor_of_login(session, login), locale)
            return opened.session_token

    def end_sessions(self, login: str) -> None:
        """As when the hours of a login are over."""
        self.change("DELETE FROM login_session s USING person p WHERE p.id = s.person_id AND p.login = :l", l=login)

    def give_password(self, login: str) -> None:
        """Let a sample person log in as people of a real installation do."""
        self.change("UPDATE person SET password_hash = :h WHERE login = :l", h=passwords.hashed(PASSWORD), l=login)

    def complain(self, **answers: Any) -> Started:
        """A customer files a complaint; the worker brings it to the desk."""
        with self.database.transaction() as session:
            given = {**COMPLAINT, **answers}
            return instances.start(session, PUBLIC, "complaint-handling", given, locale="zh-CN")

    def task(self, instance_id: UUID, element_id: str = "confirm") -> UUID:
        """The open task at an element, as soon as the instance has got there."""
        found = "SELECT id FROM user_task WHERE instance_id = :i AND element_id = :e AND state = 'open'"
        task_id: UUID = self.soon(lambda: self.value(found, i=instance_id, e=element_id))
        return task_id

    def new_task(self) -> UUID:
        """The first task of a fresh complaint, offered to the desk (chenjing, liming)."""
        return self.task(self.complain().instance_id)

    def complete(self, login: str, task_id: UUID, answers: Mapping[str, Any] = CONFIRMED) -> None:
        """Somebody completes a task in a window of their own."""
        with self.database.transaction() as session:
            actor = identity.actor_of_login(session, login)
            shown = tasks.open_form(session, actor, task_id, "zh-CN").data
            tasks.complete(session, actor, task_id, {**shown, **answers})

    def draft(self, task_id: UUID) -> Any:
        """The answers of the draft of a task, None without one."""
        return self.value("SELECT answers FROM draft WHERE subject = :s", s=f"task:{task_id}")

    def listens(self) -> bool:
        """Whether live updates know where history stands; what happens from then on is told."""
        broadcast = getattr(self.app.state, "broadcast", None)
        return broadcast is not None and broadcast.cursor is not None

    def soon(self, look: Callable[[], Value | None]) -> Value:
        """What `look` finds, as soon as it finds something: jobs are done a moment later."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError("it did not happen within 15 seconds")


@contextmanager
def open_house(database: Database, folder: Path) -> Iterator[House]:
    """Start an installation over an empty, migrated database and stop it afterwards."""
    settings = Settings(
        data_dir=folder, sample_data=True, development=True, port=_free_port(), max_upload_mb=1, max_request_mb=3
    ).with_secret_key()
    database.settings = settings
    with database.transaction() as session:
        for package in sorted(path.parent for path in packages.SHIPPED.glob("*/package.toml")):
            deployments.deploy(session, SYSTEM, packages.read_folder(package))
        sample.seed(session)
    app = create_app(database, settings)
    server = uvicorn.Server(uvicorn.Config(app, port=settings.port, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    worker = Worker(database)
    thread.start()
    worker.start()
    while not server.started:
        time.sleep(0.02)
    yield House(database=database, settings=settings, app=app)
    server.should_exit = True
    worker.stop()
    thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
