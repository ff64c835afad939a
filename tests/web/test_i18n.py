"""The choice of a language, and how it writes dates and numbers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from web.i18n import Formats, accepted, translate

MOMENT = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", None),
        ("", None),
        ("*", None),
        ("zh;q=0,en;q=0.1", "en"),
        ("zh;q=x,en", "en"),
    ],
)
def test_the_browser_says_which_language_it_likes(header: str, expected: str | None) -> None:
    assert accepted(header) == expected


def test_moments_are_written_in_the_time_zone_of_the_installation() -> None:
    assert Formats("zh-CN", ZONE).datetime(MOMENT) == "2026-11-22 04:05"
    assert Formats("en", ZONE).datetime(MOMENT) == "22 Nov 2026, 04:05"
    assert Formats("zh-CN", ZONE).date(MOMENT) == "2026-11-22"
    assert Formats("en", ZONE).date(date(2026, 11, 21)) == "21 Nov 2026"


def test_durations_name_their_two_largest_units() -> None:
    assert Formats("en", ZONE).duration(timedelta(days=1, hours=3, minutes=20)) == "1 day 3 hr"
    assert Formats("en", ZONE).duration(6 * 3600 + 20 * 60) == "6 hr 20 min"
    assert Formats("zh-CN", ZONE).duration(timedelta(minutes=25)) == "25分钟"
    assert Formats("en", ZONE).duration(timedelta(seconds=5)) == "1 min"


def test_nothing_is_written_as_nothing() -> None:
    formats = Formats("en", ZONE)
    assert [formats.datetime(None), formats.date(None), formats.duration(None), formats.number(None)] == [""] * 4


def test_numbers_have_the_separators_of_the_language() -> None:
    assert Formats("en", ZONE).number(1234567.5) == "1,234,567.5"


def test_a_missing_parameter_shows_as_its_name() -> None:
    assert translate("en", "Hello {name}", {}) == "Hello {name}"
