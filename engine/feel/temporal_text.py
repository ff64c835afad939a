"""Any date, time or duration from its ISO 8601 text."""

from engine.feel.dates import Date, DateTime, Time, parse_date, parse_date_time, parse_time
from engine.feel.durations import DayTimeDuration, YearMonthDuration, parse_duration

Temporal = Date | DateTime | Time | DayTimeDuration | YearMonthDuration


def parse_temporal(text: str) -> Temporal | None:
    """The value that `@"text"` stands for; None when the text names no date, time or duration."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text:
        return parse_date_time(text)
    return parse_time(text) if ":" in text else parse_date(text)
