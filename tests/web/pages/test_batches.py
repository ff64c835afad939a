"""Bulk operations: ticking, asking why, following, stopping."""

import re
from collections.abc import Callable
from uuid import UUID

from engine import batch_work
from engine.db import Database
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked, ask

Open = Callable[..., Browser]


def begin(browser: Browser, **given: object) -> str:
    answer = browser.post("/batches", data={"kind": "suspend", "reason": "Audit", **given})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_list_offers_ticks_to_who_operates(browser: Open, asked: Asked) -> None:
    shown = browser("bob").get("/instances").text
    assert f'value="{asked.instance_id}"' in shown
    assert "The one running instance that matches this search" in shown
    assert 'id="bulk"' not in browser("ann").get("/instances").text
    assert 'type="checkbox"' not in browser("ann").get("/instances/_list").text


def test_it_asks_why_before_it_begins(browser: Open, asked: Asked) -> None:
    bob = browser("bob")
    shown = bob.get(f"/batches/new?kind=cancel&instance={asked.instance_id}&all=&q=&state=&key=&overdue=&definition=")
    assert shown.status_code == 200
    assert "1 instance" in shown.text
    assert "This cannot be undone." in shown.text
    assert bob.post("/batches", data={"kind": "cancel", "instance": str(asked.instance_id)}).status_code == 422
    assert "No instance is chosen" in bob.get("/batches/new?kind=cancel").text


def test_the_way_back_leads_to_the_list_as_it_was_searched(browser: Open, asked: Asked) -> None:
    shown = browser("bob").get("/batches/new?kind=cancel&all=1&q=nobody&state=active&key=&overdue=&definition=").text
    assert 'href="/instances?q=nobody&amp;state=active"' in shown


def test_ticked_instances_are_worked_off_and_told(browser: Open, asked: Asked, database: Database) -> None:
    bob = browser("bob")
    address = begin(bob, instance=str(asked.instance_id))
    assert "0 of 1" in bob.get(address).text
    batch_work.work(database)
    shown = bob.get(address).text
    assert "1 of 1" in shown
    assert asked.business_key in shown
    assert address in bob.get(f"/instances/{asked.instance_id}").text
    assert "Suspend instances" in bob.get("/batches").text


def test_all_that_match_a_search_are_taken(browser: Open, asked: Asked, database: Database) -> None:
    with database.transaction() as session:
        ask(session, "A second thing")
    bob = browser("bob")
    assert "2 instances" in bob.get("/batches/new?kind=suspend&all=1&q=").text
    address = begin(bob, all="1", q="second")
    assert "0 of 1" in bob.get(f"{address}/_progress").text


def test_why_an_instance_refused_is_a_sentence(browser: Open, asked: Asked, database: Database) -> None:
    bob = browser("bob")
    address = begin(bob, kind="resume", instance=str(asked.instance_id))
    batch_work.work(database)
    shown = bob.get(f"{address}?state=failed").text
    assert "This is not possible while the instance is active." in shown
    assert "Retry the failed ones" in shown
    assert bob.post(f"{address}/retry").status_code == 303
    assert bob.post(f"{address}/stop").status_code == 303
    assert "Stopped" in bob.get(address).text
    assert bob.post(f"{address}/continuation").status_code == 303


def test_variables_that_cannot_be_read_come_back_with_the_reason(browser: Open, asked: Asked) -> None:
    bob, given = browser("bob"), {"kind": "set-variables", "reason": "A reason", "all": "1"}
    for wrong in ("amount: 5", "[]", "{}", '{"amount": NaN}'):
        answer = bob.post("/batches", data={**given, "variables": wrong})
        assert answer.status_code == 422
        assert "Write the variables as a JSON object" in answer.text
        assert "A reason" in answer.text
    address = begin(bob, **given, variables='{"amount": 5}')
    assert re.search(r"amount = 5", bob.get(address).text)


def test_it_refuses_strangers(browser: Open, asked: Asked) -> None:
    address = begin(browser("bob"), instance=str(asked.instance_id))
    for path in ("/batches", address, f"{address}/_items", f"{address}/_progress", "/batches/new?kind=cancel&all=1"):
        assert browser().get(path).status_code == 303
        assert browser("ann").get(path).status_code == 403
    ann = browser("ann")
    assert ann.post("/batches", data={"kind": "cancel", "reason": "x", "all": "1"}).status_code == 403
    assert ann.post(f"{address}/stop").status_code == 403


def test_instances_of_one_version_are_listed_alone(browser: Open, asked: Asked, database: Database) -> None:
    with database.reading() as session:
        version: UUID = session.connection().exec_driver_sql("SELECT id FROM process_definition").scalar_one()
    shown = browser("bob").get(f"/instances?definition={version}").text
    assert asked.business_key in shown
    assert "Only instances of Question, version 1, are shown." in shown
    assert asked.business_key not in browser("bob").get(f"/instances?definition={UUID(int=1)}").text
