"""Starting a process."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.web.conftest import Browser

Open = Callable[..., Browser]


def _start(browser: Browser, answers: dict[str, object], files: Any = None) -> Any:
    return browser.post(
        "/start/question",
        data={"data": json.dumps(answers), "action": "start"},
        files=files,
        headers={"accept": "application/json"},
    )


def test_it_lists_what_may_be_started(browser: Open, deployed: None) -> None:
    page = browser("ann").get("/start")
    assert page.status_code == 200
    assert 'href="/start/question"' in page.text
    assert "Ask us anything." in page.text


def test_it_says_so_when_there_is_nothing_to_start(browser: Open) -> None:
    page = browser("ann").get("/start")
    assert "There is nothing you may start" in page.text


def test_it_shows_the_start_form(browser: Open, deployed: None) -> None:
    page = browser("ann").get("/start/question")
    assert page.status_code == 200
    assert 'data-action="/start/question"' in page.text
    assert 'data-draft="/start/question/draft"' in page.text


def test_starting_leads_to_the_new_instance(browser: Open, deployed: None) -> None:
    ann = browser("ann")
    answer = _start(ann, {"subject": "Where is it?"})
    assert answer.status_code == 200, answer.text
    location = answer.json()["location"]
    assert "Where is it?" in ann.get(location).text
    assert "Started." in ann.get(location).text


def test_wrong_answers_are_shown_at_their_fields(browser: Open, deployed: None) -> None:
    answer = _start(browser("ann"), {})
    assert answer.status_code == 422
    assert [error["component_id"] for error in answer.json()["errors"]] == ["f1"]


def test_a_file_comes_with_the_answers(browser: Open, deployed: None) -> None:
    ann = browser("ann")
    key = "files::1"
    files = [(key, ("证据.pdf", b"%PDF-1.7 one", "application/pdf")), (key, ("two.txt", b"two", "text/plain"))]
    answer = _start(ann, {"subject": "Look", "evidence": key}, files)
    assert answer.status_code == 200, answer.text
    instance = re.search(r'"(/instances/[0-9a-f-]{36})"', ann.get(answer.json()["location"]).text)
    assert instance
    page = ann.get(instance[1]).text
    assert "证据.pdf" in page
    assert "two.txt" in page


def test_a_file_that_is_not_taken_is_refused_and_nothing_is_started(browser: Open, deployed: None) -> None:
    ann = browser("ann")
    files = [("files::1", ("virus.exe", b"MZ", "application/pdf"))]
    answer = _start(ann, {"subject": "Look", "evidence": "files::1"}, files)
    assert answer.status_code == 422
    assert answer.json()["code"] == "file-type-refused"
    assert "virus.exe" in answer.json()["detail"]
    assert "You have not started anything yet" in ann.get("/started").text


def test_the_draft_of_a_start_form_is_kept(browser: Open, deployed: None) -> None:
    ann = browser("ann")
    assert ann.put("/start/question/draft", json={"data": {"subject": "Half"}, "rev": 0}).json() == {"rev": 1}
    assert "Half" in ann.get("/start/question").text
    _start(ann, {"subject": "Whole"})
    assert "Half" not in ann.get("/start/question").text


def test_it_refuses_strangers(browser: Open, deployed: None) -> None:
    assert browser().get("/start/question").status_code == 303
    assert _start(browser().refresh(), {"subject": "Hello"}).status_code == 401
    assert browser("ann").get("/start/unknown").status_code == 404
