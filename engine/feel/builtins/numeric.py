"""Functions of numbers (DMN 1.3, 10.3.4.5)."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.builtins.arguments import integer, number, single, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.numbers import DECIMAL, exact
from engine.feel.run import Run
from engine.feel.values import is_number

_MIN_SCALE, _MAX_SCALE = -6111, 6176


def _declare_rounding(name: str, signature: str, rounding: str) -> None:
    @builtin(name, signature)
    def rounded(run: Run, n: Any, scale: Any = 0) -> Any:
        value, places = number(n, "n"), integer(scale, "scale")
        if not _MIN_SCALE <= places <= _MAX_SCALE:
            raise FunctionFailed(f"the scale is not between {_MIN_SCALE} and {_MAX_SCALE}")
        if places >= 0 and type(value) is int:
            return value
        try:
            result = exact(value).quantize(Decimal(1).scaleb(-places), rounding=rounding, context=DECIMAL)
        except decimal.InvalidOperation:  # more than 34 digits: nothing there is to be rounded
            return value
        return int(result) if places <= 0 and result.adjusted() < 34 else result


_declare_rounding("decimal", "n, scale", decimal.ROUND_HALF_EVEN)
_declare_rounding("floor", "n, [scale]", decimal.ROUND_FLOOR)
_declare_rounding("ceiling", "n, [scale]", decimal.ROUND_CEILING)
_declare_rounding("round up", "n, scale", decimal.ROUND_UP)
_declare_rounding("round down", "n, scale", decimal.ROUND_DOWN)
_declare_rounding("round half up", "n, scale", decimal.ROUND_HALF_UP)
_declare_rounding("round half down", "n, scale", decimal.ROUND_HALF_DOWN)


@builtin("abs", "n")
def absolute(run: Run, n: Any) -> Any:
    """The value without its sign, of a number or duration."""
    value = single(n)
    if is_number(value):
        return abs(value) if type(value) is int else DECIMAL.abs(value)
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(abs(value.nanos))
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(abs(value.months))
    raise wrong("n", "number or duration", value)


@builtin("modulo", "dividend, divisor")
def modulo(run: Run, dividend: Any, divisor: Any) -> Any:
    """`dividend - divisor * floor(dividend / divisor)`: the sign is that of the divisor."""
    value, by = number(dividend, "dividend"), number(divisor, "divisor")
    if not by:
        raise FunctionFailed("the divisor is 0", "division-by-zero")
    if type(value) is int and type(by) is int:
        return value % by
    return _guarded(lambda: _remainder(exact(value), exact(by)))


def _remainder(value: Decimal, by: Decimal) -> Decimal:
    rest = DECIMAL.remainder(value, by)
    return DECIMAL.add(rest, by) if rest and (rest < 0) != (by < 0) else rest


def _guarded(calculate: Callable[[], Decimal]) -> Decimal:
    try:
        return calculate()
    except decimal.DecimalException as error:
        raise FunctionFailed("the result is beyond what numbers can hold") from error


@builtin("sqrt", "number")
def square_root(run: Run, value: Any) -> Decimal:
    return _guarded(lambda: DECIMAL.sqrt(exact(number(value, "number"))))


@builtin("log", "number")
def natural_logarithm(run: Run, value: Any) -> Decimal:
    found = exact(number(value, "number"))
    if found <= 0:
        raise FunctionFailed("there is no logarithm of 0 or less")
    return _guarded(lambda: DECIMAL.ln(found))


@builtin("exp", "number")
def exponential(run: Run, value: Any) -> Decimal:
    return _guarded(lambda: DECIMAL.exp(exact(number(value, "number"))))


@builtin("even", "number")
def is_even(run: Run, value: Any) -> bool:
    return _halves(value) == 0


@builtin("odd", "number")
def is_odd(run: Run, value: Any) -> bool:
    return abs(_halves(value)) == 1


def _halves(value: Any) -> Decimal:
    found = exact(number(value, "number"))
    if found.adjusted() >= 34:  # the last digits of such a number are zeros
        return Decimal(0)
    return DECIMAL.remainder(found, Decimal(2))
