"""Dates, times of day and both together, to the nanosecond, with or without a zone (DMN 1.3, 10.3.2.3.4 ff)."""

import re
from dataclasses import dataclass

from engine.feel import calendar
from engine.feel.durations import NANOS, NANOS_OF_DAY
from engine.feel.zones import Zone, parse_zone

_DATE = re.compile(r"(-?)([0-9]{4,9})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the calendar; ValueError when there is no such day."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not calendar.is_date(self.year, self.month, self.day):
            raise ValueError(str(self))

    @classmethod
    def from_number(cls, number: int) -> "Date":
        return cls(*calendar.from_day_number(number))

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return calendar.day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return calendar.weekday(self.number)

    def plus_months(self, months: int) -> "Date":
        """The same day so many months on, or the last day of that month when it is shorter."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date(year, month + 1, min(self.day, calendar.days_in_month(year, month + 1)))

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; ValueError when there is no such time."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    zone: Zone | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.hour < 24 and 0 <= self.minute < 60 and 0 <= self.second < 60 and 0 <= self.nano < NANOS):
            raise ValueError(str(self))

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone | None) -> "Time":
        """The time at this nanosecond of the day."""
        seconds, nano = divmod(nanos, NANOS)
        return cls(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, zone)

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight, as the clock shows it."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nano

    @property
    def universal(self) -> int:
        """Nanoseconds since midnight in Greenwich; as the clock shows it when there is no zone."""
        return self.nanos - (self.zone.standard() * NANOS if self.zone else 0)

    def __str__(self) -> str:
        fraction = f".{self.nano:09d}".rstrip("0") if self.nano else ""
        zone = self.zone.text() if self.zone else ""
        return f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction}{zone}"


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and a time of day; a moment when there is a zone."""

    date: Date
    time: Time

    @classmethod
    def from_instant(cls, nanos: int, zone: Zone | None) -> "DateTime":
        """The date and time that clocks of the zone show at a moment; see `instant`."""
        local = nanos + (zone.at_instant(nanos) * NANOS if zone else 0)
        day, rest = divmod(local, NANOS_OF_DAY)
        return cls(Date.from_number(day), Time.from_nanos(rest, zone))

    @property
    def zone(self) -> Zone | None:
        return self.time.zone

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich, None without a zone."""
        return self.zone.at_local(self.date.number, self.time.nanos) if self.zone else None

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00 in Greenwich; as the clock shows it when there is no zone."""
        return self.date.number * NANOS_OF_DAY + self.time.nanos - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def parse_date(text: str) -> Date | None:
    """The date an ISO 8601 text names; a year of more than four digits has no leading zero."""
    match = _DATE.fullmatch(text)
    if not match or (len(match[2]) > 4 and match[2].startswith("0")):
        return None
    try:
        return Date(int(match[1] + match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def parse_time(text: str) -> Time | None:
    """The time of day an ISO 8601 text names; 24:00:00 is midnight."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour = 0 if text.startswith("24:00:00") and not (match[4] or "").strip("0") else int(match[1])
    try:
        zone = parse_zone(match[5]) if match[5] else None
        return Time(hour, int(match[2]), int(match[3]), int((match[4] or "0")[:9].ljust(9, "0")), zone)
    except ValueError:
        return None


def parse_date_time(text: str) -> DateTime | None:
    """The date and time an ISO 8601 text names; a date alone is its midnight."""
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    if date is None:
        return None
    time = parse_time(clock) if separator else Time(0, 0, 0)
    if time is None:
        return None
    try:
        return DateTime(Date.from_number(date.number + 1) if clock.startswith("24:") else date, time)
    except ValueError:
        return None
