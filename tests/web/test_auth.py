"""Logging in and out, and the choice of language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from engine import clock, identity
from engine.db import Database
from engine.models import Person
from engine.settings import Settings
from tests.web.conftest import PASSWORD, Browser, token_in
from web.app import create_app
from web.auth import own_path

Open = Callable[..., Browser]


def log_in(browser: Browser, login: str, password: str, **more: str) -> Response:
    token = token_in(browser.get("/login").text)
    return browser.post("/login", data={"login": login, "password": password, "csrf_token": token, **more})


def test_the_right_password_opens_a_session(browser: Open) -> None:
    visitor = browser()
    answer = log_in(visitor, "ann", PASSWORD, next="/inbox?view=team")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inbox?view=team"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/session").json()["login"] == "ann"


def test_a_wrong_password_shows_the_page_again_with_what_was_typed(browser: Open) -> None:
    answer = log_in(browser(), "ann", "wrong password")
    assert answer.status_code == 422
    assert "The login name or the password is wrong." in answer.text
    assert 'value="ann"' in answer.text
    assert "bihuan_session" not in answer.headers.get("set-cookie", "")


def test_a_script_that_logs_in_again_gets_json(browser: Open) -> None:
    visitor = browser().refresh()
    given = {"login": "ann", "password": "wrong password"}
    answer = visitor.post("/login", data=given, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["message"] == "The login name or the password is wrong."
    answer = visitor.post("/login", data=given | {"password": PASSWORD}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["csrf_token"] == visitor.get("/session").json()["csrf_token"]


@pytest.mark.usefixtures("early_in_a_window")
def test_after_eight_wrong_passwords_one_has_to_wait(browser: Open) -> None:
    visitor = browser().refresh()
    answers = [
        visitor.post("/login", data={"login": "ann", "password": f"guess {number}"}).status_code for number in range(9)
    ]
    assert answers == [422] * 8 + [429]
    assert visitor.post("/login", data={"login": "ann", "password": PASSWORD}).status_code == 429
    elsewhere = browser(address="10.0.0.2").refresh()
    assert elsewhere.post("/login", data={"login": "ann", "password": PASSWORD}).status_code == 303
    clock.set_offset(clock.offset() + timedelta(minutes=16))
    assert visitor.post("/login", data={"login": "ann", "password": PASSWORD}).status_code == 303


def test_logging_in_needs_the_token_of_the_page(browser: Open) -> None:
    visitor = browser()
    visitor.get("/login")
    assert visitor.post("/login", data={"login": "ann", "password": PASSWORD}).status_code == 403
    assert log_in(browser(), "ann", PASSWORD, csrf_token="made up").status_code == 403


def test_a_foreign_cookie_and_token_pair_is_refused(browser: Open) -> None:
    visitor = browser()
    visitor.cookies.set("bihuan_guest", "chosen by an attacker")
    given = {"login": "ann", "password": PASSWORD, "csrf_token": "chosen by an attacker"}
    assert visitor.post("/login", data=given).status_code == 403


def test_logging_out_ends_the_session_in_the_database(browser: Open) -> None:
    ann = browser("ann")
    kept = ann.cookies["bihuan_session"]
    assert ann.post("/logout").headers["location"] == "/login"
    ann.cookies.set("bihuan_session", kept)
    assert ann.get("/session").json()["login"] is None


def test_logging_in_again_ends_the_session_before(browser: Open) -> None:
    visitor = browser("ann")
    before = visitor.cookies["bihuan_session"]
    visitor.as_person("bob")
    other = browser()
    other.cookies.set("bihuan_session", before)
    assert other.get("/session").json()["login"] is None


def test_a_session_ends_after_inactivity_and_lasts_with_activity(browser: Open) -> None:
    ann = browser("ann")
    for hours in (11, 22, 33):
        clock.set_offset(timedelta(hours=hours))
        assert ann.get("/session").json()["login"] == "ann"
    clock.set_offset(timedelta(hours=46))
    assert ann.get("/session").json()["login"] is None


def test_the_cookie_is_secure_when_people_come_by_https(
    database: Database, settings: Settings, people: dict[str, Person]
) -> None:
    app = create_app(database, replace(settings, public_url="https://flow.example.com"))
    with Browser(app, base_url="https://flow.example.com", follow_redirects=False) as visitor:
        visitor.headers["accept"] = "text/html"
        answer = log_in(visitor, "ann", PASSWORD)
        assert "; Secure" in answer.headers["set-cookie"]
        assert "strict-transport-security" in answer.headers


def test_sample_people_log_in_by_one_click_only_while_sample_data_is_on(
    database: Database, settings: Settings, people: dict[str, Person]
) -> None:
    with database.transaction() as session:
        identity.create_person(
            session, identity.SYSTEM, login="lina", name="Li Na", names={"zh-CN": "李娜"}, position="Agent", sample=True
        )
    with TestClient(create_app(database, settings), follow_redirects=False) as visitor:
        page = visitor.get("/login", headers={"accept": "text/html"}).text
        assert "Li Na" not in page
        given = {"login": "lina", "csrf_token": token_in(page)}
        assert visitor.post("/login/sample", data=given).status_code == 403
    with TestClient(create_app(database, replace(settings, sample_data=True)), follow_redirects=False) as visitor:
        visitor.headers["accept"] = "text/html"
        assert "李娜" in visitor.get("/login", headers={"accept-language": "zh"}).text
        page = visitor.get("/login").text
        assert "Li Na" in page
        given = {"login": "lina", "csrf_token": token_in(page)}
        assert visitor.post("/login/sample", data=given | {"login": "ann"}).status_code == 403
        assert visitor.post("/login/sample", data=given).status_code == 303
        assert visitor.get("/session").json()["name"] == "Li Na"


def test_the_language_is_switched_and_remembered(browser: Open, database: Database) -> None:
    ann = browser("ann")
    assert ann.post("/language", data={"locale": "zh-CN", "next": "/inbox"}).headers["location"] == "/inbox"
    with database.reading() as session:
        assert identity.actor_of_login(session, "ann").locale == "zh-CN"
    guest = browser()
    assert 'lang="en"' in guest.get("/login").text
    guest.refresh().post("/language", data={"locale": "zh-CN"})
    assert 'lang="zh-CN"' in guest.get("/login").text


def test_only_languages_we_have_can_be_chosen(browser: Open) -> None:
    assert browser("ann").post("/language", data={"locale": "../../etc"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/inbox", "/inbox"),
        ("", "/"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\nb", "/"),
    ],
)
def test_after_logging_in_one_stays_on_this_site(given: str, expected: str) -> None:
    assert own_path(given) == expected
