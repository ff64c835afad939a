"""Calculating with numbers, texts, dates and durations (DMN 1.3, table 55); None where there is no result."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import NANOS_OF_DAY, DayTimeDuration, YearMonthDuration
from engine.feel.numbers import DECIMAL, exact, fold
from engine.feel.run import Run
from engine.feel.values import is_number

_DURATIONS = (DayTimeDuration, YearMonthDuration)
_POINTS = (Date, DateTime, Time)


def calculate(operator: str, left: Any, right: Any, run: Run) -> Any:
    """`left operator right` for + - * / **; None when the operator has no meaning or no result for the two."""
    try:
        return _OPERATIONS[operator](left, right, run)
    except (decimal.DecimalException, OverflowError, ValueError):  # beyond 34 digits, the calendar or 10 ** 6144
        return None


def add(left: Any, right: Any, run: Run) -> Any:
    if type(left) is int and type(right) is int:
        return fold(left + right)
    if is_number(left) and is_number(right):
        return DECIMAL.add(exact(left), exact(right))
    if type(left) is str and type(right) is str:
        run.text(len(left) + len(right))
        return left + right
    if type(left) in _POINTS and type(right) in _DURATIONS:
        return _shift(left, right)
    if type(left) in _DURATIONS and type(right) in _POINTS:
        return _shift(right, left)
    if type(left) is YearMonthDuration and type(right) is YearMonthDuration:
        return YearMonthDuration(left.months + right.months)
    if type(left) is DayTimeDuration and type(right) is DayTimeDuration:
        return DayTimeDuration(left.nanos + right.nanos)
    return None


def subtract(left: Any, right: Any, run: Run) -> Any:
    if type(left) is int and type(right) is int:
        return fold(left - right)
    if is_number(left) and is_number(right):
        return DECIMAL.subtract(exact(left), exact(right))
    if type(right) in _DURATIONS:
        return add(left, negate(right), run)
    if type(left) is Time and type(right) is Time:
        comparable = (left.zone is None) == (right.zone is None)
        return DayTimeDuration(left.universal - right.universal) if comparable else None
    if type(left) in (Date, DateTime) and type(right) in (Date, DateTime):
        return _between(left, right)
    return None


def multiply(left: Any, right: Any, run: Run) -> Any:
    if type(left) is int and type(right) is int:
        return fold(left * right)
    if is_number(left) and is_number(right):
        return DECIMAL.multiply(exact(left), exact(right))
    if is_number(left) and type(right) in _DURATIONS:
        return multiply(right, left, run)
    if is_number(right) and type(left) is YearMonthDuration:
        return YearMonthDuration(int(DECIMAL.multiply(Decimal(left.months), exact(right))))
    if is_number(right) and type(left) is DayTimeDuration:
        return DayTimeDuration(int(DECIMAL.multiply(Decimal(left.nanos), exact(right)).to_integral_value()))
    return None


def divide(left: Any, right: Any, run: Run) -> Any:
    if is_number(left) and is_number(right):
        return DECIMAL.divide(exact(left), exact(right)) if right else None
    if is_number(right) and type(left) is YearMonthDuration:
        return YearMonthDuration(int(DECIMAL.divide(Decimal(left.months), exact(right)))) if right else None
    if is_number(right) and type(left) is DayTimeDuration:
        quotient = DECIMAL.divide(Decimal(left.nanos), exact(right)) if right else None
        return DayTimeDuration(int(quotient.to_integral_value())) if quotient is not None else None
    if type(left) is YearMonthDuration and type(right) is YearMonthDuration:
        return DECIMAL.divide(Decimal(left.months), Decimal(right.months)) if right.months else None
    if type(left) is DayTimeDuration and type(right) is DayTimeDuration:
        return DECIMAL.divide(Decimal(left.nanos), Decimal(right.nanos)) if right.nanos else None
    return None


def power(left: Any, right: Any, run: Run) -> Any:
    return DECIMAL.power(exact(left), exact(right)) if is_number(left) and is_number(right) else None


def negate(value: Any) -> Any:
    """The value with the other sign; None when it has none."""
    if is_number(value):
        return -value if type(value) is int else DECIMAL.minus(value)
    if type(value) is YearMonthDuration:
        return YearMonthDuration(-value.months)
    return DayTimeDuration(-value.nanos) if type(value) is DayTimeDuration else None


def _shift(point: Date | DateTime | Time, by: DayTimeDuration | YearMonthDuration) -> Any:
    if isinstance(by, YearMonthDuration):
        if isinstance(point, DateTime):
            return DateTime(point.date.plus_months(by.months), point.time)
        return point.plus_months(by.months) if isinstance(point, Date) else None
    if isinstance(point, DateTime):
        return DateTime.from_instant(point.instant + by.nanos, point.zone)
    if isinstance(point, Date):
        return Date.from_number((point.number * NANOS_OF_DAY + by.nanos) // NANOS_OF_DAY)
    return Time.from_nanos((point.nanos + by.nanos) % NANOS_OF_DAY, point.zone)


def _between(left: Date | DateTime, right: Date | DateTime) -> DayTimeDuration | None:
    """The time from right to left; a date is its midnight in Greenwich when the other one has a zone."""
    if isinstance(left, DateTime) and isinstance(right, DateTime) and (left.zone is None) != (right.zone is None):
        return None
    if isinstance(left, Date) != isinstance(right, Date):
        zone = left.zone if isinstance(left, DateTime) else right.zone if isinstance(right, DateTime) else None
        if zone is None:  # a date counts as midnight in Greenwich, which a local time does not compare with
            return None
    return DayTimeDuration(_instant(left) - _instant(right))


def _instant(point: Date | DateTime) -> int:
    return point.instant if isinstance(point, DateTime) else point.number * NANOS_OF_DAY


_OPERATIONS: dict[str, Callable[[Any, Any, Run], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
