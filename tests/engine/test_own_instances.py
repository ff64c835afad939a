"""What a person started: where it waits, and how it ended."""

import pytest
from sqlmodel import Session

from engine import instances, own_instances, tasks
from engine.errors import NotLoggedIn
from engine.identity import PUBLIC
from tests.engine.conftest import Deploy, People
from tests.engine.test_tasks import sales, the_task


@pytest.fixture
def asked(session: Session, people: People, deploy: Deploy) -> None:
    deploy(sales(form_id=""))
    instances.start(session, people.ann, "P", {})


def places(session: Session, people: People, search: str = "") -> list[tuple[str, tuple[str, ...]]]:
    rows = own_instances.listed(session, people.ann, locale="en", search=search)
    return [(row.state, row.places) for row in rows]


@pytest.mark.usefixtures("asked")
def test_it_shows_where_each_waits_and_the_end_it_came_to(session: Session, people: People) -> None:
    assert places(session, people) == [("active", ("offer",))]
    tasks.complete(session, people.ann, the_task(session, "offer").id, {})
    assert places(session, people) == [("active", ("check",))]
    tasks.complete(session, people.bob, the_task(session, "check").id, {})
    instances.start(session, people.ann, "P", {})
    assert places(session, people) == [("active", ("offer",)), ("completed", ("end",))]


@pytest.mark.usefixtures("asked")
def test_it_is_found_by_words_and_by_nobody_else(session: Session, people: People) -> None:
    assert places(session, people, search="100%") == []
    assert own_instances.listed(session, people.bob, locale="en") == []
    with pytest.raises(NotLoggedIn):
        own_instances.listed(session, PUBLIC, locale="en")
