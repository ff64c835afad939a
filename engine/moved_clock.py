"""The clock of a development installation: moved forward, so that time limits can be tried out by hand."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from engine import clock, history
from engine.db import settings_of
from engine.errors import NotFound
from engine.history import Fact
from engine.identity import Actor

LONGEST = timedelta(days=366)

# Whoever moves the clock must still be logged in afterwards.
_KEEP_SESSIONS = text("UPDATE login_session SET expires_at = expires_at + :by")


_MOVED = text(
    "SELECT COALESCE(sum(CAST(data ->> 'seconds' AS double precision)), 0) FROM history_event "
    "WHERE kind = 'clock.moved'"
)


def restore(session: Session) -> None:
    """Set the clock of this process to where a development installation had moved it before it was stopped."""
    clock.set_offset(timedelta(seconds=session.execute(_MOVED).scalar_one()))


def advance(session: Session, actor: Actor, by: timedelta) -> None:
    """Move the clock of this process forward, at most by a year; only where development controls are on.

    What falls due by it is the worker's to do, as always.
    """
    if not settings_of(session).development or actor.person_id is None:
        raise NotFound(kind="page", id="clock")
    if not timedelta() < by <= LONGEST:
        raise ValueError("the clock moves forward only, and by at most a year")
    session.execute(_KEEP_SESSIONS, {"by": by})
    clock.set_offset(clock.offset() + by)
    history.record(session, actor, Fact(kind="clock.moved", data={"seconds": by.total_seconds()}))
