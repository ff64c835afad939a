"""Downloading files."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.db import Database
from engine.ids import new_id
from tests.web.conftest import Browser

Open = Callable[..., Browser]
NAME = '证据 "1".pdf'


@pytest.fixture
def attached(browser: Open, database: Database, deployed: None) -> UUID:
    """Ann has started something with a file."""
    ann = browser("ann")
    answer = ann.post(
        "/start/question",
        data={"data": json.dumps({"subject": "Look", "evidence": "files::1"})},
        files=[("files::1", (NAME, b"%PDF-1.7 proof", "text/html"))],
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    with database.reading() as session:
        return UUID(str(session.execute(text("SELECT id FROM attachment")).scalar_one()))


def test_it_is_given_whole_and_only_to_be_saved(browser: Open, attached: UUID) -> None:
    answer = browser("ann").get(f"/attachments/{attached}")
    assert answer.content == b"%PDF-1.7 proof"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E8%AF%81")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_it_refuses_strangers(browser: Open, attached: UUID) -> None:
    assert browser().get(f"/attachments/{attached}").status_code == 303
    assert browser("cat").get(f"/attachments/{attached}").status_code == 403


def test_an_unknown_file_is_not_found(browser: Open, deployed: None) -> None:
    assert browser("ann").get(f"/attachments/{new_id()}").status_code == 404
