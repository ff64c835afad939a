"""The overview page."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import clock
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


def test_it_shows_the_figures(browser: Open, asked: Asked) -> None:
    page = browser("bob").get("/monitoring")
    assert page.status_code == 200
    assert "Running instances" in page.text
    assert 'id="queue-service"' in page.text
    assert "Nothing is overdue" in page.text


def test_it_shows_what_is_late(browser: Open, asked: Asked) -> None:
    bob = browser("bob")
    clock.set_offset(timedelta(hours=5))
    page = bob.get("/monitoring").text
    assert f'id="overdue-{asked.task_id}"' in page
    assert f'href="/instances/{asked.instance_id}"' in page


def test_it_has_a_sentence_for_an_empty_house(browser: Open) -> None:
    page = browser("bob").get("/monitoring")
    assert page.status_code == 200
    assert "No open work" in page.text
    assert "No incidents" in page.text


@pytest.mark.parametrize("address", ["/monitoring", "/monitoring/_overview"])
def test_it_refuses_strangers(browser: Open, asked: Asked, address: str) -> None:
    assert browser().get(address).status_code == 303
    for login in ("ann", "cat"):
        answer = browser(login).get(address)
        assert answer.status_code == 403
        assert asked.business_key not in answer.text
