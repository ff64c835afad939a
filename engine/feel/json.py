"""Between JSON values and FEEL values (DMN 1.3, 10.3.2.12).

Into an expression nothing needs converting beforehand: variables are plain JSON values (dict, list, str, int, float,
Decimal, bool, None) and are read as FEEL values when they are looked at. Text stays text, also when it looks like a
date; authors write `date(x)`. What an expression gives back is made plain by `to_json`:

* A whole number becomes int, however many digits it has.
* Another number becomes the float whose shortest text is that number, which holds for every amount of up to 15 digits:
  19.99 goes in, is calculated with exactly, and comes out as 19.99. A number with more digits than a float can say
  (1 / 3) becomes the nearest float as long as that float is right to a ten-thousandth, so cents are never lost; an
  amount too large for that (from 10 ** 11 on) stays a Decimal, which the caller's encoder writes with all its digits.
* Dates, times and durations become their ISO 8601 text.
* A range becomes its FEEL text; a function has no value and becomes null.
"""

from decimal import Decimal
from typing import Any

from engine.feel.dates import Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.errors import FeelLimit
from engine.feel.run import DEFAULT_LIMITS, Limits, Run
from engine.feel.text import text
from engine.feel.values import Range, from_host

_FLOAT_KEEPS_CENTS = Decimal(10) ** 11
_SCALARS = frozenset((type(None), str, bool, int))
_TEMPORAL = (Date, DateTime, Time, DayTimeDuration, YearMonthDuration)


def to_json(value: Any, limits: Limits = DEFAULT_LIMITS, *, run: Run | None = None) -> Any:
    """A FEEL value as plain JSON; FeelLimit when it is too large or nested too deeply.

    The limits are those of this value, or what is left of a run that several values share.
    """
    if type(value) in _SCALARS:
        return value
    try:
        return _plain(value, run or Run(limits=limits))
    except RecursionError:
        raise FeelLimit("too-deep") from None


def _plain(value: Any, run: Run) -> Any:
    run.charge()
    if type(value) is dict:
        return {name: _plain(entry, run) for name, entry in value.items()}
    if type(value) is list:
        return [_plain(item, run) for item in value]
    value = from_host(value)
    if type(value) is Decimal:
        return _number(value)
    if type(value) in _TEMPORAL:
        return str(value)
    if type(value) is Range:
        return text(value, run)
    if type(value) in (dict, list):  # a kind of mapping or sequence of the caller's
        return _plain(value, run)
    return value if value is None or type(value) in (str, bool, int) else None


def _number(value: Decimal) -> int | float | Decimal:
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    exact = Decimal(repr(near)) == value
    return near if exact or abs(value) < _FLOAT_KEEPS_CENTS else value


def from_json(value: Any) -> Any:
    """A JSON value as FEEL value, through and through; evaluation does the same lazily, level by level. FeelLimit."""
    try:
        return _feel(value)
    except RecursionError:
        raise FeelLimit("too-deep") from None


def _feel(value: Any) -> Any:
    value = from_host(value)
    if type(value) is dict:
        return {name: _feel(entry) for name, entry in value.items()}
    return [_feel(item) for item in value] if type(value) is list else value
