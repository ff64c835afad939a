"""Rate limits: how often something guarded was tried in the current window of time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, text
from sqlmodel import Session, col

from engine import clock
from engine.errors import TooManyAttempts
from engine.models import Attempt

_COUNT = text(
    'INSERT INTO attempt (subject, "window", count) VALUES (:subject, :window, 1) '
    'ON CONFLICT (subject, "window") DO UPDATE SET count = attempt.count + 1 RETURNING count'
)


def count(session: Session, subject: str, *, limit: int, per: timedelta) -> None:
    """Count one attempt; raises TooManyAttempts when `limit` in this window is passed.

    The count is kept only if the transaction commits: the edge gives failures that must count a transaction that
    ends well.
    """
    now = clock.now()
    window = _window(now, per)
    tried = session.execute(_COUNT, {"subject": subject[:200], "window": window}).scalar_one()
    if tried > limit:
        raise TooManyAttempts(seconds=max(1, int((window + per - now).total_seconds())))


def forget(session: Session, *subjects: str) -> None:
    """Start again from nothing, after a success."""
    session.execute(delete(Attempt).where(col(Attempt.subject).in_([subject[:200] for subject in subjects])))


def prune(session: Session, *, before: datetime) -> int:
    """Remove windows that began before this moment; returns how many."""
    result = session.execute(delete(Attempt).where(col(Attempt.window) < before))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE always has it


def _window(now: datetime, per: timedelta) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
