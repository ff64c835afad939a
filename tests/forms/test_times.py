from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from forms import times

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["2026-02-30", "2026-2-3", "20260228", "2026-13-01", "2026-02-28Z", "", "٢٠٢٦-01-01"])
def test_a_day_is_real_and_written_in_full(text: str) -> None:
    assert times.parse_date("2026-02-28") is not None
    assert times.parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("10:30", 630), ("10:30Z", 1110), ("10:30+08:00", 630), ("10:30-05:00", 1410), ("10", 600), ("24:00", 1440)],
)
def test_times_are_moved_to_the_local_zone(text: str, minutes: int) -> None:
    assert times.parse_time(text, 480) == minutes


@pytest.mark.parametrize("text", ["25:00", "10:61", "abc", "-3:00", "10:30+25:00", ""])
def test_other_text_is_no_time(text: str) -> None:
    assert times.parse_time(text, 480) is None


def test_a_moment_with_a_zone_is_read_in_local_time() -> None:
    assert times.parse_moment("2026-02-28T10:30Z", SHANGHAI) == datetime(2026, 2, 28, 18, 30)
    assert times.parse_moment("2026-02-28T10:30+0900", SHANGHAI) == datetime(2026, 2, 28, 9, 30)
    assert times.parse_moment("2026-02-28T23:30:15.123-05:00", SHANGHAI) == datetime(2026, 3, 1, 12, 30)


def test_a_day_that_does_not_exist_runs_over_as_in_browsers() -> None:
    assert times.parse_moment("2026-02-30T10:30", SHANGHAI) == datetime(2026, 3, 2, 10, 30)


@pytest.mark.parametrize(
    "text", ["2026-02-28", "2026-02-28T25:00", "2026-02-28T24:30", "9999-12-31T24:00", "0000-01-01T00:00"]
)
def test_other_text_is_no_moment(text: str) -> None:
    assert times.parse_moment(text, SHANGHAI) is None


@pytest.mark.parametrize(
    ("style", "text"),
    [(None, "2026-02-28T04:30"), ("utc_offset", "2026-02-28T04:30+08:00"), ("utc_normalized", "2026-02-27T20:30Z")],
)
def test_moments_are_written_in_three_styles(style: str | None, text: str) -> None:
    assert times.write_moment(datetime(2026, 2, 28, 4, 30), SHANGHAI, style) == text


def test_the_offset_is_that_of_the_day_itself() -> None:
    assert times.write_moment(datetime(2026, 7, 1, 12), BERLIN, "utc_offset").endswith("+02:00")
    assert times.write_moment(datetime(2026, 1, 1, 12), BERLIN, "utc_offset").endswith("+01:00")
    assert times.offset_at(datetime(2026, 7, 1, 12, tzinfo=UTC), BERLIN) == 120


def test_an_offset_west_of_greenwich_has_a_minus() -> None:
    assert times.write_time(630, -210, "utc_offset") == "10:30-03:30"
