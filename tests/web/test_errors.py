"""Errors as problem+json for programs and as pages for people."""

import logging
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from engine import errors
from engine.errors import BihuanError
from forms import FieldError
from tests.web.conftest import Browser
from web.deps import Actor, Session
from web.errors import status_of

Open = Callable[..., Browser]


def failing(app: FastAPI, error: Exception, path: str = "/api/v1/probe") -> None:
    def fail() -> None:
        raise error

    app.add_api_route(path, fail, methods=["GET", "POST"])


def test_every_error_has_a_status() -> None:
    def below(kind: type[BihuanError]) -> list[type[BihuanError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in below(child))]

    for kind in below(BihuanError):
        assert 400 <= status_of(kind) < 600, kind


def test_a_program_gets_a_problem(app: FastAPI, browser: Open) -> None:
    failing(app, errors.NotFound(kind="task", id="17"))
    answer = browser().get("/api/v1/probe")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/api/v1/docs#problem-not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no user task “17”. It may have been removed, or the address is wrong.",
        "code": "not-found",
        "params": {"kind": "task", "id": "17"},
    }


def test_moments_are_said_in_the_time_zone_of_the_installation(app: FastAPI, browser: Open) -> None:
    failing(app, errors.AlreadyDone(person="Li Na", at="2026-11-21T10:00:00+00:00"))
    detail = browser().get("/api/v1/probe").json()["detail"]
    assert detail.startswith("This task was done by Li Na at 21 Nov 2026, 18:00.")


def test_a_form_tells_all_its_errors_at_once(app: FastAPI, browser: Open) -> None:
    found = FieldError(code="min", params={"limit": 5}, component_id="f1", path=("items", 0, "amount"))
    failing(app, errors.FormInvalid([found]))
    answer = browser().post("/api/v1/probe")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "code": "min",
            "params": {"limit": 5},
            "component_id": "f1",
            "path": ["items", 0, "amount"],
            "message": "Field must have minimum value of 5.",
        }
    ]


def test_a_person_gets_a_page(app: FastAPI, browser: Open) -> None:
    failing(app, errors.NotFound(kind="task", id="<b>17</b>"), "/probe")
    answer = browser().get("/probe")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is no user task “&lt;b&gt;17&lt;/b&gt;”" in answer.text


def test_the_page_of_an_error_leads_back_to_where_one_came_from(app: FastAPI, browser: Open) -> None:
    failing(app, errors.WrongState(state="suspended"), "/probe")
    ann = browser("ann")
    came_from = f"{ann.base_url}/instances?q=x&said=done"
    assert 'href="/instances?q=x"' in ann.get("/probe", headers={"referer": came_from}).text
    assert "evil" not in ann.get("/probe", headers={"referer": "https://evil.example/instances"}).text


def test_somebody_unknown_is_sent_to_log_in_and_comes_back(app: FastAPI, browser: Open) -> None:
    def page(actor: Actor) -> str:
        return actor.login

    app.add_api_route("/probe", page, methods=["GET", "POST"])
    answer = browser().get("/probe?a=1&b=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fprobe%3Fa%3D1%26b%3D2"
    answer = browser().post("/probe", headers={"referer": "http://testserver/tasks/17"})
    assert answer.headers["location"] == "/login?next=%2Ftasks%2F17"
    answer = browser().post("/probe", headers={"referer": "http://elsewhere/tasks/17"})
    assert answer.headers["location"] == "/login?next=%2F"


def test_a_script_of_a_page_gets_a_problem_and_a_fragment_stays(app: FastAPI, browser: Open) -> None:
    failing(app, errors.Invalid(reason="x"), "/probe")
    answer = browser().post("/probe", headers={"accept": "application/json"})
    assert answer.json()["code"] == "invalid"
    answer = browser().post("/probe", headers={"hx-request": "true"})
    assert answer.headers["hx-reswap"] == "none"
    assert "toast" in answer.headers["hx-trigger"]


def test_too_many_attempts_say_when_to_come_back(app: FastAPI, browser: Open) -> None:
    failing(app, errors.TooManyAttempts(seconds=42))
    answer = browser().get("/api/v1/probe")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "42"


def test_an_unexpected_error_is_logged_once_and_tells_nothing(
    app: FastAPI, browser: Open, caplog: pytest.LogCaptureFixture
) -> None:
    failing(app, RuntimeError("secret detail"), "/probe")
    with caplog.at_level(logging.ERROR):
        answer = browser().get("/probe")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    [record] = caplog.records
    assert record.args is not None
    reference = record.getMessage().rsplit(" ", 1)[-1]
    assert reference in answer.text
    assert "content-security-policy" in answer.headers


def test_unknown_addresses_and_methods_are_answered_in_kind(browser: Open) -> None:
    assert "There is nothing at this address." in browser().get("/nowhere").text
    assert browser().get("/api/v1/nowhere").json()["code"] == "no-such-address"
    assert browser().post("/session", headers={"accept": "application/json"}).json()["code"] == "method-not-allowed"


def test_a_value_of_the_wrong_kind_is_a_problem_with_its_place(app: FastAPI, browser: Open) -> None:
    def number(amount: int) -> int:
        return amount

    app.add_api_route("/api/v1/number", number)
    answer = browser().get("/api/v1/number?amount=x")
    assert answer.status_code == 422
    assert answer.json()["code"] == "request-invalid"
    assert answer.json()["errors"][0]["path"] == ["query", "amount"]


def test_what_the_database_cannot_hold_is_the_callers_mistake(app: FastAPI, browser: Open) -> None:
    def store(session: Session) -> None:
        session.execute(
            text("INSERT INTO candidate_group (key, name, names) VALUES ('a', :name, '{}')"), {"name": "\x00"}
        )

    app.add_api_route("/api/v1/store", store)
    assert browser().get("/api/v1/store").status_code == 422


def test_a_lock_that_somebody_else_holds_is_a_conflict(app: FastAPI, browser: Open) -> None:
    def wait(session: Session) -> None:
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'; END $$"))

    app.add_api_route("/api/v1/wait", wait)
    assert browser().get("/api/v1/wait").json()["code"] == "conflict"
