"""The two durations of FEEL, which never mix: days and time, and years and months (DMN 1.3, 10.3.2.3.7 f)."""

import re
from dataclasses import dataclass

from engine.feel.calendar import MAX_YEAR

NANOS = 1_000_000_000
NANOS_OF_DAY = 86_400 * NANOS
_MAX_MONTHS = 2 * 12 * (MAX_YEAR + 1)
_MAX_NANOS = 2 * 366 * (MAX_YEAR + 1) * NANOS_OF_DAY
_TEXT = re.compile(
    r"(-)?P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class DayTimeDuration:
    """A length of time in nanoseconds; ValueError beyond two billion years."""

    nanos: int

    def __post_init__(self) -> None:
        if abs(self.nanos) > _MAX_NANOS:
            raise ValueError(self.nanos)

    def __str__(self) -> str:
        days, rest = divmod(abs(self.nanos), NANOS_OF_DAY)
        seconds, fraction = divmod(rest, NANOS)
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or fraction:
            clock += str(seconds) + (f".{fraction:09d}".rstrip("0") if fraction else "") + "S"
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.nanos < 0 else "") + "P" + (text or "T0S")

    def part(self, name: str) -> int | None:
        """Days, hours, minutes or seconds, each with the sign of the whole; None for another name."""
        days, rest = divmod(abs(self.nanos), NANOS_OF_DAY)
        seconds = rest // NANOS
        parts = {"days": days, "hours": seconds // 3600, "minutes": seconds // 60 % 60, "seconds": seconds % 60}
        value = parts.get(name)
        return value if value is None or self.nanos >= 0 else -value


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A number of months; ValueError beyond two billion years."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > _MAX_MONTHS:
            raise ValueError(self.months)

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")

    def part(self, name: str) -> int | None:
        """Years or months, each with the sign of the whole; None for another name."""
        years, months = divmod(abs(self.months), 12)
        value = {"years": years, "months": months}.get(name)
        return value if value is None or self.months >= 0 else -value


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """The duration an ISO 8601 text names; None when it names none or mixes months with days."""
    match = _TEXT.fullmatch(text) if len(text) <= 80 else None
    if not match:
        return None
    years, months, *clock = match.groups()[1:]
    sign = -1 if match[1] else 1
    try:
        if years is None and months is None:
            return DayTimeDuration(sign * _clock(*clock))
        if any(part is not None for part in clock):
            return None
        return YearMonthDuration(sign * (int(years or 0) * 12 + int(months or 0)))
    except ValueError:
        return None


def _clock(days: str | None, hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None) -> int:
    whole = int(days or 0) * 86_400 + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * NANOS + int((fraction or "0")[:9].ljust(9, "0"))
