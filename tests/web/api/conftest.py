"""Programs that work with API tokens, and a process in service."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from engine import identity
from engine.db import Database
from engine.models import Person
from tests.web import question
from tests.web.conftest import Browser

Program = Callable[[str], Browser]


@pytest.fixture
def deployed(database: Database, people: dict[str, Person]) -> None:
    """The process of questions is in service."""
    with database.transaction() as session:
        question.deploy(session)


@pytest.fixture
def program(browser: Callable[..., Browser], database: Database, deployed: None) -> Program:
    """A client with an API token of a person: `program("ann")`."""

    def open_program(login: str) -> Browser:
        with database.transaction() as session:
            owner = identity.actor_of_login(session, login)
            _, secret = identity.create_token(session, owner, "test", days=1)
        client = browser()
        client.headers["authorization"] = f"Bearer {secret}"
        client.headers["accept"] = "application/json"
        return client

    return open_program


@pytest.fixture
def asked(program: Program) -> UUID:
    """An instance that bob has started; its task is offered to the service."""
    given = {"process": "question", "answers": {"subject": "Where is my parcel?"}}
    answer = program("bob").post("/api/v1/instances", json=given)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["instance_id"])


@pytest.fixture
def task_id(database: Database, asked: UUID) -> UUID:
    """The open task of that instance."""
    with database.reading() as session:
        found = session.execute(text("SELECT id FROM user_task WHERE instance_id = :id"), {"id": asked}).scalar_one()
    return UUID(str(found))
