"""Starting many at once from a table."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from engine import row_import_work
from engine.db import Database
from tests.web.conftest import Browser

Open = Callable[..., Browser]
NEW = "/imports/new/question"


def _bring(browser: Browser, table: str | bytes, name: str = "questions.csv") -> Any:
    content = table.encode() if isinstance(table, str) else table
    return browser.post(NEW, files={"table": (name, content)})


@pytest.fixture
def work(database: Database) -> Callable[[], None]:
    def run() -> None:
        while row_import_work.work(database):
            pass

    return run


def test_the_page_says_what_the_columns_are_called(browser: Open, deployed: None) -> None:
    page = browser("ann").get(NEW)
    assert page.status_code == 200
    assert "Subject" in page.text
    empty = browser("ann").get(f"{NEW}/table.csv")
    assert empty.content.startswith("\ufeffSubject".encode())
    assert "attachment" in empty.headers["content-disposition"]


def test_a_table_is_checked_started_and_its_bad_rows_come_back(
    browser: Open, deployed: None, database: Database, work: Callable[[], None]
) -> None:
    ann = browser("ann")
    at = _bring(ann, "Subject,Note\nFirst,=1+1\n,-5\nSecond,\n").headers["location"]
    assert 'hx-trigger="every 1s"' in ann.get(at).text
    work()
    page = ann.get(at).text
    assert "every 1s" not in page
    assert "Start the 2 good rows" in page
    assert "Field is required." in page
    assert "left out: Note" in page
    bad = ann.get(f"{at}/bad.csv").content.decode("utf-8-sig").splitlines()
    assert bad == ["Subject,Note,Why not", ",-5,Subject: Field is required."]
    assert ann.post(f"{at}/beginning").status_code == 303
    work()
    assert "2 started" in ann.get(f"{at}?state=started").text
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM process_instance")).scalar() == 2


def test_what_a_spreadsheet_would_take_for_a_formula_stays_a_text(
    browser: Open, deployed: None, work: Callable[[], None]
) -> None:
    ann = browser("ann")
    at = _bring(ann, 'Subject,Note\n,"=HYPERLINK(""http://x"")"\n').headers["location"]
    work()
    assert "'=HYPERLINK" in ann.get(f"{at}/bad.csv").text


@pytest.mark.parametrize(
    ("content", "said"),
    [("x,y\n1,2\n", "none of its headings"), ("", "no headings"), (b"\x89PNG\0", "neither a spreadsheet nor text")],
)
def test_a_table_that_cannot_be_read_is_told_at_once(
    browser: Open, deployed: None, content: str | bytes, said: str
) -> None:
    page = _bring(browser("ann"), content)
    assert page.status_code == 422
    assert said in page.text


def test_a_table_can_be_discarded(browser: Open, deployed: None, work: Callable[[], None]) -> None:
    ann = browser("ann")
    at = _bring(ann, "Subject\nFirst\n").headers["location"]
    work()
    assert ann.post(f"{at}/discard").status_code == 303
    assert "Discarded" in ann.get(at).text
    assert ann.post(f"{at}/beginning").status_code == 409


def test_nobody_else_sees_it(browser: Open, deployed: None) -> None:
    at = _bring(browser("ann"), "Subject\nFirst\n").headers["location"]
    assert browser("bob").get(at).status_code == 404
    assert browser("bob").get(f"{at}/bad.csv").status_code == 404
