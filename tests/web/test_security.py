"""Headers and rate limits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request

from tests.web.conftest import Browser
from web.deps import Guest, limited

Open = Callable[..., Browser]


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


@pytest.mark.usefixtures("early_in_a_window")
def test_a_rate_limit_counts_refused_requests_too(app: FastAPI, browser: Open) -> None:
    def look_up(request: Request, actor: Guest) -> str:
        raise KeyError("no such receipt")

    app.add_api_route("/probe", look_up, dependencies=[limited("probe", times=3, per=timedelta(hours=1))])
    visitor = browser()
    assert [visitor.get("/probe").status_code for _ in range(4)] == [500, 500, 500, 429]
    assert browser(address="10.0.0.9").get("/probe").status_code == 500
