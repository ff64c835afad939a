"""Rate limits."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from engine import attempts, clock
from engine.errors import TooManyAttempts

pytestmark = pytest.mark.usefixtures("early_in_a_window")

HOUR = timedelta(hours=1)


def test_what_passes_the_limit_has_to_wait_for_the_next_window(session: Session) -> None:
    for _ in range(3):
        attempts.count(session, "receipt:here", limit=3, per=HOUR)
    with pytest.raises(TooManyAttempts) as caught:
        attempts.count(session, "receipt:here", limit=3, per=HOUR)
    seconds = caught.value.params["seconds"]
    assert 0 < seconds <= 3600
    attempts.count(session, "receipt:elsewhere", limit=3, per=HOUR)
    clock.set_offset(clock.offset() + timedelta(seconds=seconds + 1))
    attempts.count(session, "receipt:here", limit=3, per=HOUR)


def test_a_success_starts_again_from_nothing(session: Session) -> None:
    for _ in range(3):
        attempts.count(session, "a", limit=1, per=HOUR)
        attempts.forget(session, "a")


def test_old_windows_are_pruned(session: Session) -> None:
    attempts.count(session, "a", limit=1, per=HOUR)
    assert attempts.prune(session, before=clock.now() - 2 * HOUR) == 0
    assert attempts.prune(session, before=clock.now()) == 1
