"""Functions that make one number, or a few, of a list (DMN 1.3, 10.3.4.4)."""

import decimal
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import calculate
from engine.feel.builtins.arguments import items, numbers, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.comparison import order
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.numbers import DECIMAL, exact
from engine.feel.run import Run
from engine.feel.values import from_host, is_number


@builtin("count", "list")
def count(run: Run, values: Any) -> int:
    return len(items(values, "list"))


@builtin("min", "list", variadic=True)
def minimum(run: Run, values: Any) -> Any:
    return _extreme(items(values, "list"), -1)


@builtin("max", "list", variadic=True)
def maximum(run: Run, values: Any) -> Any:
    return _extreme(items(values, "list"), 1)


def _extreme(values: list[Any], direction: int) -> Any:
    """The first or last in order; null of an empty list."""
    if not values:
        return None
    best = from_host(values[0])
    for value in map(from_host, values):
        outcome = order(value, best)
        if outcome is None:
            raise wrong("list", "list of values that compare", values)
        if outcome == direction:
            best = value
    return best


@builtin("sum", "list", variadic=True)
def total(run: Run, values: Any) -> Any:
    """The sum of numbers or of durations; null of an empty list."""
    result = None
    for value in map(from_host, items(values, "list")):
        if not is_number(value) and not isinstance(value, (DayTimeDuration, YearMonthDuration)):
            raise wrong("list", "list<number>", values)
        result = value if result is None else calculate("+", result, value, run)
        if result is None:
            raise wrong("list", "list<number>", values)
    return result


@builtin("mean", "list", variadic=True)
def mean(run: Run, values: Any) -> Any:
    found = items(values, "list")
    added = total(run, found)
    return None if added is None else calculate("/", added, len(found), run)


@builtin("product", "list", variadic=True)
def product(run: Run, values: Any) -> Any:
    result: Any = 1
    for value in numbers(items(values, "list"), "list"):
        result = calculate("*", result, value, run)
        if result is None:
            raise FunctionFailed("the result is beyond what numbers can hold")
    return result


@builtin("median", "list", variadic=True)
def median(run: Run, values: Any) -> Any:
    """The middle number; the mean of the middle two. Null of an empty list."""
    found = items(values, "list")
    if not found:
        return None
    ordered = sorted(numbers(found, "list"))
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return calculate("/", calculate("+", ordered[half - 1], ordered[half], run), 2, run)


@builtin("stddev", "list", variadic=True)
def standard_deviation(run: Run, values: Any) -> Any:
    """The deviation of a sample, which needs two numbers."""
    found = [exact(value) for value in numbers(items(values, "list"), "list")]
    if len(found) < 2:
        raise FunctionFailed("at least two numbers are needed")
    try:
        return DECIMAL.sqrt(DECIMAL.divide(_squares(found, exact(mean(run, found))), Decimal(len(found) - 1)))
    except decimal.DecimalException as error:
        raise FunctionFailed("the result is beyond what numbers can hold") from error


def _squares(values: list[Decimal], middle: Decimal) -> Decimal:
    result = Decimal(0)
    for value in values:
        distance = DECIMAL.subtract(value, middle)
        result = DECIMAL.add(result, DECIMAL.multiply(distance, distance))
    return result


@builtin("mode", "list", variadic=True)
def mode(run: Run, values: Any) -> list[Any]:
    """The numbers that are there most often, in order."""
    found = items(values, "list")
    counts: dict[Any, int] = {}
    for value in numbers(found, "list") if found else []:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(value for value, times in counts.items() if times == most)
