"""The profile: password and tokens."""

import re
from collections.abc import Callable

from tests.web.conftest import PASSWORD, Browser

Open = Callable[..., Browser]


def test_it_shows_who_i_am(browser: Open) -> None:
    page = browser("ann").get("/profile")
    assert page.status_code == 200
    assert "Ann Li" in page.text


def test_a_token_is_shown_once_and_works(browser: Open) -> None:
    ann = browser("ann")
    made = ann.post("/profile/tokens", data={"name": "Night run", "days": "30"})
    found = re.search(r'data-copy="(bh_[^"]+)"', made.text)
    assert found
    assert found[1] not in ann.get("/profile").text
    program = browser()
    program.headers["authorization"] = f"Bearer {found[1]}"
    assert program.get("/inbox").status_code == 200
    token_id = re.search(r"/profile/tokens/([0-9a-f-]+)/revocation", made.text)
    assert token_id
    assert ann.post(f"/profile/tokens/{token_id[1]}/revocation").status_code == 303
    assert program.get("/inbox").status_code == 303


def test_a_token_needs_a_name(browser: Open) -> None:
    assert browser("ann").post("/profile/tokens", data={"name": ""}).status_code == 422


def test_a_password_is_changed_and_ends_all_sessions(browser: Open) -> None:
    ann = browser("ann")
    changed = ann.post("/profile/password", data={"old": PASSWORD, "new": "another good sentence"})
    assert (changed.status_code, changed.headers["location"]) == (303, "/login")
    assert ann.get("/profile").status_code == 303
    browser().as_person("ann", "another good sentence")


def test_a_wrong_password_changes_nothing_and_says_so(browser: Open) -> None:
    ann = browser("ann")
    refused = ann.post("/profile/password", data={"old": "guess", "new": "another good sentence"})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert ann.post("/profile/password", data={"old": PASSWORD, "new": "short"}).status_code == 422
    browser().as_person("ann")


def test_it_refuses_strangers(browser: Open) -> None:
    assert browser().get("/profile").status_code == 303
    assert browser().refresh().post("/profile/tokens", data={"name": "x"}).status_code == 303
