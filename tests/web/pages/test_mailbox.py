"""The mailbox of an installation that sends no mails."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine import clock
from engine.db import Database
from engine.models import Mail, Person
from engine.settings import Settings
from tests.web.conftest import Browser

Open = Callable[..., Browser]


@pytest.fixture
def kept(database: Database, people: dict[str, Person]) -> None:
    """A mail that was not sent."""
    with database.transaction() as session:
        body = "Your code: https://localhost/receipt/ABCD-EFGH-JKMN <script>"
        session.add(
            Mail(message_id="<1>", recipient="zhang@example.com", subject="Received", body=body, at=clock.now())
        )


class TestInASampleInstallation:
    """Where everything is made up."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, sample_data=True)

    def test_it_shows_the_mails(self, browser: Open, kept: None) -> None:
        page = browser("ann").get("/mailbox")
        assert page.status_code == 200
        assert "Received" in page.text
        assert "&lt;script&gt;" in page.text
        assert 'href="https://localhost/receipt/ABCD-EFGH-JKMN"' in page.text

    def test_it_searches(self, browser: Open, kept: None) -> None:
        ann = browser("ann")
        assert "Received" in ann.get("/mailbox/_list?q=zhang").text
        assert "Nothing found" in ann.get("/mailbox?q=li").text

    def test_an_empty_mailbox_says_so(self, browser: Open, people: dict[str, Person]) -> None:
        assert "No mails yet" in browser("ann").get("/mailbox").text

    def test_it_refuses_strangers(self, browser: Open, kept: None) -> None:
        assert browser().get("/mailbox").status_code == 303


def test_a_real_installation_has_no_such_page(browser: Open, kept: None) -> None:
    assert browser("bob").get("/mailbox").status_code == 404
    assert browser("bob").get("/mailbox/_list").status_code == 404
