"""Equality, order and membership of values, in three-valued logic: None where two values do not compare (10.3.2.2)."""

from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import NANOS, DayTimeDuration, YearMonthDuration
from engine.feel.run import Run
from engine.feel.values import Range, from_host, is_number

_NUMBERS = (int, Decimal)
_ORDERED = (str, Date, DayTimeDuration, YearMonthDuration)


def equals(left: Any, right: Any, run: Run) -> bool | None:
    """Whether two values are equal (DMN 1.3, table 53); None when they are of different kinds."""
    if left is None or right is None:
        return left is None and right is None
    if is_number(left) and is_number(right):
        return bool(left == right)
    if type(left) is not type(right):
        return None
    return _equal_of_kind(left, right, run)


def _equal_of_kind(left: Any, right: Any, run: Run) -> bool:
    if type(left) is list:
        run.charge(len(left))
        return len(left) == len(right) and all(
            equals(from_host(one), from_host(other), run) is True for one, other in zip(left, right, strict=True)
        )
    if type(left) is dict:
        run.charge(len(left))
        return left.keys() == right.keys() and all(
            equals(from_host(value), from_host(right[name]), run) is True for name, value in left.items()
        )
    if type(left) is Range:
        return _equal_ranges(left, right, run)
    if type(left) is DateTime or type(left) is Time:
        return _equal_times(left, right)
    return bool(left == right)


def _equal_times(left: Any, right: Any) -> bool:
    """Times are equal by whole seconds (DMN 1.3, table 53); their order, and so `sort`, also sees the fraction."""
    if (left.zone is None) != (right.zone is None):
        return False
    if type(left) is DateTime:
        return bool(left.instant // NANOS == right.instant // NANOS)
    return bool(left.universal // NANOS == right.universal // NANOS)


def _equal_ranges(left: Range, right: Range, run: Run) -> bool:
    return (
        left.comparison == right.comparison
        and left.low_included == right.low_included
        and left.high_included == right.high_included
        and equals(left.low, right.low, run) is True
        and equals(left.high, right.high, run) is True
    )


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1 as the left value is before, at or after the right one; None when they have no order."""
    of_left, of_right = type(left), type(right)
    if (of_left in _NUMBERS and of_right in _NUMBERS) or (of_left is of_right and of_left in _ORDERED):
        return -1 if left < right else int(left > right)
    if of_left is not of_right:
        return None
    return _order_of_times(left, right) if of_left is DateTime or of_left is Time else None


def _order_of_times(left: Any, right: Any) -> int | None:
    if (left.zone is None) != (right.zone is None):
        return None
    if type(left) is DateTime:
        one, other = left.instant, right.instant
    else:
        one, other = left.universal, right.universal
    return -1 if one < other else int(one > other)


def satisfies(operator: str, comparison: int) -> bool:
    """Whether the outcome of `order` is what the operator asks for."""
    if operator == "<":
        return comparison < 0
    if operator == ">":
        return comparison > 0
    return comparison <= 0 if operator == "<=" else comparison >= 0


def compare(operator: str, left: Any, right: Any, run: Run) -> bool | None:
    """`left operator right` for any of the six comparison operators."""
    if operator == "=":
        return equals(left, right, run)
    if operator == "!=":
        same = equals(left, right, run)
        return None if same is None else not same
    comparison = order(left, right)
    return None if comparison is None else satisfies(operator, comparison)


def in_range(value: Any, interval: Range, run: Run) -> bool | None:
    """Whether a value lies in a range; None when it does not compare with its ends."""
    if value is None:
        return None
    if interval.comparison == "!=":
        return compare("!=", value, interval.low, run)
    if interval.low is not None:
        comparison = order(interval.low, value)
        if comparison is None or comparison > 0 or (comparison == 0 and not interval.low_included):
            return None if comparison is None else False
    if interval.high is not None:
        comparison = order(value, interval.high)
        if comparison is None or comparison > 0 or (comparison == 0 and not interval.high_included):
            return None if comparison is None else False
    return True


def passes(value: Any, test: Any, run: Run) -> bool | None:
    """A value against the value of one unary test: equal to it, in its range or list, or true by itself."""
    if type(test) is Range:
        return equals(value, test, run) is True if type(value) is Range else in_range(value, test, run)
    if type(test) is list:
        return _passes_list(value, test, run)
    if type(test) is bool and type(value) is not bool:
        return test
    return equals(value, test, run)


def _passes_list(value: Any, tests: list[Any], run: Run) -> bool:
    if type(value) is list and equals(value, tests, run) is True:
        return True
    run.charge(len(tests))
    for item in tests:
        test = from_host(item)
        result = in_range(value, test, run) if type(test) is Range else equals(value, test, run)
        if result is True:
            return True
    return False
