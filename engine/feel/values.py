"""The values of FEEL as Python objects, their kinds, and the way in for values of the caller (10.3.2.12)."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import NANOS, DayTimeDuration, YearMonthDuration
from engine.feel.numbers import fold, from_decimal, from_float
from engine.feel.run import Run
from engine.feel.types import FeelType
from engine.feel.zones import Zone, from_tzinfo


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """An interval. `comparison` is the operator of one written as `(< 10)`; it is empty for `[1..10]`."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool
    comparison: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called with a run and values in the order of `parameters`; `minimum` of them are needed."""

    parameters: tuple[str, ...]
    call: Callable[[Run, Sequence[Any]], Any]
    types: tuple[FeelType | None, ...] = ()
    name: str = "function"


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    float: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    Range: "range",
    Function: "function",
}
KINDS = frozenset(_KINDS.values())


def kind(value: Any) -> str:
    """What FEEL calls a value: number, string, context …; the Python name when it is none of FEEL's."""
    return _KINDS.get(type(value)) or type(value).__name__


def is_number(value: Any) -> bool:
    return type(value) is int or type(value) is Decimal


def from_host(value: Any) -> Any:
    """A value of the caller as FEEL sees it, outermost level only: what a list or context holds waits until it is read.

    Floats become the decimal of their shortest text; anything without a meaning in FEEL (NaN, bytes …) becomes null.
    """
    convert = _CONVERSIONS.get(type(value))
    if convert is not None:
        return convert(value)
    return value if type(value) in _KINDS else _from_relative(value)


def _from_relative(value: Any) -> Any:
    """A value of a type that is a kind of one FEEL knows: an enum of strings, an ordered dictionary, a set …"""
    for base, convert in _BASES:
        if isinstance(value, base):
            return convert(value)
    return None


def _from_datetime(value: datetime.datetime) -> DateTime:
    return DateTime(Date(value.year, value.month, value.day), _from_time(value.timetz(), value))


def _from_time(value: datetime.time, at: datetime.datetime | None = None) -> Time:
    zone: Zone | None = None if value.tzinfo is None else from_tzinfo(value.tzinfo, at)
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, zone)


def _from_timedelta(value: datetime.timedelta) -> DayTimeDuration:
    return DayTimeDuration((value.days * 86_400 + value.seconds) * NANOS + value.microseconds * 1000)


def _from_date(value: datetime.date) -> Date:
    return Date(value.year, value.month, value.day)


_CONVERSIONS: dict[type, Callable[[Any], Any]] = {
    int: fold,
    float: from_float,
    Decimal: from_decimal,
    tuple: list,
    datetime.datetime: _from_datetime,
    datetime.date: _from_date,
    datetime.time: _from_time,
    datetime.timedelta: _from_timedelta,
}
_BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str),
    (bool, bool),
    (int, lambda value: fold(int(value))),
    (float, lambda value: from_float(float(value))),
    (Mapping, dict),
    (datetime.datetime, _from_datetime),
    (datetime.date, _from_date),
    (Sequence, lambda value: None if isinstance(value, (bytes, bytearray, memoryview)) else list(value)),
    (set, list),
    (frozenset, list),
)
