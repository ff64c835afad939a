"""What stands behind a dot: entries of contexts, parts of dates, times, durations and ranges (DMN 1.3, table 65)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import NANOS, DayTimeDuration, YearMonthDuration
from engine.feel.numbers import DECIMAL
from engine.feel.run import Run
from engine.feel.values import Range, from_host
from engine.feel.zones import Zone

MISSING: Final = object()  # there is no such property; null is a value that a property may have


def property_of(value: Any, name: str, run: Run) -> Any:
    """The property of a value, or MISSING; the properties of the items when the value is a list.

    Each item is paid for: lists inside lists may be the same one many times over, which a copy is not.
    """
    if type(value) is dict:
        return from_host(value[name]) if name in value else MISSING
    if type(value) is list:
        run.charge(1 + len(value))
        found = [property_of(from_host(item), name, run) for item in value]
        return [None if item is MISSING else item for item in found]
    read = _READERS.get(type(value))
    return MISSING if read is None else read(value, name)


def property_names(value: Any) -> Iterable[str]:
    """The names of the properties that a value has, for a suggestion."""
    if type(value) is dict:
        return value
    read = _READERS.get(type(value))
    return () if read is None else (name for name in _NAMES if read(value, name) is not MISSING)


def _of_date(value: Date, name: str) -> Any:
    if name in ("year", "month", "day", "weekday"):
        return getattr(value, name)
    # a date counts as its midnight in Greenwich where a time is wanted
    return {"hour": 0, "minute": 0, "second": 0, "time offset": DayTimeDuration(0), "timezone": None}.get(name, MISSING)


def _of_date_time(value: DateTime, name: str) -> Any:
    if name in ("year", "month", "day", "weekday"):
        return getattr(value.date, name)
    return _offset(value.offset) if name == "time offset" else _of_time(value.time, name)


def _of_time(value: Time, name: str) -> Any:
    if name in ("hour", "minute"):
        return getattr(value, name)
    if name == "second":
        return _seconds(value.second, value.nano)
    if name == "time offset":
        return _offset(value.zone.standard() if value.zone else None)
    return _region(value.zone) if name == "timezone" else MISSING


def _offset(seconds: int | None) -> DayTimeDuration | None:
    return None if seconds is None else DayTimeDuration(seconds * NANOS)


def _region(zone: Zone | None) -> str | None:
    return zone.region or None if zone else None


def _seconds(whole: int, nanos: int) -> int | Decimal:
    return DECIMAL.add(Decimal(whole), DECIMAL.scaleb(Decimal(nanos), -9)) if nanos else whole


def _of_days(value: DayTimeDuration, name: str) -> Any:
    part = value.part(name)
    if part is not None and name == "seconds":
        nanos = abs(value.nanos) % NANOS
        return _seconds(part, nanos if value.nanos >= 0 else -nanos)
    return MISSING if part is None else part


def _of_months(value: YearMonthDuration, name: str) -> Any:
    part = value.part(name)
    return MISSING if part is None else part


def _of_range(value: Range, name: str) -> Any:
    found = {
        "start": value.low,
        "end": value.high,
        "start included": value.low_included,
        "end included": value.high_included,
    }
    return found.get(name, MISSING)


_NAMES = (
    *("year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone"),
    *("years", "months", "days", "hours", "minutes", "seconds", "start", "end", "start included", "end included"),
)
_READERS: dict[type, Any] = {
    Date: _of_date,
    DateTime: _of_date_time,
    Time: _of_time,
    DayTimeDuration: _of_days,
    YearMonthDuration: _of_months,
    Range: _of_range,
}
