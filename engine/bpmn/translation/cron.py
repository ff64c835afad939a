"""Cron lines become ISO 8601 repetitions, where both mean the same moments in every time zone.

That is so for every so many seconds or minutes of the hour. Hours and days depend on a time zone, which a cron line
does not name and a repetition does not have.
"""

import re

from engine.bpmn.translation.feel_text import Untranslatable

_FIELD = re.compile(r"[\d*/?,\-LW#A-Za-z]+")
_STEP = re.compile(r"(?:\*|0)/(\d+)|\*")
_EVERY = frozenset({"*", "?", "*/1", "0/1", "1/1", "1-7", "0-23", "1-31", "1-12"})
_ANCHOR = "2000-01-01T00:00:00Z"


def is_cron(text: str) -> bool:
    """Whether a text looks like a cron line of Quartz: six or seven fields."""
    fields = text.split()
    return len(fields) in (6, 7) and all(_FIELD.fullmatch(field) for field in fields)


def repetition(text: str) -> str:
    """The repetition; Untranslatable where there is none of the same meaning."""
    seconds, minutes, *rest = text.split()
    if not _EVERY.issuperset(rest):
        raise Untranslatable("a cron line with hours or days depends on a time zone")
    step, of_minute = _STEP.fullmatch(seconds), _STEP.fullmatch(minutes)
    if minutes == "*" and step is not None and 60 % int(step[1] or 1) == 0:
        return f"R/{_ANCHOR}/PT{int(step[1] or 1)}S"
    if seconds == "0" and of_minute is not None and 60 % int(of_minute[1] or 1) == 0:
        return f"R/{_ANCHOR}/PT{int(of_minute[1] or 1)}M"
    raise Untranslatable("this cron line has no equal among repetitions")
