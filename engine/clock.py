"""The one place that asks the time: always aware, always UTC, and movable in development."""

from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """The present moment, in UTC, including the offset that a development control or a test has set."""
    return datetime.now(UTC) + _offset  # noqa: TID251 - this module is the one that may ask


def offset() -> timedelta:
    """How far the clock of this process stands from the machine's."""
    return _offset


def set_offset(value: timedelta) -> None:
    """Move the clock of this process; tests and the development clock control use it."""
    global _offset
    _offset = value
