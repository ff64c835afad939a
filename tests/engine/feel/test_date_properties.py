"""Dates and durations beside independent oracles: Python's datetime where it reaches, and days counted one by one."""

import datetime
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from engine.feel import evaluate
from engine.feel.dates import Date
from engine.feel.durations import NANOS

_ERA = 146_097  # the days of 400 years, after which the calendar repeats
_DATES = st.dates()
_MOMENTS = st.datetimes()
_FAR_YEARS = st.one_of(st.integers(-9_999, 9_999), st.integers(-999_999_999, 999_999_999))


def _leap(year: int) -> bool:
    return year % 400 == 0 if year % 100 == 0 else year % 4 == 0


def _days_of(year: int) -> Iterator[tuple[int, int]]:
    """Month and day of every day of a year, one after the other."""
    lengths = (31, 29 if _leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for month, length in enumerate(lengths, start=1):
        for day in range(1, length + 1):
            yield month, day


def _table_of_era() -> list[tuple[int, int, int]]:
    """Year, month and day of every day of 400 years from 2000-01-01, counted one by one."""
    return [(year, month, day) for year in range(2000, 2400) for month, day in _days_of(year)]


_TABLE = _table_of_era()
_PLACES = {day: place for place, day in enumerate(_TABLE)}
_FIRST = 10_957  # days from 1970-01-01 to 2000-01-01


def _slow_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, by looking the day up in the table of its place among 400 years."""
    eras, within = divmod(year - 2000, 400)
    return _FIRST + eras * _ERA + _PLACES[2000 + within, month, day]


def _slow_date(number: int) -> tuple[int, int, int]:
    eras, place = divmod(number - _FIRST, _ERA)
    year, month, day = _TABLE[place]
    return year + 400 * eras, month, day


def test_an_era_has_all_its_days() -> None:
    assert len(_TABLE) == _ERA


@given(_FAR_YEARS, st.integers(1, 12), st.integers(1, 28))
def test_day_numbers_are_those_of_counting(year: int, month: int, day: int) -> None:
    date = Date(year, month, day)
    assert date.number == _slow_number(year, month, day)
    assert Date.from_number(date.number) == date


@given(_FAR_YEARS, st.integers(1, 12), st.integers(1, 28), st.integers(-4_000_000, 4_000_000))
def test_adding_days_moves_along_the_calendar(year: int, month: int, day: int, days: int) -> None:
    found = evaluate("a + duration(d)", {"a": Date(year, month, day), "d": f"{'-' * (days < 0)}P{abs(days)}D"})
    expected = _slow_date(_slow_number(year, month, day) + days)
    assert found == (Date(*expected) if abs(expected[0]) <= 999_999_999 else None)


@given(st.integers(-9_999, 9_999), st.integers(0, 365), st.integers(-300_000, 300_000))
def test_adding_months_keeps_the_day_or_takes_the_last(year: int, place: int, months: int) -> None:
    days = list(_days_of(year))
    month, day = days[min(place, len(days) - 1)]
    years, at = divmod(year * 12 + month - 1 + months, 12)
    last = max(other for found, other in _days_of(years) if found == at + 1)
    duration = f"{'-' * (months < 0)}P{abs(months)}M"
    found = evaluate("a + duration(d)", {"a": Date(year, month, day), "d": duration})
    assert found == Date(years, at + 1, min(day, last))


@given(_FAR_YEARS, st.integers(1, 12), st.integers(1, 28), _FAR_YEARS, st.integers(1, 12), st.integers(1, 28))
def test_the_difference_of_dates_is_the_days_between(y: int, m: int, d: int, year: int, month: int, day: int) -> None:
    found = evaluate("a - b", {"a": Date(y, m, d), "b": Date(year, month, day)})
    assert found.nanos == (_slow_number(y, m, d) - _slow_number(year, month, day)) * 86_400 * NANOS


@given(_DATES, _DATES)
def test_dates_are_those_of_python(left: datetime.date, right: datetime.date) -> None:
    variables = {"a": left, "b": right}
    assert evaluate("a < b", variables) is (left < right)
    assert evaluate("a.weekday", variables) == left.isoweekday()
    assert evaluate("week of year(a)", variables) == left.isocalendar().week
    assert evaluate("day of year(a)", variables) == left.timetuple().tm_yday
    assert evaluate("(a - b).days", variables) == (left - right).days
    assert evaluate("string(a)", variables) == left.isoformat()
    assert evaluate("date(string(a)) = a", variables) is True


@given(_MOMENTS, _MOMENTS, st.integers(-840, 840), st.integers(-840, 840))
def test_moments_are_those_of_python(left: datetime.datetime, right: datetime.datetime, east: int, west: int) -> None:
    one = left.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=east)))
    other = right.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=west)))
    variables = {"a": one, "b": other}
    difference = one - other
    micros = (difference.days * 86_400 + difference.seconds) * 1_000_000 + difference.microseconds
    assert evaluate("a - b", variables).nanos == micros * 1_000
    assert evaluate("a < b", variables) is (micros < 0)
    assert evaluate("b + (a - b) = a", variables) is True
    assert evaluate("date and time(string(a)) = a", variables) is True


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.integers(-50, 50))
def test_durations_are_whole_numbers_of_their_units(left: int, right: int, factor: int) -> None:
    variables = {"a": datetime.timedelta(microseconds=left), "b": datetime.timedelta(microseconds=right), "n": factor}
    assert evaluate("a + b", variables).nanos == (left + right) * 1_000
    assert evaluate("a - b", variables).nanos == (left - right) * 1_000
    assert evaluate("a * n", variables).nanos == left * factor * 1_000
    assert evaluate("duration(string(a)) = a", variables) is True
    assert evaluate("a < b", variables) is (left < right)


@given(_DATES, _DATES)
def test_whole_months_between_dates_can_be_added_back(left: datetime.date, right: datetime.date) -> None:
    """`years and months duration` is the most months that do not lead past the other date (DMN 1.3, table 71)."""
    earlier, later = sorted((left, right))
    variables = {"a": earlier, "b": later}
    months = evaluate("years and months duration(a, b)", variables).months
    assert evaluate("years and months duration(b, a)", variables).months == -months
    at = earlier.year * 12 + earlier.month - 1 + months
    assert (at // 12, at % 12 + 1, earlier.day) <= (later.year, later.month, later.day)
    assert (at // 12, at % 12 + 1, earlier.day) > (later.year, later.month - 1, later.day) or later.month == 1
