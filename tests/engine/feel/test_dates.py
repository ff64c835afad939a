"""Dates and times: their texts, their zones, and calculating with them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import evaluate
from engine.feel.dates import Date, DateTime, parse_date, parse_date_time, parse_time
from engine.feel.temporal_text import parse_temporal


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "-2026-01-31",
        "999999999-12-31",
        "10:30:00",
        "10:30:00.123456789",
        "10:30:00Z",
        "10:30:00+02:00",
        "10:30:00-01:35",
        "10:30:00@Europe/Berlin",
        "2026-01-31T10:30:00",
        "2026-01-31T10:30:00.5@Asia/Shanghai",
        "-999999999-01-01T00:00:00+18:00",
        "P1DT2H3M4.5S",
        "-P400D",
        "PT0S",
        "P1Y2M",
        "-P14M".replace("14M", "1Y2M"),
        "P0M",
    ],
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert str(parse_temporal(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-29", "2026-13-01", "26-01-01", "02026-01-01", "+2026-01-01", "2026-1-1", "9999999999-01-01"),
        *("25:00:00", "24:00:01", "10:60:00", "10:30", "10:30:00+19:00", "10:30:00+2:00", "10:30:00@Nowhere/City"),
        *("10:30:00@America", "10:30:00@../etc/passwd", "10:30:00+02:00@Europe/Paris", "2026-01-31T"),
        "999999999-12-31T24:00:00",
        *("P", "PT", "P1M1D", "P1H", "1D", "PT1.S", "P" + "9" * 30 + "D", "P" + "9" * 30 + "Y"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_temporal(text) is None


def test_midnight_may_be_written_as_24_hours() -> None:
    assert str(parse_time("24:00:00")) == "00:00:00"
    assert str(parse_date_time("2026-12-31T24:00:00")) == "2027-01-01T00:00:00"


@given(st.dates(), st.integers(-300_000, 300_000))
def test_adding_days_agrees_with_python(day: datetime.date, count: int) -> None:
    try:
        expected = str(day + datetime.timedelta(days=count))
    except OverflowError:
        return
    length = f"{'-' if count < 0 else ''}P{abs(count)}D"
    assert str(evaluate("date(d) + duration(n)", {"d": str(day), "n": length})) == expected


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_a_moment_agrees_with_python(moment: datetime.datetime) -> None:
    ours = evaluate("x", {"x": moment})
    assert isinstance(ours, DateTime)
    if 1900 < moment.year < 9990 and not moment.fold:  # FEEL cannot say which of two equal hours is meant
        passed = moment.astimezone(datetime.UTC) - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        assert ours.instant == (passed.days * 86_400 + passed.seconds) * 10**9 + passed.microseconds * 1_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
        ('date("2024-02-29") - duration("P1Y")', "2023-02-28"),
        ('date("2026-03-01") - date("2026-02-01")', "P28D"),
        ('date("-0001-01-01") - duration("P1D")', "-0002-12-31"),
        ('date and time("2026-03-29T01:30:00@Europe/Berlin") + duration("PT1H")', "2026-03-29T03:30:00@Europe/Berlin"),
        ('date and time("2026-10-25T00:00:00@Europe/Berlin") + duration("P1D")', "2026-10-25T23:00:00@Europe/Berlin"),
        ('time("23:30:00") + duration("PT1H")', "00:30:00"),
        ('time("10:00:00Z") - time("10:00:00+02:00")', "PT2H"),
        ('date and time("2026-01-01T00:00:00Z") - date("2025-12-31")', "P1D"),
        ('duration("P1D") * 1.5', "P1DT12H"),
        ('duration("P1Y") / 5', "P2M"),
        ('duration("PT1H") / duration("PT30M")', "2"),
        ('-duration("P1M")', "-P1M"),
        ('years and months duration(date("2024-01-31"), date("2026-01-30"))', "P1Y11M"),
        ('date("2026-05-17").weekday', "7"),
        ('date and time("2026-07-01T10:00:00@Europe/Berlin").time offset', "PT2H"),
        ('time("10:00:00.25").second', "0.25"),
        ('duration("-P1DT2H").hours', "-2"),
        ('day of week(date("2026-05-17"))', "Sunday"),
        ('week of year(date("2027-01-01"))', "53"),
        ('date and time("2026-07-01T10:00:00@Europe/Berlin") = date and time("2026-07-01T08:00:00Z")', "true"),
        ('date and time("2026-07-01T10:00:00") = date and time("2026-07-01T10:00:00Z")', "false"),
        ('time("10:00:00.1") = time("10:00:00.2")', "true"),
        ('time("10:00:00.1") < time("10:00:00.2")', "true"),
    ],
)
def test_calculating_with_dates(text: str, value: str) -> None:
    assert evaluate(f"string({text})", {}) == value


@pytest.mark.parametrize(
    "text",
    [
        'date("999999999-12-31") + duration("P1D")',
        'date and time("2026-07-01T10:00:00") - date and time("2026-07-01T10:00:00Z")',
        'date("2026-01-01") + 1',
        'time("10:00:00") + duration("P1M")',
        'duration("P1D") + duration("P1M")',
    ],
)
def test_what_has_no_result_is_null(text: str) -> None:
    assert evaluate(text, {}) is None


def test_now_is_what_the_caller_says() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=8))
    now = datetime.datetime(2026, 1, 31, 23, 30, tzinfo=zone)
    assert str(evaluate("now()", {}, now=now)) == "2026-01-31T23:30:00+08:00"
    assert evaluate("today()", {}, now=now) == Date(2026, 1, 31)
    assert evaluate("now()", {}) is None


def test_dates_of_the_caller_are_dates() -> None:
    assert evaluate('d < date("2026-02-01")', {"d": datetime.date(2026, 1, 31)}) is True
    assert evaluate('d + duration("P1D")', {"d": datetime.date(2026, 1, 31)}) == parse_date("2026-02-01")
