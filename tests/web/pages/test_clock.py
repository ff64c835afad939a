"""The clock of development."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine import clock
from engine.settings import Settings
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


class TestInDevelopment:
    """Where development controls are on."""

    @pytest.fixture
    def settings(self, settings: Settings, data_dir: Path) -> Settings:
        return replace(settings, development=True)

    def test_it_moves_the_clock_and_stays_logged_in(self, browser: Open, asked: Asked) -> None:
        bob = browser("bob")
        assert "top-clock" not in bob.get("/inbox").text
        answer = bob.post("/clock", data={"by": "7d"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/clock?said=moved")
        assert clock.offset() == timedelta(days=7)
        page = bob.get("/monitoring")
        assert page.status_code == 200
        assert "top-clock" in page.text
        assert f'id="overdue-{asked.task_id}"' in page.text

    def test_it_only_goes_by_the_offered_steps(self, browser: Open) -> None:
        assert browser("bob").post("/clock", data={"by": "-7d"}).status_code == 422
        assert clock.offset() == timedelta()

    def test_it_shows_the_time(self, browser: Open) -> None:
        assert "Move the clock" in browser("ann").get("/clock").text

    def test_it_refuses_strangers(self, browser: Open) -> None:
        assert browser().get("/clock").status_code == 303
        assert browser().refresh().post("/clock", data={"by": "7d"}).status_code == 303
        assert clock.offset() == timedelta()


def test_a_real_installation_has_no_such_page(browser: Open) -> None:
    bob = browser("bob")
    assert bob.get("/clock").status_code == 404
    assert bob.post("/clock", data={"by": "7d"}).status_code == 404
    assert clock.offset() == timedelta()
