"""ISO 8601 timers become due dates: dates, durations and repetitions, all reckoned in UTC."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DURATION = re.compile(
    r"(?P<sign>[+-])?P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<count>\d*)(?:/(?P<first>[^/]+))?/(?P<second>[^/]+)")


class TimerUnreadable(ValueError):
    """The text is no ISO 8601 date, duration or repetition, or its date is beyond the calendar."""


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A calendar duration: months count by the calendar, the rest by the clock."""

    months: int = 0
    span: timedelta = timedelta()

    def after(self, moment: datetime, times: int = 1) -> datetime:
        """The moment this duration (so many times) later; a day that a month lacks becomes its last one."""
        try:
            return _add_months(moment, self.months * times) + self.span * times
        except (OverflowError, ValueError) as error:
            raise TimerUnreadable(f"beyond the calendar: {self}") from error


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A repetition: how often (None = for ever), its first moment if given, and the step between."""

    count: int | None
    step: Duration
    start: datetime | None = None

    def first(self, now: datetime) -> datetime:
        """When it is due first: one that goes on for ever and began long ago is due at its next moment."""
        if self.start is None:
            return self.step.after(now)
        return next_due(self.start, self.step, now) if self.count is None and self.start < now else self.start


def parse_date(text: str) -> datetime:
    """An ISO 8601 date or date and time; without a zone it is UTC. "…@Europe/Berlin" names a zone."""
    text, _, zone = text.strip().partition("@")
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError) as error:
        raise TimerUnreadable(f"not a date and time: {text}") from error


def parse_duration(text: str) -> Duration:
    """An ISO 8601 duration such as P1M, P2W, P1DT12H, -PT5M."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise TimerUnreadable(f"not a duration: {text}")
    sign = -1 if match["sign"] == "-" else 1
    parts = {name: float(match[name] or 0) for name in ("weeks", "days", "hours", "minutes", "seconds")}
    try:
        span = timedelta(**parts)
    except OverflowError as error:
        raise TimerUnreadable(f"beyond the calendar: {text}") from error
    return Duration(months=sign * (12 * int(match["years"] or 0) + int(match["months"] or 0)), span=sign * span)


def parse_cycle(text: str) -> Cycle:
    """An ISO 8601 repetition: R3/PT10M, R/P1D, R5/2030-01-01T00:00:00Z/P1M."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None:
        raise TimerUnreadable(f"not a repetition: {text}")
    step = parse_duration(match["second"])
    if step.after(datetime(2000, 1, 1, tzinfo=UTC)) <= datetime(2000, 1, 1, tzinfo=UTC):
        raise TimerUnreadable(f"a repetition needs a step forward: {text}")
    return Cycle(
        count=int(match["count"]) if match["count"] else None,
        step=step,
        start=parse_date(match["first"]) if match["first"] else None,
    )


def next_due(due: datetime, step: Duration, now: datetime) -> datetime:
    """The next due date of a repetition, in step with the last one; moments missed while nobody looked are skipped."""
    following = step.after(due)
    if following > now:
        return following
    # Months differ in length, so how often is searched for: after `missed` it may not have come, after `enough` it has.
    missed, enough = 1, 2
    while _is_missed(due, step, enough, now):
        missed, enough = enough, 2 * enough
    while enough - missed > 1:
        middle = (missed + enough) // 2
        missed, enough = (middle, enough) if _is_missed(due, step, middle, now) else (missed, middle)
    return step.after(due, enough)


def _is_missed(due: datetime, step: Duration, times: int, now: datetime) -> bool:
    try:
        return step.after(due, times) <= now
    except TimerUnreadable:  # beyond the calendar is certainly beyond now
        return False


def _add_months(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
