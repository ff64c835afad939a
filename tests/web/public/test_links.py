"""The page behind a one-time link."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.db import Database
from tests.web.conftest import Browser, token_in
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


@pytest.fixture
def link(browser: Open, claimed: Asked) -> str:
    """The address of a link that Ann has made of her task."""
    ann = browser("ann")
    made = ann.post(f"/tasks/{claimed.task_id}/links", data={"recipient": "Mrs Li", "days": "3"})
    assert (made.status_code, made.headers["location"]) == (303, f"/tasks/{claimed.task_id}?said=linked")
    page = ann.get(f"/tasks/{claimed.task_id}").text
    address = page.partition('data-copy="')[2].partition('"')[0]
    return "/link/" + address.rpartition("/link/")[2]


def _send(browser: Browser, address: str, answers: dict[str, object]) -> Any:
    browser.headers["x-csrf-token"] = token_in(browser.get(address).text)
    return browser.post(address, data={"data": json.dumps(answers)}, headers={"accept": "application/json"})


def test_somebody_outside_does_the_task(browser: Open, link: str) -> None:
    guest = browser()
    page = guest.get(link)
    assert page.status_code == 200
    assert "Answer the question" in page.text
    assert "Mrs Li" in page.text
    sent = _send(guest, link, {"reply": "Tomorrow."})
    assert sent.json() == {"location": f"{link}?done=1"}
    assert "Your answer has arrived" in guest.get(f"{link}?done=1").text
    used = guest.get(link)
    assert used.status_code == 410
    assert "This link has been used" in used.text


def test_a_form_that_was_open_meanwhile_says_that_the_link_was_used(browser: Open, link: str) -> None:
    first, second = browser(), browser()
    second.headers["x-csrf-token"] = token_in(second.get(link).text)
    assert _send(first, link, {"reply": "One."}).status_code == 200
    late = second.post(link, data={"data": '{"reply": "Two."}'}, headers={"accept": "application/json"})
    assert (late.status_code, late.json()["code"]) == (409, "link-used")


def test_wrong_answers_are_shown_at_their_fields_and_the_link_stays_open(browser: Open, link: str) -> None:
    guest = browser()
    refused = _send(guest, link, {})
    assert refused.status_code == 422
    assert refused.json()["errors"]
    assert guest.get(link).status_code == 200


def test_a_page_from_elsewhere_sends_nothing(browser: Open, link: str) -> None:
    assert browser().post(link, data={"data": '{"reply": "Forged"}'}).status_code == 403


def test_an_address_may_bring_an_answer_which_only_fills_the_form(
    browser: Open, link: str, claimed: Asked, value: Callable[[str, UUID], object]
) -> None:
    page = browser().get(f"{link}?answer.reply=Yes%20please&answer.unknown=1").text
    assert '"reply":"Yes please"' in page
    assert '"unknown"' not in page
    assert value("SELECT state FROM user_task WHERE id = :id", claimed.task_id) == "open"


def test_a_link_that_was_taken_back_leads_nowhere(browser: Open, link: str, claimed: Asked, database: Database) -> None:
    with database.reading() as session:
        link_id = session.execute(text("SELECT id FROM task_link")).scalar_one()
    back = browser("ann").post(f"/tasks/{claimed.task_id}/links/{link_id}/revocation")
    assert back.status_code == 303
    page = browser().get(link)
    assert page.status_code == 410
    assert "taken back" in page.text


def test_an_address_that_was_made_up_leads_nowhere(browser: Open, link: str) -> None:
    made_up = browser().get(link[:-6] + "AAAAAA")
    assert made_up.status_code == 404
    assert "not one of ours" in made_up.text


def test_addresses_are_tried_only_so_often(browser: Open, deployed: None) -> None:
    guest = browser(address="10.8.8.8")
    statuses = [guest.get("/link/" + "A" * 43).status_code for _ in range(61)]
    assert set(statuses[:60]) == {404}
    assert statuses[60] == 429


def test_strangers_make_no_links(browser: Open, claimed: Asked) -> None:
    refused = browser("cat").post(f"/tasks/{claimed.task_id}/links", data={"recipient": "Mrs Li"})
    assert refused.status_code == 403


def test_the_history_tells_who_it_was(browser: Open, link: str, claimed: Asked) -> None:
    _send(browser(), link, {"reply": "Tomorrow."})
    page = browser("ann").get(f"/tasks/{claimed.task_id}?tab=history").text
    assert "somebody outside was asked by a link" in page
    assert "By link: Mrs Li" in page
