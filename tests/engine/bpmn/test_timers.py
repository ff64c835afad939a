"""Dates, durations and repetitions as ISO 8601 writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.bpmn import timers

NEW_YEAR = datetime(2030, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT90M", datetime(2030, 1, 31, 1, 30, tzinfo=UTC)),
        ("P1M", datetime(2030, 2, 28, tzinfo=UTC)),
        ("P1Y2M10DT2H30M", datetime(2031, 4, 10, 2, 30, tzinfo=UTC)),
        ("P2W", datetime(2030, 2, 14, tzinfo=UTC)),
        ("PT0.5S", datetime(2030, 1, 31, 0, 0, 0, 500000, tzinfo=UTC)),
        ("-PT1H", datetime(2030, 1, 30, 23, tzinfo=UTC)),
    ],
)
def test_durations_end_by_the_calendar(text: str, due: datetime) -> None:
    assert timers.parse_duration(text).after(NEW_YEAR) == due


@pytest.mark.parametrize("text", ["", "P", "PT", "1H", "P1H", "PT1D", "P1.5M", "soon", "P1DT"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(timers.TimerUnreadable):
        timers.parse_duration(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2030-01-01T08:00:00Z", datetime(2030, 1, 1, 8, tzinfo=UTC)),
        ("2030-01-01T08:00:00+08:00", datetime(2030, 1, 1, 0, tzinfo=UTC)),
        ("2030-01-01T08:00:00", datetime(2030, 1, 1, 8, tzinfo=UTC)),
        ("2030-07-01T08:00:00@Europe/Berlin", datetime(2030, 7, 1, 6, tzinfo=UTC)),
        ("2030-01-01", datetime(2030, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_their_zone(text: str, moment: datetime) -> None:
    assert timers.parse_date(text) == moment


@pytest.mark.parametrize(
    "text", ["tomorrow", "2030-02-30", "2030-01-01T00:00:00@Nowhere/City", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(timers.TimerUnreadable):
        timers.parse_date(text)


def test_repetitions_have_a_count_and_perhaps_a_beginning() -> None:
    assert timers.parse_cycle("R/PT1H").count is None
    cycle = timers.parse_cycle("R5/2030-01-01T00:00:00Z/P1D")
    assert (cycle.count, cycle.start) == (5, datetime(2030, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("text", ["R3", "PT1H", "R3/PT0S", "R/-PT1H", "0 0 * * *"])
def test_what_cannot_repeat_is_refused(text: str) -> None:
    with pytest.raises(timers.TimerUnreadable):
        timers.parse_cycle(text)


def test_missed_repetitions_are_skipped_in_step() -> None:
    step = timers.parse_duration("P1D")
    assert timers.next_due(NEW_YEAR, step, NEW_YEAR) == datetime(2030, 2, 1, tzinfo=UTC)
    late = datetime(2031, 6, 5, 12, tzinfo=UTC)
    assert timers.next_due(NEW_YEAR, step, late) == datetime(2031, 6, 6, tzinfo=UTC)
    assert timers.next_due(NEW_YEAR, timers.parse_duration("P1M"), late) == datetime(2031, 6, 30, tzinfo=UTC)


def test_a_step_of_a_millisecond_missed_for_ages_is_worked_out_at_once() -> None:
    now = datetime(2030, 1, 1, 0, 0, 0, 500, tzinfo=UTC)
    first = timers.parse_cycle("R/0001-01-01T00:00:00Z/PT0.001S").first(now)
    assert first == datetime(2030, 1, 1, 0, 0, 0, 1000, tzinfo=UTC)
    late = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert timers.next_due(NEW_YEAR, timers.parse_duration("P1D"), late - timedelta(days=1)) <= late
    with pytest.raises(timers.TimerUnreadable):
        timers.next_due(NEW_YEAR, timers.parse_duration("P1Y"), late)


def test_dates_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(timers.TimerUnreadable):
        timers.parse_duration("P9000Y").after(NEW_YEAR)
    with pytest.raises(timers.TimerUnreadable):
        timers.parse_duration("P99999999999D")


def test_a_repetition_without_end_that_began_long_ago_is_due_at_its_next_moment() -> None:
    now = datetime(2030, 1, 1, 12, 3, tzinfo=UTC)
    assert timers.parse_cycle("R/2000-01-01T00:00:00Z/PT5M").first(now) == datetime(2030, 1, 1, 12, 5, tzinfo=UTC)
    assert timers.parse_cycle("R/PT5M").first(now) == datetime(2030, 1, 1, 12, 8, tzinfo=UTC)
    assert timers.parse_cycle("R3/2000-01-01T00:00:00Z/PT5M").first(now) == datetime(2000, 1, 1, tzinfo=UTC)
