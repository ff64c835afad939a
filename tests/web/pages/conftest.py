"""A deployed process, and instances of it in several states."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from engine import identity, instances, tasks
from engine.db import Database
from engine.models import Person
from tests.web import question


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An instance that waits for an answer, and the task to give it."""

    instance_id: UUID
    task_id: UUID
    business_key: str
    receipt: str


@pytest.fixture
def deployed(database: Database, people: dict[str, Person]) -> None:
    """The process of questions is in service."""
    with database.transaction() as session:
        question.deploy(session)


@pytest.fixture
def asked(database: Database, deployed: None) -> Asked:
    """Bob has asked something; the service may take it."""
    with database.transaction() as session:
        return ask(session, "Where is my parcel?")


@pytest.fixture
def claimed(database: Database, asked: Asked) -> Asked:
    """Ann has claimed the task."""
    with database.transaction() as session:
        tasks.claim(session, identity.actor_of_login(session, "ann"), asked.task_id)
    return asked


def ask(session: Session, subject: str) -> Asked:
    bob = identity.actor_of_login(session, "bob")
    started = instances.start(session, bob, "question", {"subject": subject})
    found = text("SELECT id FROM user_task WHERE instance_id = :id AND state = 'open'")
    task_id = session.execute(found, {"id": started.instance_id}).scalar_one()
    return Asked(
        instance_id=started.instance_id,
        task_id=task_id,
        business_key=started.business_key,
        receipt=started.receipt_code or "",
    )


@pytest.fixture
def value(database: Database) -> Callable[[str, UUID], object]:
    """One value of the database: `value("SELECT …", id)`."""

    def ask_database(statement: str, row_id: UUID) -> object:
        with database.reading() as session:
            return session.execute(text(statement), {"id": row_id}).scalar()

    return ask_database
