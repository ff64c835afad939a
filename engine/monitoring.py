"""Figures about what runs and what waits, read-only, for people with the right "monitor"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from engine import authz, catalogue, clock
from engine.db import settings_of
from engine.identity import Actor

TREND_DAYS = 13
THROUGHPUT_DAYS = 30
LISTED = 20


@dataclass(frozen=True, kw_only=True)
class Day:
    """How many instances were started and completed on one day."""

    day: date
    started: int
    completed: int


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """The open work of one candidate group; `load` is its length against the longest queue, in percent."""

    group: str
    name: str
    open: int
    overdue: int
    median_wait: timedelta
    load: int


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many of the user tasks with a due date were completed in time since the first of the month, in percent."""

    name: str
    kept: int
    of: int


@dataclass(frozen=True, kw_only=True)
class OverdueTask:
    """An open user task whose due date has passed."""

    id: UUID
    name: str
    process_name: str
    business_key: str
    instance_id: UUID
    due_at: datetime
    assignee_name: str
    group_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the overview page shows; `trends` holds 13 daily figures for each of the four numbers, oldest first."""

    running: int
    completed_today: int
    overdue: int
    incidents: int
    trends: dict[str, list[int]]
    throughput: Sequence[Day]
    queues: Sequence[QueueRow]
    limits: Sequence[Limit]
    overdue_tasks: Sequence[OverdueTask]


def overview(session: Session, actor: Actor, locale: str) -> Overview:
    """All figures of the overview at this moment; days are those of the installation's time zone."""
    authz.require(actor, "monitor")
    now, zone = clock.now(), settings_of(session).zone
    today = now.astimezone(zone).date()
    span = _Span(now=now, first=today - timedelta(days=THROUGHPUT_DAYS - 1), today=today, zone=zone)
    totals = session.execute(text(TOTALS), {"now": now}).one()
    started = _per_day(session, STARTED, span)
    completed = _per_day(session, COMPLETED, span)
    return Overview(
        running=totals.running,
        completed_today=completed[-1],
        overdue=totals.overdue,
        incidents=totals.incidents,
        trends={
            "running": _levels(totals.running, started, _per_day(session, ENDED, span)),
            "completed": completed[-TREND_DAYS:],
            "overdue": _levels(
                totals.overdue, _per_day(session, FELL_DUE, span), _per_day(session, NO_LONGER_DUE, span)
            ),
            "incidents": _levels(totals.incidents, _per_day(session, OPENED, span), _per_day(session, RESOLVED, span)),
        },
        throughput=[
            Day(day=day, started=begun, completed=ended)
            for day, begun, ended in zip(span.days, started, completed, strict=True)
        ],
        queues=_queues(session, locale, now),
        limits=_limits(session, locale, today, zone),
        overdue_tasks=_overdue_tasks(session, locale, now),
    )


@dataclass(frozen=True, kw_only=True)
class _Span:
    now: datetime
    first: date
    today: date
    zone: ZoneInfo

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.today - self.first).days + 1)]


TOTALS = """
SELECT (SELECT count(*) FROM process_instance WHERE state IN ('active', 'suspended')) AS running,
       (SELECT count(*) FROM user_task WHERE state = 'open' AND due_at < :now) AS overdue,
       (SELECT count(*) FROM incident WHERE state = 'open') AS incidents
"""
STARTED = "SELECT started_at AS moment FROM process_instance WHERE started_at >= :since"
ENDED = "SELECT ended_at AS moment FROM process_instance WHERE ended_at >= :since"
COMPLETED = "SELECT ended_at AS moment FROM process_instance WHERE ended_at >= :since AND state = 'completed'"
FELL_DUE = """
SELECT due_at AS moment FROM user_task
WHERE due_at >= :since AND due_at < :now
  AND (state = 'open' OR completed_at > due_at)
"""
NO_LONGER_DUE = """
SELECT completed_at AS moment FROM user_task
WHERE completed_at >= :since AND completed_at > due_at
"""
OPENED = "SELECT created_at AS moment FROM incident WHERE created_at >= :since"
RESOLVED = "SELECT resolved_at AS moment FROM incident WHERE resolved_at >= :since"


