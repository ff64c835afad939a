"""The search over everything one may see."""

from collections.abc import Callable

from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


def test_it_finds_work_and_instances(browser: Open, asked: Asked) -> None:
    page = browser("ann").get("/search?q=parcel")
    assert page.status_code == 200
    assert f"/tasks/{asked.task_id}?view=team" in page.text
    assert f"/instances/{asked.instance_id}" in page.text


def test_it_finds_a_receipt_code(browser: Open, asked: Asked) -> None:
    assert f"/instances/{asked.instance_id}" in browser("bob").get(f"/search?q={asked.receipt}").text


def test_it_says_when_there_is_nothing(browser: Open, asked: Asked) -> None:
    assert "Nothing found for “100%”" in browser("ann").get("/search?q=100%25").text
    assert "What are you looking for?" in browser("ann").get("/search").text


def test_it_refuses_strangers(browser: Open, asked: Asked) -> None:
    assert browser().get("/search?q=parcel").status_code == 303
    assert str(asked.instance_id) not in browser("cat").get("/search?q=parcel").text


def test_words_that_are_code_are_shown_as_words(browser: Open, deployed: None) -> None:
    page = browser("ann").get("/search?q=<script>alert(1)</script>").text
    assert "<script>alert(1)" not in page
