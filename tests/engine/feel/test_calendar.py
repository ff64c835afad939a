"""The calendar agrees with Python's where that reaches, and goes on beyond it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import calendar

EPOCH = datetime.date(1970, 1, 1)


@given(st.dates())
def test_it_agrees_with_python(day: datetime.date) -> None:
    number = calendar.day_number(day.year, day.month, day.day)
    assert number == (day - EPOCH).days
    assert calendar.from_day_number(number) == (day.year, day.month, day.day)
    assert calendar.weekday(number) == day.isoweekday()
    assert calendar.week_of_year(day.year, day.month, day.day) == day.isocalendar()[1]


@given(st.integers(-365_000_000_000, 365_000_000_000))
def test_every_day_has_one_number(number: int) -> None:
    year, month, day = calendar.from_day_number(number)
    assert calendar.day_number(year, month, day) == number
    assert calendar.is_date(year, month, day) == (abs(year) <= calendar.MAX_YEAR)


@pytest.mark.parametrize(
    ("date", "exists"), [((2024, 2, 29), True), ((2023, 2, 29), False), ((-4, 2, 29), True), ((2024, 13, 1), False)]
)
def test_it_knows_which_days_there_are(date: tuple[int, int, int], exists: bool) -> None:
    assert calendar.is_date(*date) is exists
