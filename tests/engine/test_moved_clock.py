"""The clock of development stays where it was moved, also over a restart."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from engine import clock, moved_clock
from engine.errors import NotFound
from engine.settings import Settings
from tests.engine.conftest import People


def test_the_clock_is_found_again_where_it_was(session: Session, people: People) -> None:
    session.info["settings"] = Settings(development=True)
    moved_clock.advance(session, people.ann, timedelta(hours=4))
    moved_clock.advance(session, people.ann, timedelta(days=1))
    clock.set_offset(timedelta())
    moved_clock.restore(session)
    assert clock.offset() == timedelta(days=1, hours=4)


def test_nobody_moves_the_clock_of_a_real_installation(session: Session, people: People) -> None:
    session.info["settings"] = Settings(development=False)
    with pytest.raises(NotFound):
        moved_clock.advance(session, people.ann, timedelta(hours=1))
