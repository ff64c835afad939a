"""Choosing what begins, in the inbox and on the instance."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.db import Database
from engine.models import Person
from tests.web import picking
from tests.web.conftest import Browser

Open = Callable[..., Browser]
CHOICE = "SELECT id, instance_id FROM user_task WHERE kind = 'choice'"


@pytest.fixture
def picked(database: Database, people: dict[str, Person]) -> tuple[str, str]:
    """The addresses of the task and of its instance."""
    with database.transaction() as session:
        picking.start(session, "bob")
        row = session.execute(text(CHOICE)).one()
        return f"/tasks/{row.id}", f"/instances/{row.instance_id}"


def test_the_task_offers_what_can_be_begun(browser: Open, picked: tuple[str, str]) -> None:
    task, _ = picked
    ann = browser("ann")
    shown = ann.get(f"{task}?view=team").text
    for said in ("Can be begun now", 'value="call"', 'value="visit"', "That is enough", "Choose what is next"):
        assert said in shown
    answer = ann.post(f"{task}/choices", data={"element": ["call", "visit"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{task}?said=begun")
    assert "1 in progress" in ann.get(f"{task}/_choice").text
    assert ann.post(f"{task}/choices").headers["location"] == f"{task}?said=nothing-chosen"
    assert ann.post(f"{task}/completion").status_code == 303
    assert ann.get(f"{task}/_choice").status_code == 204
    assert ann.get(task).status_code == 200


def test_the_instance_offers_it_too_and_tells_what_was_begun(browser: Open, picked: tuple[str, str]) -> None:
    task, instance = picked
    bob = browser("bob")
    assert "pick: can be begun now" in bob.get(instance).text
    answer = bob.post(f"{task}/choices", data={"element": "call", "next": instance})
    assert answer.headers["location"] == f"{instance}?said=begun"
    assert "call: begun by choice" in bob.get(instance).text
    away = bob.post(f"{task}/choices", data={"element": "call", "next": "//elsewhere.example"})
    assert away.headers["location"] == f"{task}?said=begun"
    bob.post(f"{task}/completion")
    assert "can be begun now" not in bob.get(f"{instance}/_choices").text


def test_one_after_the_other_is_said(browser: Open, people: dict[str, Person], database: Database) -> None:
    with database.transaction() as session:
        picking.start(session, "bob", picking.model("Sequential"))
        task = f"/tasks/{session.execute(text(CHOICE)).one().id}"
    ann = browser("ann")
    assert 'type="radio"' in ann.get(task).text
    ann.post(f"{task}/choices", data={"element": "call"})
    assert "One after the other" in ann.get(task).text


def test_it_refuses_strangers(browser: Open, picked: tuple[str, str]) -> None:
    task, instance = picked
    for path in (task, f"{task}/_choice", f"{instance}/_choices"):
        assert browser().get(path).status_code == 303
        assert browser("cat").get(path).status_code == 403
    assert browser("cat").post(f"{task}/choices", data={"element": "call"}).status_code == 403
