"""Pages and REST tell the same errors in the same words."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from httpx2 import Response
from sqlmodel import select

from engine import identity, instances
from engine.db import Database
from engine.models import Person, UserTask
from tests.web import question
from tests.web.conftest import Browser

Open = Callable[..., Browser]


@pytest.fixture
def task_id(database: Database, people: dict[str, Person]) -> UUID:
    """A task that the service may do."""
    with database.transaction() as session:
        question.deploy(session)
        bob = identity.actor_of_login(session, "bob")
        instances.start(session, bob, "question", {"subject": "Where is my parcel?"})
        return session.exec(select(UserTask.id)).one()


def by_page(browser: Browser, address: str, answers: object, language: str) -> Response:
    return browser.post(
        address,
        files={"data": (None, json.dumps(answers))},
        headers={"accept": "application/json", "accept-language": language},
    )


def by_program(browser: Browser, address: str, body: object, language: str) -> Response:
    return browser.post(address, json=body, headers={"accept": "application/json", "accept-language": language})


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("answers", [{}, {"reply": ""}, {"reply": ["a"]}, {"subject": "forged"}])
def test_wrong_answers_to_a_task(browser: Open, task_id: UUID, answers: object, language: str) -> None:
    page = by_page(browser("ann"), f"/tasks/{task_id}/completion", answers, language)
    program = by_program(browser("ann"), f"/api/v1/tasks/{task_id}/completion", {"answers": answers}, language)
    assert (page.status_code, page.json()) == (program.status_code, program.json())
    assert page.json()["code"] == "form-invalid"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_foreign_and_a_finished_task(browser: Open, task_id: UUID, language: str) -> None:
    addresses = (f"/tasks/{task_id}/completion", f"/api/v1/tasks/{task_id}/completion")
    for login in ("cat", "ann"):
        browser_of = browser(login)
        page = by_page(browser_of, addresses[0], {}, language)
        program = by_program(browser_of, addresses[1], {"answers": {}}, language)
        assert (page.status_code, page.json()) == (program.status_code, program.json())
        assert page.status_code == (403 if login == "cat" else 422)
    assert by_page(browser("ann"), addresses[0], {"reply": "Tomorrow."}, language).status_code == 200
    page = by_page(browser("bob"), addresses[0], {"reply": "No."}, language)
    program = by_program(browser("bob"), addresses[1], {"answers": {"reply": "No."}}, language)
    assert (page.status_code, page.json()) == (program.status_code, program.json())
    assert page.json()["code"] == "already-done"
