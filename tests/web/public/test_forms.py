"""The public start form."""

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from engine.db import Database
from tests.web.conftest import Browser, token_in

Open = Callable[..., Browser]


def _guest(browser: Browser) -> Browser:
    browser.headers["x-csrf-token"] = token_in(browser.get("/p/question").text)
    return browser


def _send(browser: Browser, answers: dict[str, object], files: Any = None) -> Any:
    return browser.post(
        "/p/question", data={"data": json.dumps(answers)}, files=files, headers={"accept": "application/json"}
    )


def test_anybody_may_open_and_send_it(browser: Open, deployed: None) -> None:
    guest = _guest(browser())
    answer = _send(guest, {"subject": "Lost parcel", "evidence": "files::1"}, [("files::1", ("a.txt", b"proof"))])
    assert answer.status_code == 200, answer.text
    location = answer.json()["location"]
    code = re.fullmatch(r"/receipt/([0-9A-Z-]+)\?fresh=1", location)
    assert code
    page = guest.get(location).text
    assert "Thank you" in page
    assert f'data-copy="{code[1]}"' in page


def test_wrong_answers_are_shown_at_their_fields(browser: Open, deployed: None) -> None:
    answer = _send(_guest(browser()), {})
    assert answer.status_code == 422
    assert [error["component_id"] for error in answer.json()["errors"]] == ["f1"]


def test_a_page_from_elsewhere_sends_nothing(browser: Open, deployed: None) -> None:
    stranger = browser()
    assert _send(stranger, {"subject": "Forged"}).status_code == 403
    _guest(stranger).headers["x-csrf-token"] = "guessed"
    assert _send(stranger, {"subject": "Forged"}).status_code == 403


def test_a_process_that_is_not_public_has_no_form(browser: Open, database: Database, deployed: None) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE process_definition SET public = false"))
    assert browser().get("/p/question").status_code in (401, 403, 404)
    assert browser().get("/p/unknown").status_code == 404


def test_it_is_sent_only_so_often(browser: Open, deployed: None) -> None:
    guest = _guest(browser(address="10.9.9.9"))
    statuses = [_send(guest, {}).status_code for _ in range(21)]
    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429


def test_a_person_with_a_login_sends_it_as_the_public(browser: Open, database: Database, deployed: None) -> None:
    ann = browser("ann")
    assert _send(_guest(ann), {"subject": "From home"}).status_code == 200
    with database.reading() as session:
        assert session.execute(text("SELECT started_by FROM process_instance")).scalar_one() is None
