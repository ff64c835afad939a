"""The receipt page."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Browser, token_in
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


@pytest.fixture
def answered(browser: Open, claimed: Asked) -> Asked:
    """The service has answered; the customer is asked whether it helped."""
    sent = browser("ann").post(f"/tasks/{claimed.task_id}/completion", data={"data": '{"reply": "Secret reply"}'})
    assert sent.status_code == 303, sent.text
    return claimed


def _guest(browser: Browser) -> Browser:
    browser.headers["x-csrf-token"] = token_in(browser.get("/receipt").text)
    return browser


def _answer(browser: Browser, code: str, answers: dict[str, object], key: str = "") -> Any:
    headers = {"accept": "application/json", "idempotency-key": key}
    return browser.post(f"/receipt/{code}/answer", data={"data": json.dumps(answers)}, headers=headers)


def test_the_code_is_all_that_is_needed(browser: Open, asked: Asked) -> None:
    guest = _guest(browser())
    found = guest.post("/receipt", data={"code": asked.receipt.lower().replace("-", " ")})
    assert (found.status_code, found.headers["location"]) == (303, f"/receipt/{asked.receipt}")
    page = guest.get(found.headers["location"])
    assert page.status_code == 200
    assert "Being answered" in page.text


def test_the_link_of_a_mail_leads_to_the_receipt(browser: Open, asked: Asked) -> None:
    assert browser().get(f"/receipt?code={asked.receipt}").headers["location"] == f"/receipt/{asked.receipt}"


def test_it_says_nothing_but_the_state(browser: Open, asked: Asked) -> None:
    page = browser().get(f"/receipt/{asked.receipt}").text
    for secret in ("Where is my parcel?", "Bob Wang", str(asked.instance_id), "Answer the question"):
        assert secret not in page


def test_a_wrong_code_is_asked_for_again(browser: Open, asked: Asked) -> None:
    guest = _guest(browser())
    wrong = guest.post("/receipt", data={"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422
    assert "There is nothing with this code" in wrong.text
    assert guest.get("/receipt/AAAA-BBBB-CCCC").status_code == 404
    assert guest.post("/receipt", data={}).status_code == 422


def test_codes_cannot_be_tried_in_numbers(browser: Open, asked: Asked) -> None:
    guest = browser(address="10.8.8.8")
    statuses = [guest.get(f"/receipt/AAAA-BBBB-{number:04}").status_code for number in range(61)]
    assert statuses[:60] == [404] * 60
    assert statuses[60] == 429
    assert guest.get(f"/receipt/{asked.receipt}").status_code == 429


def test_looking_at_the_link_of_a_mail_answers_nothing(browser: Open, answered: Asked) -> None:
    guest = browser()
    for _ in range(2):
        page = guest.get(f"/receipt/{answered.receipt}/answer?accepted=true")
        assert page.status_code == 200
        assert "We need your answer" in page.text
        assert '{"accepted": true}' in page.text.replace('":true', '": true')


def test_the_answer_is_taken_once(browser: Open, answered: Asked) -> None:
    guest = _guest(browser())
    taken = _answer(guest, answered.receipt, {"accepted": True})
    assert taken.json() == {"location": f"/receipt/{answered.receipt}?answered=1"}
    page = guest.get(taken.json()["location"]).text
    assert "Your answer has arrived" in page
    assert "We need your answer" not in page
    assert _answer(guest, answered.receipt, {"accepted": False}).status_code == 422


def test_an_answer_whose_reply_was_lost_may_be_sent_again(browser: Open, answered: Asked) -> None:
    guest = _guest(browser())
    sent = [_answer(guest, answered.receipt, {"accepted": True}, "the same") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [200, 200]
    assert _answer(guest, answered.receipt, {"accepted": True}, "another").status_code == 422


def test_it_refuses_answers_from_elsewhere(browser: Open, answered: Asked) -> None:
    assert _answer(browser(), answered.receipt, {"accepted": True}).status_code == 403
    assert _answer(_guest(browser()), "AAAA-BBBB-CCCC", {"accepted": True}).status_code == 404
