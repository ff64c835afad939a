"""The page of one task."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from engine.db import Database
from engine.ids import new_id
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked, ask

Open = Callable[..., Browser]
Value = Callable[[str, UUID], object]
STATE = "SELECT state FROM user_task WHERE id = :id"


def _complete(browser: Browser, task_id: UUID, answers: dict[str, object], **headers: str) -> Any:
    return browser.post(
        f"/tasks/{task_id}/completion",
        data={"data": json.dumps(answers), "action": "complete"},
        headers={"accept": "application/json", **headers},
    )


def test_it_shows_the_form_and_what_can_be_done(browser: Open, claimed: Asked) -> None:
    page = browser("ann").get(f"/tasks/{claimed.task_id}")
    assert page.status_code == 200
    assert "data-fjs" in page.text
    assert f'data-action="/tasks/{claimed.task_id}/completion"' in page.text
    assert f'action="/tasks/{claimed.task_id}/unclaim"' in page.text
    assert 'data-submit="task-form"' in page.text
    assert "Cat Zhao" in page.text


@pytest.mark.parametrize("tab", ["form", "progress", "history", "comments"])
def test_each_tab_opens(browser: Open, claimed: Asked, tab: str) -> None:
    page = browser("ann").get(f"/tasks/{claimed.task_id}?tab={tab}")
    assert page.status_code == 200
    assert 'id="title"' in page.text


def test_opening_a_task_makes_it_read(browser: Open, asked: Asked) -> None:
    ann = browser("ann")
    assert "(new)" in ann.get("/inbox?view=team").text
    ann.get(f"/tasks/{asked.task_id}?view=team")
    assert "(new)" not in ann.get("/inbox?view=team").text


@pytest.mark.parametrize("tab", ["form", "progress", "history", "comments"])
def test_it_refuses_strangers(browser: Open, asked: Asked, tab: str) -> None:
    assert browser().get(f"/tasks/{asked.task_id}?tab={tab}").status_code == 303
    stranger = browser("cat").get(f"/tasks/{asked.task_id}?tab={tab}")
    assert stranger.status_code == 403
    assert "Where is my parcel?" not in stranger.text


def test_an_unknown_task_is_not_found(browser: Open, deployed: None) -> None:
    assert browser("ann").get(f"/tasks/{new_id()}").status_code == 404
    assert browser("ann").get("/tasks/none").status_code == 422


def test_claiming_and_giving_back(browser: Open, asked: Asked, value: Value) -> None:
    ann = browser("ann")
    answer = ann.post(f"/tasks/{asked.task_id}/claim")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tasks/{asked.task_id}?said=claimed")
    assert value("SELECT assignee_id FROM user_task WHERE id = :id", asked.task_id) is not None
    assert ann.post(f"/tasks/{asked.task_id}/unclaim").status_code == 303
    assert value("SELECT assignee_id FROM user_task WHERE id = :id", asked.task_id) is None


def test_a_claimed_task_says_who_has_it(browser: Open, claimed: Asked) -> None:
    bob = browser("bob")
    assert "Ann Li has claimed this task" in bob.get(f"/tasks/{claimed.task_id}?view=team").text
    refused = bob.post(f"/tasks/{claimed.task_id}/claim")
    assert refused.status_code == 409
    assert "Ann Li has claimed this task" in refused.text


def test_handing_a_task_over(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    assert ann.post(f"/tasks/{claimed.task_id}/assignee", data={"login": "cat"}).status_code == 303
    assert "Answer the question" in browser("cat").get("/inbox").text


def test_completing_leads_back_to_the_inbox(browser: Open, claimed: Asked, value: Value) -> None:
    answer = _complete(browser("ann"), claimed.task_id, {"reply": "On its way."})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"location": "/inbox?said=completed"}
    assert value(STATE, claimed.task_id) == "completed"


def test_wrong_answers_are_shown_at_their_fields(browser: Open, claimed: Asked, value: Value) -> None:
    answer = _complete(browser("ann"), claimed.task_id, {"reply": ""})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["component_id"], error["path"], error["code"]) == ("f2", ["reply"], "required")
    assert error["message"]
    assert value(STATE, claimed.task_id) == "open"


def test_a_task_is_completed_once(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    key = {"idempotency-key": "one"}
    assert _complete(ann, claimed.task_id, {"reply": "On its way."}, **key).status_code == 200
    assert _complete(ann, claimed.task_id, {"reply": "On its way."}, **key).status_code == 200
    again = _complete(ann, claimed.task_id, {"reply": "Again."})
    assert again.status_code == 409
    assert "Ann Li" in again.json()["detail"]


def test_a_stranger_completes_nothing(browser: Open, asked: Asked, value: Value) -> None:
    assert _complete(browser("cat"), asked.task_id, {"reply": "Mine now."}).status_code == 403
    assert _complete(browser().refresh(), asked.task_id, {"reply": "Mine now."}).status_code == 401
    assert value(STATE, asked.task_id) == "open"


def test_a_foreign_page_completes_nothing(browser: Open, claimed: Asked, value: Value) -> None:
    ann = browser("ann")
    ann.headers["x-csrf-token"] = "guessed"
    assert _complete(ann, claimed.task_id, {"reply": "Forged."}).status_code == 403
    assert value(STATE, claimed.task_id) == "open"


def test_answers_that_are_no_object_are_refused(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    for data in ("[1]", "{", "null"):
        answer = ann.post(
            f"/tasks/{claimed.task_id}/completion", data={"data": data}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 422, data


def test_a_draft_is_kept_and_offered_again(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    saved = ann.put(f"/tasks/{claimed.task_id}/draft", json={"data": {"reply": "Half a sen"}, "rev": 0})
    assert saved.json() == {"rev": 1}
    page = ann.get(f"/tasks/{claimed.task_id}").text
    assert "Half a sen" in page
    assert 'data-rev="1"' in page
    stale = ann.put(f"/tasks/{claimed.task_id}/draft", json={"data": {"reply": "Other window"}, "rev": 0})
    assert stale.status_code == 409


def test_a_done_task_shows_what_was_written(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    _complete(ann, claimed.task_id, {"reply": "On its way."})
    page = ann.get(f"/tasks/{claimed.task_id}?view=done").text
    assert "On its way." in page
    assert "data-readonly" in page
    assert 'data-submit="task-form"' not in page


def test_comments_are_added_and_escaped(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    said = ann.post(f"/tasks/{claimed.task_id}/comments", data={"text": "<b>Called</b> the customer"})
    assert said.status_code == 303
    page = ann.get(f"/tasks/{claimed.task_id}?tab=comments").text
    assert "&lt;b&gt;Called&lt;/b&gt;" in page
    assert "<b>Called</b>" not in page


def test_an_empty_comment_is_shown_again_with_what_is_wrong(browser: Open, claimed: Asked) -> None:
    answer = browser("ann").post(f"/tasks/{claimed.task_id}/comments", data={"text": "  "})
    assert answer.status_code == 422
    assert "needs some text" in answer.text
    assert "comment-text" in answer.text


def test_the_next_task_of_the_same_person_follows(browser: Open, database: Database, deployed: None) -> None:
    with database.transaction() as session:
        first, _second = ask(session, "One"), ask(session, "Two")
    ann = browser("ann")
    ann.post(f"/tasks/{first.task_id}/claim")
    # Another instance's task is not a next step; the inbox offers it.
    assert _complete(ann, first.task_id, {"reply": "Yes"}).json() == {"location": "/inbox?said=completed"}
    assert "Two" in ann.get("/inbox?view=team").text


def test_an_address_that_is_none_is_told_on_the_page_of_the_task(browser: Open, asked: Asked) -> None:
    answer = browser("bob").post(f"/tasks/{asked.task_id}/links", data={"recipient": "Ann", "send": "1"})
    assert answer.status_code == 422
    assert "this is not one e-mail address" in answer.text
    assert 'id="outside"' in answer.text
