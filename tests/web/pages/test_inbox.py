"""The inbox page."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.db import Database
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


def test_it_lists_what_the_team_may_take(browser: Open, asked: Asked) -> None:
    page = browser("ann").get("/inbox?view=team")
    assert page.status_code == 200
    assert "Answer the question" in page.text
    assert asked.business_key in page.text
    assert f"/tasks/{asked.task_id}?view=team" in page.text


def test_it_lists_what_i_have_claimed(browser: Open, claimed: Asked) -> None:
    assert "Where is my parcel?" in browser("ann").get("/inbox").text
    assert "Nothing to do" in browser("cat").get("/inbox").text


def test_it_speaks_chinese(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    ann.cookies.set("bihuan_locale", "zh-CN")
    page = ann.get("/inbox").text
    assert "回答问题" in page
    assert 'lang="zh-CN"' in page


def test_it_searches(browser: Open, asked: Asked) -> None:
    ann = browser("ann")
    assert asked.business_key in ann.get("/inbox?view=team&q=parcel").text
    assert "Nothing found" in ann.get("/inbox?view=team&q=100%25").text


def test_it_counts_what_waits(browser: Open, asked: Asked) -> None:
    page = browser("ann").get("/inbox").text
    assert 'href="/inbox?view=team">Team<span class="count">1</span>' in page


@pytest.mark.parametrize("address", ["/inbox", "/inbox/_list?view=team", "/inbox/_tabs?view=team", "/started"])
def test_it_refuses_strangers(browser: Open, asked: Asked, address: str) -> None:
    assert browser().get(address).headers["location"].startswith("/login?next=")
    assert asked.business_key not in browser("cat").get(address).text


def test_an_unknown_view_is_said_to_be_wrong(browser: Open, deployed: None) -> None:
    assert browser("ann").get("/inbox?view=everything").status_code == 422


def test_the_live_fragment_is_the_same_list(browser: Open, asked: Asked) -> None:
    ann = browser("ann")
    rows = ann.get(f"/inbox/_list?view=team&task={asked.task_id}").text
    assert rows.strip().startswith("<li")
    assert 'aria-current="true"' in rows
    assert "<html" not in rows


def test_what_i_started_leads_to_its_instance(browser: Open, asked: Asked) -> None:
    assert f"/instances/{asked.instance_id}" in browser("bob").get("/started").text


def test_the_first_page_is_the_inbox(browser: Open, deployed: None) -> None:
    answer = browser("ann").get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")


def test_people_are_named_in_the_readers_language(browser: Open, database: Database, claimed: Asked) -> None:
    with database.transaction() as session:
        session.execute(text("""UPDATE person SET names = '{"zh-CN": "李安"}' WHERE login = 'ann'"""))
    bob = browser("bob")
    assert "Ann Li has claimed" in bob.get(f"/tasks/{claimed.task_id}").text
    bob.cookies.set("bihuan_locale", "zh-CN")
    assert "李安" in bob.get(f"/tasks/{claimed.task_id}").text
