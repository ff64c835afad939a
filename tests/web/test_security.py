"""Headers, the size limit and rate limits."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from tests.web.conftest import Browser
from web.deps import Guest, limited

Open = Callable[..., Browser]
MEGABYTE = 1024 * 1024
START = b'--part\r\nContent-Disposition: form-data; name="file"; filename="film.mov"\r\n\r\n'


def test_every_answer_carries_the_strict_policy(browser: Open) -> None:
    visitor = browser()
    for path in ("/login", "/nowhere", "/api/v1/nowhere", "/static/nothing.js"):
        headers = visitor.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_pages_are_not_kept_by_caches(browser: Open) -> None:
    assert browser().get("/login").headers["cache-control"] == "private, no-store"


def test_an_announced_body_over_the_limit_is_refused_without_being_read(app: FastAPI) -> None:
    status, read = asyncio.run(send_body(app, announce=200 * MEGABYTE))
    assert (status, read) == (413, 0)


def test_an_unannounced_body_is_counted_and_cut_off_at_the_limit(app: FastAPI) -> None:
    status, read = asyncio.run(send_body(app, announce=None))
    assert status == 413
    assert read <= 61


def test_a_body_that_is_too_large_gets_a_clear_answer(browser: Open) -> None:
    answer = browser().post("/login", content=b"x" * (61 * MEGABYTE), headers={"accept": "application/json"})
    assert answer.json()["code"] == "too-large"
    assert answer.json()["detail"].startswith("The request is larger than 60 MB.")


async def send_body(app: FastAPI, announce: int | None) -> tuple[int, int]:
    """Offer 200 parts of a megabyte; returns the status and how many parts were taken."""
    taken = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        start = START if taken == 1 else b""
        return {"type": "http.request", "body": start + b"x" * MEGABYTE, "more_body": taken < 200}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=part"), (b"accept", b"application/json")]
    if announce is not None:
        headers.append((b"content-length", str(announce).encode()))
    scope = {
        "type": "http", "method": "POST", "path": "/login", "raw_path": b"/login", "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], taken


@pytest.mark.usefixtures("early_in_a_window")
def test_a_rate_limit_counts_refused_requests_too(app: FastAPI, browser: Open) -> None:
    def look_up(request: Request, actor: Guest) -> str:
        raise KeyError("no such receipt")

    app.add_api_route("/probe", look_up, dependencies=[limited("probe", times=3, per=timedelta(hours=1))])
    visitor = browser()
    assert [visitor.get("/probe").status_code for _ in range(4)] == [500, 500, 500, 429]
    assert browser(address="10.0.0.9").get("/probe").status_code == 500
