"""What an input can be, cut at the points of its cells: one example of each kind of value that they tell apart."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from engine.dmn.analysis.points import NotAnalysed
from engine.feel.comparison import equals, order
from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import NANOS, DayTimeDuration, YearMonthDuration
from engine.feel.numbers import fold
from engine.feel.run import Run
from engine.feel.values import is_number, kind

_HOUR = 3600 * NANOS


def examples(values: Iterable[Any], *, ordered: bool, whole: bool) -> list[Any]:
    """One value for each point and each stretch between points. `whole` numbers have nothing between neighbours.

    The first ones are the most telling. Raises NotAnalysed where the points do not compare with each other.
    """
    given = [value for value in values if value is not None]
    kinds = {kind(value) for value in given}
    if len(kinds) > 1 or (kinds & {"list", "context", "function", "range"}) or (ordered and kinds == {"string"}):
        raise NotAnalysed
    if kinds == {"boolean"}:
        return [True, False]
    if kinds == {"string"}:
        known = list(dict.fromkeys(given))
        return [*known, _another_text(known)]
    return _along(given, whole=whole) if given else []


def _another_text(known: Sequence[str]) -> str:
    """A text that is none of these."""
    return next(text for text in ("…", *(f"… {number}" for number in range(len(known) + 1))) if text not in known)


def _along(values: list[Any], *, whole: bool) -> list[Any]:
    """Points in their order, with what lies before, between and after them."""
    if any(order(values[0], value) is None for value in values):
        raise NotAnalysed
    every = sorted(values, key=cmp_to_key(lambda left, right: order(left, right) or 0))
    line = [every[0], *(value for before, value in pairwise(every) if equals(before, value, Run()) is not True)]
    candidates = [*_beyond(line[0], -1), line[0]]
    for low, high in pairwise(line):
        candidates += [*_between(low, high, whole=whole), high]
    return [*candidates, *_beyond(line[-1], 1)]


def _beyond(value: Any, direction: int) -> Iterator[Any]:
    """Something before or after a value, if there is anything."""
    try:
        found = _moved(value, direction)
    except ValueError:  # where the calendar ends
        return
    if order(found, value) == direction:  # the hour after the last one of a day is none
        yield found


def _moved(value: Any, direction: int) -> Any:
    if is_number(value):
        return fold(value + direction) if type(value) is int else value + direction
    if type(value) is Date:
        return Date.from_number(value.number + direction)
    if type(value) is YearMonthDuration:
        return YearMonthDuration(value.months + direction)
    if type(value) is DayTimeDuration:
        return DayTimeDuration(value.nanos + direction * _HOUR)
    if type(value) is DateTime:
        return DateTime.from_instant(value.instant + direction * _HOUR, value.zone)
    return Time.from_nanos(value.nanos + direction * _HOUR, value.zone)


def _between(low: Any, high: Any, *, whole: bool) -> Iterator[Any]:
    """Something between two values, if there is anything."""
    try:
        found = _middle(low, high, whole=whole)
    except ValueError:  # a time of day beyond midnight, between two zones
        return
    if found is not None and order(low, found) == -1 and order(found, high) == -1:
        yield found


def _middle(low: Any, high: Any, *, whole: bool) -> Any:
    if is_number(low):
        floor = int(Decimal(low).to_integral_value("ROUND_FLOOR")) + 1
        return floor if floor < high else None if whole else (Decimal(low) + Decimal(high)) / 2
    if type(low) is Date:
        return Date.from_number((low.number + high.number) // 2)
    if type(low) is YearMonthDuration:
        return YearMonthDuration((low.months + high.months) // 2)
    if type(low) is DayTimeDuration:
        return DayTimeDuration((low.nanos + high.nanos) // 2)
    if type(low) is DateTime:
        return DateTime.from_instant(_seconds((low.instant + high.instant) // 2), low.zone)
    return Time.from_nanos(_seconds(low.nanos + (high.universal - low.universal) // 2), low.zone)


def _seconds(nanos: int) -> int:
    """Without the fraction, which equality does not see."""
    return nanos // NANOS * NANOS
