"""Functions that make a value of one kind from another (DMN 1.3, 10.3.4.1)."""

import decimal
import re
from typing import Any

from engine.feel.builtins.arguments import integer, number, single, string, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.dates import Date, DateTime, Time, parse_date, parse_date_time, parse_time
from engine.feel.durations import NANOS, DayTimeDuration, YearMonthDuration, parse_duration
from engine.feel.numbers import DECIMAL, exact, parse_number
from engine.feel.run import Run
from engine.feel.text import text
from engine.feel.values import is_number
from engine.feel.zones import Zone

_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SEPARATORS = (" ", ",", ".")
_MAX_OFFSET = 18 * 3600 * NANOS


def _read(parsed: Any, source: str) -> Any:
    if parsed is None:
        raise FunctionFailed(f"“{source}” cannot be read", "not-a-temporal", text=source[:100])
    return parsed


@builtin("date", "from", "year, month, day")
def date(run: Run, source: Any, month: Any = None, day: Any = None) -> Date:
    if month is not None or day is not None:
        return _date_of_parts(source, month, day)
    value = single(source)
    if isinstance(value, str):
        return _read(parse_date(value), value)  # type: ignore[no-any-return]  # _read keeps what it is given
    if isinstance(value, DateTime):
        return value.date
    if not isinstance(value, Date):
        raise wrong("from", "string, date or date and time", value)
    return value


def _date_of_parts(year: Any, month: Any, day: Any) -> Date:
    try:
        return Date(integer(year, "year"), integer(month, "month"), integer(day, "day"))
    except ValueError as error:
        raise FunctionFailed(f"there is no day {error}") from error


@builtin("time", "from", "hour, minute, second, [offset]")
def time(run: Run, source: Any, minute: Any = None, second: Any = None, offset: Any = None) -> Time:
    if minute is not None or second is not None:
        return _time_of_parts(source, minute, second, offset)
    value = single(source)
    if isinstance(value, str):
        return _read(parse_time(value), value)  # type: ignore[no-any-return]  # _read keeps what it is given
    if isinstance(value, DateTime):
        return value.time
    if isinstance(value, Date):
        return Time(0, 0, 0, zone=Zone())
    if not isinstance(value, Time):
        raise wrong("from", "string, time or date and time", value)
    return value


def _time_of_parts(hour: Any, minute: Any, second: Any, offset: Any) -> Time:
    if offset is not None and (type(offset) is not DayTimeDuration or abs(offset.nanos) > _MAX_OFFSET):
        raise wrong("offset", "days and time duration", offset)
    zone = None if offset is None else Zone(int(offset.nanos / NANOS))
    seconds = exact(number(second, "second"))
    nanos = int(DECIMAL.scaleb(DECIMAL.remainder(seconds, exact(1)), 9)) if abs(seconds) < 60 else 0
    try:
        return Time(integer(hour, "hour"), integer(minute, "minute"), integer(second, "second"), nanos, zone)
    except ValueError as error:
        raise FunctionFailed(f"there is no time {error}") from error


@builtin("date and time", "from", "date, time")
def date_and_time(run: Run, source: Any, *clock: Any) -> DateTime:
    value = single(source)
    if clock:
        return _join(value, single(clock[0]))
    if isinstance(value, str):
        return _read(parse_date_time(value), value)  # type: ignore[no-any-return]  # _read keeps what it is given
    if isinstance(value, Date):
        return DateTime(value, Time(0, 0, 0))
    if not isinstance(value, DateTime):
        raise wrong("from", "string, date or date and time", value)
    return value


def _join(day: Any, clock: Any) -> DateTime:
    if not isinstance(day, (Date, DateTime)):
        raise wrong("date", "date", day)
    if not isinstance(clock, Time):
        raise wrong("time", "time", clock)
    return DateTime(day.date if isinstance(day, DateTime) else day, clock)


@builtin("duration", "from")
def duration(run: Run, source: Any) -> DayTimeDuration | YearMonthDuration:
    value = single(source)
    if isinstance(value, (DayTimeDuration, YearMonthDuration)):
        return value
    source = string(value, "from")
    return _read(parse_duration(source), source)  # type: ignore[no-any-return]  # _read keeps what it is given


@builtin("years and months duration", "from, to")
def months_between(run: Run, start: Any, end: Any) -> YearMonthDuration:
    """The whole months from one day to another."""
    first, last = _day(start, "from"), _day(end, "to")
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


def _day(value: Any, parameter: str) -> Date:
    value = single(value)
    if not isinstance(value, (Date, DateTime)):
        raise wrong(parameter, "date or date and time", value)
    return value.date if isinstance(value, DateTime) else value


@builtin("number", "from", "from, grouping separator, decimal separator")
def to_number(run: Run, source: Any, *separators: Any) -> Any:
    value = single(source)
    if is_number(value) and not separators:
        return value
    plain = _without_separators(string(value, "from"), *separators) if separators else string(value, "from")
    if not _NUMBER.fullmatch(plain):
        raise FunctionFailed(f"“{plain[:100]}” is not a number")
    try:
        return parse_number(plain)
    except decimal.DecimalException as error:
        raise FunctionFailed(f"“{plain[:100]}” is beyond what numbers can hold") from error


def _without_separators(source: str, grouping: Any, point: Any = None) -> str:
    if grouping not in (*_SEPARATORS, None) or point not in (".", ",", None) or (grouping and grouping == point):
        raise FunctionFailed("the separators are not a space, comma or full stop, or they are the same")
    source = source.replace(grouping, "") if grouping else source
    return source.replace(point, ".") if point else source


@builtin("string", "from")
def to_string(run: Run, source: Any) -> str | None:
    return None if source is None else text(source, run)
