"""The transaction of a request, and who asks."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from starlette.types import Message, Receive, Scope, Send

from engine import identity
from engine.db import Database
from engine.errors import Conflict
from engine.models import Group, Person
from tests.web.conftest import Browser
from web.deps import Actor, Guest, Session

Open = Callable[..., Browser]


def add_group(session: Session, key: str) -> dict[str, str]:
    session.add(Group(key=key, name=key))
    return {"key": key}


def add_group_and_fail(session: Session, key: str) -> None:
    session.add(Group(key=key, name=key))
    session.flush()
    raise Conflict()


def exists(database: Database, key: str) -> bool:
    with database.reading() as session:
        return session.get(Group, key) is not None


def test_the_commit_comes_before_the_answer(app: FastAPI, database: Database) -> None:
    app.add_api_route("/probe/{key}", add_group, methods=["POST"])
    seen = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def look_then_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.append((message["status"], exists(database, "new")))
            await send(message)

        await app(scope, receive, look_then_send)

    assert TestClient(watched).post("/probe/new").status_code == 200
    assert seen == [(200, True)]


def test_an_error_rolls_everything_back(app: FastAPI, database: Database) -> None:
    app.add_api_route("/probe/{key}", add_group_and_fail, methods=["POST"])
    assert TestClient(app).post("/probe/new").status_code == 409
    assert not exists(database, "new")


def test_a_commit_that_fails_is_never_answered_as_a_success(app: FastAPI, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE once (word text UNIQUE DEFERRABLE INITIALLY DEFERRED)"))

    def twice(session: Session) -> str:
        session.execute(text("INSERT INTO once VALUES ('a'), ('a')"))
        return "done"

    app.add_api_route("/probe", twice, methods=["POST"])
    answer = TestClient(app).post("/probe")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"


def test_many_requests_at_once_wait_for_their_turn_and_not_for_each_other(app: FastAPI) -> None:
    def slow(session: Session) -> int:
        return int(session.execute(text("SELECT 1 FROM pg_sleep(0.01)")).scalar_one())

    app.add_api_route("/probe", slow)

    async def ask_all() -> list[int]:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            answers = await asyncio.gather(*(client.get("/probe") for _ in range(60)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(ask_all()) == [200] * 60


@pytest.fixture
def probes(app: FastAPI) -> FastAPI:
    def who(actor: Actor) -> dict[str, Any]:
        return {"login": actor.login, "groups": sorted(actor.groups), "rights": sorted(actor.rights)}

    def guest(actor: Guest) -> dict[str, Any]:
        return {"kind": actor.kind}

    app.add_api_route("/api/who", who, methods=["GET", "POST"])
    app.add_api_route("/guest", guest, methods=["GET", "POST"])
    return app


def test_it_knows_the_person_with_groups_and_rights(probes: FastAPI, browser: Open) -> None:
    assert browser("ann").get("/api/who").json() == {"login": "ann", "groups": ["service"], "rights": []}
    assert browser("bob").get("/api/who").json()["rights"] == ["administer", "deploy", "monitor", "operate"]


def test_it_refuses_strangers(probes: FastAPI, browser: Open) -> None:
    answer = browser().get("/api/who")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not-logged-in"


def test_a_change_without_the_csrf_token_of_the_session_is_refused(probes: FastAPI, browser: Open) -> None:
    ann = browser("ann")
    assert ann.post("/api/who").status_code == 200
    token = ann.headers.pop("x-csrf-token")
    assert ann.post("/api/who").json()["code"] == "csrf-refused"
    assert ann.post("/api/who", headers={"x-csrf-token": browser("bob").headers["x-csrf-token"]}).status_code == 403
    assert ann.post("/api/who", data={"csrf_token": token}).status_code == 200
    assert ann.post("/api/who", data={"csrf_token": token}, files={"file": b"x"}).status_code == 200
    assert ann.post("/api/who", json={"csrf_token": token}).status_code == 403


def test_a_guest_needs_the_token_of_their_own_page(probes: FastAPI, browser: Open) -> None:
    guest = browser()
    assert guest.get("/guest").json() == {"kind": "public"}
    assert guest.post("/guest").status_code == 403
    assert guest.refresh().post("/guest").status_code == 200
    assert (
        browser().refresh().post("/guest", headers={"x-csrf-token": guest.headers["x-csrf-token"]}).status_code == 403
    )


def test_a_guest_page_works_the_same_for_somebody_who_is_logged_in(probes: FastAPI, browser: Open) -> None:
    ann = browser().refresh()
    guest_token = ann.headers["x-csrf-token"]
    ann.as_person("ann")
    assert ann.post("/guest", headers={"x-csrf-token": guest_token}).json() == {"kind": "public"}


def test_a_token_stands_for_its_person_and_needs_no_csrf(
    probes: FastAPI, browser: Open, database: Database, people: dict[str, Person]
) -> None:
    with database.transaction() as session:
        ann = identity.actor_of_login(session, "ann")
        _, secret = identity.create_token(session, ann, "script", days=30)
    program = browser()
    program.headers["authorization"] = f"Bearer {secret}"
    assert program.post("/api/who").json()["login"] == "ann"
    program.headers["authorization"] = "Bearer bh_made_up"
    assert program.post("/api/who").status_code == 401
