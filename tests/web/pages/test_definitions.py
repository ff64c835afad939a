"""The processes in service."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.db import Database
from engine.ids import new_id
from tests.web.conftest import Browser

Open = Callable[..., Browser]


@pytest.fixture
def definition_id(database: Database, deployed: None) -> UUID:
    """The definition of the process of questions."""
    with database.reading() as session:
        return UUID(str(session.execute(text("SELECT id FROM process_definition")).scalar_one()))


def test_it_lists_them(browser: Open, definition_id: UUID) -> None:
    page = browser("bob").get("/definitions")
    assert page.status_code == 200
    assert f'href="/definitions/{definition_id}"' in page.text


def test_it_shows_the_diagram(browser: Open, definition_id: UUID) -> None:
    bob = browser("bob")
    assert f'data-src="/definitions/{definition_id}/diagram"' in bob.get(f"/definitions/{definition_id}").text
    diagram = bob.get(f"/definitions/{definition_id}/diagram")
    assert diagram.headers["content-type"].startswith("application/xml")
    assert b"bpmn:process" in diagram.content


def test_it_refuses_strangers(browser: Open, definition_id: UUID) -> None:
    for address in ("/definitions", f"/definitions/{definition_id}", f"/definitions/{definition_id}/diagram"):
        assert browser().get(address).status_code == 303


def test_an_unknown_definition_is_not_found(browser: Open, deployed: None) -> None:
    assert browser("bob").get(f"/definitions/{new_id()}").status_code == 404
    assert browser("bob").get(f"/definitions/{new_id()}/diagram").status_code == 404
