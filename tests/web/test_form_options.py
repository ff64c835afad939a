"""Options of form fields over HTTP: by program, by page, and for somebody nobody knows."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import select

from engine import deployments, identity, instances
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Person, ProcessInstance, UserTask
from engine.packages import GroupText, Package
from tests.engine.test_sources import CITIES
from tests.web import question
from tests.web.api.conftest import Program, program
from tests.web.conftest import Browser

__all__ = ["program"]

Open = Callable[..., Browser]
PERSON = {"type": "select", "id": "who", "key": "who", "label": "Who", "bihuan": {"as": "person"}}
CITY = {
    "type": "select",
    "id": "city",
    "key": "city",
    "label": "City",
    "bihuan": {"source": {"kind": "decision", "decision": "cities", "dependsOn": ["who"]}},
}
FORM = {"type": "default", "id": "wish", "components": [PERSON, CITY]}
SHANGHAI = {"context": '{"province": "SH", "who": "SH"}'}


@pytest.fixture
def deployed(database: Database, people: dict[str, Person]) -> None:
    model = question.MODEL
    for key in (b"ask", b"answer", b"helped"):
        model = model.replace(b'formId="' + key + b'"', b'formId="wish"')
    package = Package(
        key="wish",
        version="1",
        name="Wish",
        models={"wish.bpmn": model.replace(b"=subject", b"=receipt")},
        forms={"wish.form": FORM},
        decisions={"cities.dmn": CITIES.replace(b"province", b"who")},
        groups=(GroupText(key="service", name="Service"),),
        texts={},
        digest="1",
    )
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package)


@pytest.fixture
def task_id(database: Database, deployed: None) -> UUID:
    with database.transaction() as session:
        instances.start(session, identity.actor_of_login(session, "bob"), "question", {})
        return session.exec(select(UserTask.id)).one()


def test_pages_and_programs_get_the_same(browser: Open, program: Program, task_id: UUID) -> None:
    for address in (f"/tasks/{task_id}", "/start/question"):
        by_page = browser("ann").get(f"{address}/options/who", params={"q": "bob"})
        address = address.replace("/start/", "/processes/")
        by_program = program("ann").get(f"/api/v1{address}/options/who", params={"q": "bob"})
        assert by_page.json() == by_program.json() == {"options": [_bob()], "more": False}


def _bob() -> dict[str, str]:
    return {"value": "bob", "label": "Bob Wang", "detail": ""}


def test_chosen_values_are_named(program: Program, task_id: UUID) -> None:
    found = program("ann").get(f"/api/v1/tasks/{task_id}/options/who", params={"value": ["bob", "zoe"]})
    assert found.json()["options"] == [_bob()]


def test_options_hang_on_the_answers_that_are_sent_along(program: Program, task_id: UUID) -> None:
    address = f"/api/v1/tasks/{task_id}/options/city"
    assert program("ann").get(address, params=SHANGHAI).json()["options"][0]["label"] == "Shanghai"
    assert program("ann").get(address).json()["options"] == []


def test_it_refuses_strangers(browser: Open, program: Program, task_id: UUID) -> None:
    assert program("cat").get(f"/api/v1/tasks/{task_id}/options/who").status_code == 403
    assert browser().get(f"/tasks/{task_id}/options/who").status_code == 303


@pytest.mark.parametrize("wrong", [{"context": "{"}, {"context": "[]"}, {"page": "0"}, {"q": "x" * 201}])
def test_it_shows_what_is_wrong(program: Program, task_id: UUID, wrong: dict[str, str]) -> None:
    assert program("ann").get(f"/api/v1/tasks/{task_id}/options/who", params=wrong).status_code == 422
    assert program("ann").get(f"/api/v1/tasks/{task_id}/options/nothing").json()["code"] == "not-found"


def test_nobody_outside_learns_who_works_here(browser: Open, deployed: None) -> None:
    guest = browser()
    assert guest.get("/p/question/options/who", params={"q": "bob"}).json() == {"options": [], "more": False}
    assert guest.get("/p/question/options/who", params={"value": "bob"}).json()["options"] == []
    assert len(guest.get("/p/question/options/city", params=SHANGHAI).json()["options"]) == 1


def test_a_receipt_that_asks_has_options(browser: Open, program: Program, database: Database, task_id: UUID) -> None:
    assert program("ann").post(f"/api/v1/tasks/{task_id}/completion", json={"answers": {}}).status_code == 200
    with database.reading() as session:
        address = f"/receipt/{session.exec(select(ProcessInstance.receipt_code)).one()}/options"
    assert len(browser().get(f"{address}/city", params=SHANGHAI).json()["options"]) == 1
    assert browser().get(f"{address}/who", params={"q": "bob"}).json()["options"] == []
    assert browser().get("/receipt/2222-2222-2222/options/city").status_code == 404


def test_the_task_of_a_link_has_options(browser: Open, program: Program, task_id: UUID) -> None:
    ann = browser("ann")
    assert ann.post(f"/tasks/{task_id}/claim").status_code == 303
    assert ann.post(f"/tasks/{task_id}/links", data={"recipient": "Mrs Li", "days": "3"}).status_code == 303
    signed = ann.get(f"/tasks/{task_id}").text.partition('data-copy="')[2].partition('"')[0].rpartition("/link/")[2]
    address = f"/link/{signed}/options"
    assert len(browser().get(f"{address}/city", params=SHANGHAI).json()["options"]) == 1
    assert browser().get(f"{address}/who", params={"q": "bob"}).json()["options"] == []
    assert browser().get("/link/forged/options/city").status_code == 404