def _per_day(session: Session, moments: str, span: _Span) -> list[int]:
    """How many of the moments a query gives fall on each day of the span."""
    statement = text(
        f"SELECT (moment AT TIME ZONE :zone)::date AS day, count(*) AS number FROM ({moments}) AS moments GROUP BY 1"
    )
    since = datetime(span.first.year, span.first.month, span.first.day, tzinfo=span.zone)
    values = {"zone": span.zone.key, "since": since}
    if ":now" in moments:
        values["now"] = span.now
    found = {row.day: row.number for row in session.execute(statement, values)}
    return [found.get(day, 0) for day in span.days]


def _levels(now: int, came: list[int], went: list[int]) -> list[int]:
    """The level at the end of each of the last days, counted back from the present one: no scan of the whole past."""
    levels = [now]
    for arrived, left in list(zip(came, went, strict=True))[:-TREND_DAYS:-1]:
        levels.append(max(0, levels[-1] - arrived + left))
    return levels[::-1]


QUEUES = """
WITH waiting AS (
  SELECT unnest(candidate_groups) AS key, due_at, created_at FROM user_task WHERE state = 'open'
)
SELECT waiting.key, coalesce(g.names ->> :locale, g.name, waiting.key) AS name, count(*) AS open,
       count(*) FILTER (WHERE due_at < :now) AS overdue,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM :now - created_at)) AS wait,
       max(count(*)) OVER () AS longest
FROM waiting LEFT JOIN candidate_group AS g ON g.key = waiting.key
GROUP BY waiting.key, g.names, g.name
ORDER BY open DESC, waiting.key
"""


def _queues(session: Session, locale: str, now: datetime) -> list[QueueRow]:
    return [
        QueueRow(
            group=row.key,
            name=row.name,
            open=row.open,
            overdue=row.overdue,
            median_wait=timedelta(seconds=max(0, round(row.wait))),
            load=round(100 * row.open / row.longest),
        )
        for row in session.execute(text(QUEUES), {"now": now, "locale": locale})
    ]


LIMITS = """
SELECT (array_agg(t.definition_id ORDER BY t.completed_at DESC))[1] AS definition_id, d.key,
       count(*) AS number, count(*) FILTER (WHERE t.completed_at <= t.due_at) AS kept
FROM user_task AS t JOIN process_definition AS d ON d.id = t.definition_id
WHERE t.state = 'completed' AND t.due_at IS NOT NULL AND t.completed_at >= :since
GROUP BY d.key ORDER BY d.key
"""


def _limits(session: Session, locale: str, today: date, zone: ZoneInfo) -> list[Limit]:
    since = datetime(today.year, today.month, 1, tzinfo=zone)
    return [
        Limit(
            name=catalogue.definition(session, row.definition_id).title(locale),
            kept=round(100 * row.kept / row.number),
            of=row.number,
        )
        for row in session.execute(text(LIMITS), {"since": since})
    ]


OVERDUE = """
SELECT t.id, t.element_id, t.definition_id, t.instance_id, t.due_at, i.business_key,
       coalesce(p.names ->> :locale, p.name, '') AS assignee_name,
       ARRAY(SELECT coalesce(g.names ->> :locale, g.name) FROM candidate_group AS g
             WHERE g.key = ANY(t.candidate_groups) ORDER BY g.key) AS group_names
FROM user_task AS t
JOIN process_instance AS i ON i.id = t.instance_id
LEFT JOIN person AS p ON p.id = t.assignee_id
WHERE t.state = 'open' AND t.due_at < :now
ORDER BY t.due_at LIMIT :limit
"""


def _overdue_tasks(session: Session, locale: str, now: datetime) -> list[OverdueTask]:
    rows = session.execute(text(OVERDUE), {"now": now, "locale": locale, "limit": LISTED})
    return [_overdue_task(session, row, locale) for row in rows]


def _overdue_task(session: Session, row: Any, locale: str) -> OverdueTask:
    definition = catalogue.definition(session, row.definition_id)
    return OverdueTask(
        id=row.id,
        name=definition.element_name(row.element_id, locale),
        process_name=definition.title(locale),
        business_key=row.business_key,
        instance_id=row.instance_id,
        due_at=row.due_at,
        assignee_name=row.assignee_name,
        group_names=tuple(row.group_names),
    )
