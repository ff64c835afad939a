"""Dates and times as form-js stores them: text, read and rewritten in the time zone of the person filling in."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

MINUTES_IN_DAY = 24 * 60
EARLIEST_PICKED = date(1900, 1, 1)
"""The viewer's calendar does not go further back."""

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_LEADING_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})")


def offset_at(moment: datetime, zone: tzinfo) -> int:
    """Minutes that local time is ahead of UTC; a naive moment is taken as local time of the zone."""
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return int((local.utcoffset() or timedelta()).total_seconds() // 60)


def parse_date(text: str) -> date | None:
    """A real calendar day written YYYY-MM-DD, or None."""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def parse_time(text: str, ahead: int) -> int | None:
    """Minutes since local midnight of `hh[:mm]`, with `Z` or `±hh:mm` moved to the local zone; None if unreadable.

    `ahead` is how many minutes local time is ahead of UTC.
    """
    if "Z" in text:
        return _moved(_minutes(text.replace("Z", "", 1)), 0, ahead)
    for mark, sign in (("+", 1), ("-", -1)):
        if mark in text:
            clock, offset = text.split(mark)[:2]
            written = _minutes(offset)
            return None if written is None else _moved(_minutes(clock), sign * written, ahead)
    return _minutes(text)


def _moved(minutes: int | None, written_ahead: int, local_ahead: int) -> int | None:
    return None if minutes is None else (minutes - written_ahead + local_ahead) % MINUTES_IN_DAY


def _minutes(text: str) -> int | None:
    """Forgiving as JavaScript's parseInt: `9:5` is 09:05, `10:30 PM` is 10:30, 24:00 and :60 are let through."""
    hour_text, colon, rest = text.partition(":")
    hour = _integer(hour_text)
    minute = _integer(rest.partition(":")[0]) if colon else 0
    if hour is None or minute is None or not 0 <= hour <= 24 or not 0 <= minute <= 60:
        return None
    return hour * 60 + minute


def _integer(text: str) -> int | None:
    match = _LEADING_INTEGER.match(text)
    return int(match.group(1)) if match else None


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """The naive local time of `YYYY-MM-DDThh:mm[:ss][zone]`; days run over (30 February is 2 March) as in browsers."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if not (year and 1 <= month <= 12 and 1 <= day <= 31 and minute <= 59 and second <= 59):
        return None
    if hour > 24 or (hour == 24 and (minute or second)):
        return None
    try:
        moment = datetime(year, month, 1) + timedelta(days=day - 1, hours=hour, minutes=minute)  # noqa: DTZ001 - local
        return moment if match[7] is None else _localised(moment, match[7], zone)
    except OverflowError:
        return None


def _localised(moment: datetime, suffix: str, zone: tzinfo) -> datetime:
    sign = -1 if suffix[0] == "-" else 1
    ahead = timedelta() if suffix == "Z" else sign * timedelta(hours=int(suffix[1:3]), minutes=int(suffix[-2:]))
    utc = (moment - ahead).replace(tzinfo=UTC)
    return utc.astimezone(zone).replace(tzinfo=None)


def write_time(minutes: int, ahead: int, style: str | None) -> str:
    """The clock text form-js stores: bare, `utc_offset` (+08:00) or `utc_normalized` (Z)."""
    if style == "utc_normalized":
        return _clock((minutes - ahead) % MINUTES_IN_DAY) + "Z"
    return _clock(minutes) + (_suffix(ahead) if style == "utc_offset" else "")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _suffix(ahead: int) -> str:
    return ("-" if ahead < 0 else "+") + _clock(abs(ahead))


def write_moment(moment: datetime, zone: tzinfo, style: str | None) -> str:
    """The date and clock text form-js stores for a naive local time."""
    ahead = offset_at(moment, zone)
    minutes = moment.hour * 60 + moment.minute
    day = moment.date()
    if style == "utc_normalized":
        day += timedelta(days=_day_shift(minutes - ahead))
    return f"{day.isoformat()}T{write_time(minutes, ahead, style)}"


def _day_shift(minutes: int) -> int:
    if minutes < 0:
        return -1
    return 1 if minutes > MINUTES_IN_DAY else 0
