"""Whether this process works."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from engine.db import Database
from engine.settings import Settings
from tests.web.conftest import Browser
from web.app import create_app


def test_it_answers_when_the_database_does(browser: Callable[..., Browser]) -> None:
    assert browser().get("/healthz").json() == {"status": "ok"}


def test_it_says_clearly_when_the_database_does_not_answer(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Database("postgresql://nobody:secret-word@127.0.0.1:1/nothing")
    with TestClient(create_app(nowhere, Settings(data_dir=data_dir, secret_key="x", locale="en"))) as visitor:
        answer = visitor.get("/healthz")
    nowhere.dispose()
    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
    assert answer.headers["retry-after"] == "5"
    assert "secret-word" not in answer.text + caplog.text
