"""Finding, following and operating instances."""

from collections.abc import Callable
from uuid import UUID

import pytest

from engine import receipts
from engine.db import Database
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked, ask

Open = Callable[..., Browser]
Value = Callable[[str, UUID], object]
STATE = "SELECT state FROM process_instance WHERE id = :id"
PARTS = ["head", "progress", "choices", "timeline", "incidents", "variables", "attachments", "comments"]


def test_it_shows_everything_about_an_instance(browser: Open, asked: Asked) -> None:
    page = browser("bob").get(f"/instances/{asked.instance_id}")
    assert page.status_code == 200
    for said in ("Where is my parcel?", asked.business_key, asked.receipt, "Process started", "Bob Wang", "subject"):
        assert said in page.text
    assert '"answer": "active"' in page.text.replace('"answer":"active"', '"answer": "active"')


def test_whoever_takes_part_sees_it_but_may_not_operate(browser: Open, asked: Asked) -> None:
    page = browser("ann").get(f"/instances/{asked.instance_id}")
    assert page.status_code == 200
    assert "Cancel instance" not in page.text
    refused = browser("ann").post(f"/instances/{asked.instance_id}/cancellation", data={"reason": "No"})
    assert refused.status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_fetched_alone(browser: Open, asked: Asked, part: str) -> None:
    answer = browser("bob").get(f"/instances/{asked.instance_id}/_{part}")
    assert answer.status_code == 200
    assert "<html" not in answer.text


@pytest.mark.parametrize("part", ["", *(f"/_{part}" for part in PARTS)])
def test_it_refuses_strangers(browser: Open, asked: Asked, part: str) -> None:
    assert browser().get(f"/instances/{asked.instance_id}{part}").status_code == 303
    answer = browser("cat").get(f"/instances/{asked.instance_id}{part}")
    assert answer.status_code == 403
    assert "Where is my parcel?" not in answer.text


def test_suspend_resume_and_cancel_keep_their_reasons(browser: Open, asked: Asked, value: Value) -> None:
    bob = browser("bob")
    for action, state in (("suspension", "suspended"), ("resumption", "active"), ("cancellation", "cancelled")):
        answer = bob.post(f"/instances/{asked.instance_id}/{action}", data={"reason": f"Because of {action}"})
        assert answer.status_code == 303, answer.text
        assert value(STATE, asked.instance_id) == state
        assert f"Because of {action}" in bob.get(f"/instances/{asked.instance_id}").text
    late = bob.post(f"/instances/{asked.instance_id}/suspension", data={"reason": "Too late"})
    assert late.status_code == 409


def test_operating_needs_a_reason(browser: Open, asked: Asked, value: Value) -> None:
    answer = browser("bob").post(f"/instances/{asked.instance_id}/cancellation", data={"reason": ""})
    assert answer.status_code == 422
    assert value(STATE, asked.instance_id) == "active"


def test_variables_are_changed_with_a_reason(browser: Open, asked: Asked) -> None:
    bob, address = browser("bob"), f"/instances/{asked.instance_id}"
    assert 'id="variables-edit"' in bob.get(address).text
    answer = bob.post(f"{address}/variables", data={"variables": '{"urgent": true}', "reason": "By phone"})
    assert answer.headers["location"] == f"{address}?said=edited"
    assert "By phone" in bob.get(address).text
    assert "urgent" in bob.get(f"{address}/_variables").text
    wrong = bob.post(f"{address}/variables", data={"variables": "urgent: true", "reason": "By phone"})
    assert wrong.status_code == 422
    assert "Write the variables as a JSON object" in wrong.text
    assert "urgent: true" in wrong.text
    ann = browser("ann")
    assert 'id="variables-edit"' not in ann.get(address).text
    assert ann.post(f"{address}/variables", data={"variables": '{"a": 1}', "reason": "x"}).status_code == 403


def test_answers_are_shown_as_they_looked(browser: Open, asked: Asked) -> None:
    page = browser("bob").get(f"/instances/{asked.instance_id}/_timeline").text
    assert "<dt>Subject</dt><dd>Where is my parcel?</dd>" in page


def test_the_search_finds_and_narrows(browser: Open, database: Database, asked: Asked) -> None:
    with database.transaction() as session:
        other = ask(session, "A second thing")
    bob = browser("bob")
    assert asked.business_key in bob.get("/instances").text
    found = bob.get("/instances?q=second").text
    assert other.business_key in found
    assert asked.business_key not in found
    assert "No instances found" in bob.get("/instances?state=completed").text
    assert "1 to 2 of 2" not in bob.get("/instances?overdue=1").text


def test_the_search_shows_only_what_one_may_see(browser: Open, asked: Asked) -> None:
    assert browser().get("/instances").status_code == 303
    for address in ("/instances", "/instances/_list"):
        assert asked.business_key not in browser("cat").get(address).text
        assert asked.business_key in browser("ann").get(address).text


def test_comments_on_an_instance(browser: Open, asked: Asked) -> None:
    bob = browser("bob")
    assert bob.post(f"/instances/{asked.instance_id}/comments", data={"text": "Hurry"}).status_code == 303
    assert "Hurry" in bob.get(f"/instances/{asked.instance_id}/_comments").text
    refused = bob.post(f"/instances/{asked.instance_id}/comments", data={"text": ""})
    assert refused.status_code == 422
    assert "needs some text" in refused.text
    assert browser("cat").post(f"/instances/{asked.instance_id}/comments", data={"text": "Hi"}).status_code == 403


def test_an_ended_instance_says_so(browser: Open, claimed: Asked, database: Database) -> None:
    ann = browser("ann")
    ann.post(f"/tasks/{claimed.task_id}/completion", data={"data": '{"reply": "Here"}'})
    with database.transaction() as session:
        receipts.answer(session, claimed.receipt, {"accepted": True})
    page = browser("bob").get(f"/instances/{claimed.instance_id}").text
    assert "Completed" in page
    assert "Process ended" in page
    assert "Suspend" not in page
    assert 'data-dialog="cancel"' not in page
