"""The one place that asks the time: always aware, always UTC, and movable in development."""

from datetime import UTC, datetime, timedelta

_offset = timedelta()
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, in UTC, including the offset that a development control or a test has set."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _offset  # noqa: TID251 - this module is the one that may ask


def offset() -> timedelta:
    """How far the clock of this process stands from the machine's."""
    return _offset


def set_offset(value: timedelta) -> None:
    """Move the clock of this process; tests and the development clock control use it."""
    global _offset
    _offset = value


def freeze(moment: datetime | None) -> None:
    """Let it be this moment until told otherwise (None: let time go on): for tests that measure durations."""
    global _frozen
    _frozen = moment
