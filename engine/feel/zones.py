"""Time zones of FEEL times: a fixed offset (`+02:00`, `Z`) or a region (`@Europe/Paris`)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_TEXT = re.compile(r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+\-/]{1,64}))")
_MAX_SECONDS = 18 * 3600
_NANOS = 1_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone: `seconds` east of Greenwich, or the name of a `region` whose offset depends on the date."""

    seconds: int = 0
    region: str = ""

    def at_local(self, day: int, nanos: int) -> int:
        """The offset in seconds at a local day number and nanosecond of the day."""
        if not self.region:
            return self.seconds
        return _seconds(_moment(day, nanos).replace(tzinfo=ZoneInfo(self.region)).utcoffset())

    def at_instant(self, nanos: int) -> int:
        """The offset in seconds at a moment, in nanoseconds since 1970-01-01T00:00:00Z."""
        if not self.region:
            return self.seconds
        day, rest = divmod(nanos, 86_400 * _NANOS)
        return _seconds(_moment(day, rest).replace(tzinfo=UTC).astimezone(ZoneInfo(self.region)).utcoffset())

    def standard(self) -> int:
        """The offset in seconds where no date says whether it is summer: that of the standard time."""
        if not self.region:
            return self.seconds
        january = datetime(2024, 1, 1, tzinfo=ZoneInfo(self.region))
        return _seconds(january.utcoffset()) - _seconds(january.dst())

    def text(self) -> str:
        if self.region:
            return "@" + self.region
        if self.seconds == 0:
            return "Z"
        minutes, seconds = divmod(abs(self.seconds), 60)
        ending = f":{seconds:02d}" if seconds else ""
        return f"{'-' if self.seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{ending}"


def parse_zone(text: str) -> Zone:
    """The zone that a text names; ValueError when it names none."""
    match = _TEXT.fullmatch(text)
    if not match:
        raise ValueError(text)
    if match[1]:
        return Zone()
    if match[6]:
        return _region(match[6])
    minutes, rest = int(match[4]), int(match[5] or 0)
    seconds = int(match[3]) * 3600 + minutes * 60 + rest
    if minutes > 59 or rest > 59 or seconds > _MAX_SECONDS:
        raise ValueError(text)
    return Zone(-seconds if match[2] == "-" else seconds)


def from_tzinfo(zone: tzinfo, at: datetime | None) -> Zone:
    """The zone of a Python value: its region when it has one, otherwise its offset."""
    key = getattr(zone, "key", None)
    return Zone(region=key) if isinstance(key, str) else Zone(_seconds(zone.utcoffset(at)))


def _region(name: str) -> Zone:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: a name that is a folder of the zone database
        raise ValueError(name) from error
    return Zone(region=name)


def _seconds(offset: timedelta | None) -> int:
    return int(offset.total_seconds()) if offset is not None else 0


def _moment(day: int, nanos: int) -> datetime:
    """A Python moment with the same rules: outside Python's years, one some multiples of 400 years away."""
    era_days, first, last = 146_097, -718_000, 2_931_000  # about the years 4 and 9994
    if day < first:
        day += (first - day + era_days - 1) // era_days * era_days
    elif day > last:
        day -= (day - last + era_days - 1) // era_days * era_days
    return (_EPOCH + timedelta(days=day, seconds=nanos // _NANOS)).replace(tzinfo=None)
