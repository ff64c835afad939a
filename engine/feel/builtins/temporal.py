"""Functions of dates and of the present moment (DMN 1.3, 10.3.4.8 and 10.3.4.10)."""

from typing import Any

from engine.feel import calendar
from engine.feel.builtins.arguments import single, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.dates import Date, DateTime
from engine.feel.run import Run
from engine.feel.values import from_host

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("now", "")
def now(run: Run) -> DateTime:
    """The moment the caller gave with the evaluation; it stays the same throughout."""
    if run.now is None:
        raise FunctionFailed("nobody said what time it is", "no-clock")
    moment: DateTime = from_host(run.now)
    return moment


@builtin("today", "")
def today(run: Run) -> Date:
    """The date of `now()`, in the zone of the caller's moment."""
    moment: DateTime = now(run)
    return moment.date


def _day(value: Any) -> Date:
    value = single(value)
    if not isinstance(value, (Date, DateTime)):
        raise wrong("date", "date or date and time", value)
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year", "date")
def day_of_year(run: Run, date: Any) -> int:
    day = _day(date)
    return day.number - calendar.day_number(day.year, 1, 1) + 1


@builtin("day of week", "date")
def day_of_week(run: Run, date: Any) -> str:
    return _DAYS[_day(date).weekday - 1]


@builtin("month of year", "date")
def month_of_year(run: Run, date: Any) -> str:
    return _MONTHS[_day(date).month - 1]


@builtin("week of year", "date")
def week_of_year(run: Run, date: Any) -> int:
    """The ISO 8601 week: the first one holds the year's first Thursday."""
    day = _day(date)
    return calendar.week_of_year(day.year, day.month, day.day)
