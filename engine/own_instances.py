"""What a person started, and what has become of it: where each instance waits, or how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue
from engine.catalogue import Definition
from engine.identity import Actor

_MINE = text(
    "SELECT id, definition_id, business_key, title, state, started_at, ended_at FROM process_instance "
    "WHERE started_by = :me AND (:text = '' OR title ILIKE :pattern OR business_key ILIKE :pattern) "
    "ORDER BY ended_at IS NOT NULL, COALESCE(ended_at, started_at) DESC, id LIMIT :limit"
)
_WAITING = text(
    "SELECT DISTINCT instance_id, element_id FROM ("
    "SELECT instance_id, element_id FROM user_task WHERE instance_id = ANY(:ids) AND state = 'open' "
    "UNION ALL SELECT instance_id, element_id FROM job WHERE instance_id = ANY(:ids) "
    "AND state IN ('available', 'running', 'failed') "
    "UNION ALL SELECT instance_id, element_id FROM timer WHERE instance_id = ANY(:ids) "
    "UNION ALL SELECT instance_id, element_id FROM subscription WHERE instance_id = ANY(:ids)) w ORDER BY element_id"
)
_LAST_STEPS = text(
    "SELECT DISTINCT ON (instance_id) instance_id, data -> 'steps' AS steps FROM history_event "
    "WHERE instance_id = ANY(:ids) AND jsonb_exists(data, 'steps') ORDER BY instance_id, id DESC"
)


@dataclass(frozen=True, kw_only=True)
class StartedRow:
    """One instance; `places` are the names of what it waits at, or of the end it came to."""

    id: UUID
    process_name: str
    business_key: str
    title: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    places: tuple[str, ...]


def listed(session: Session, actor: Actor, *, locale: str, search: str = "", limit: int = 50) -> list[StartedRow]:
    """What the actor started: what still runs first, and of each the newest first."""
    authz.require_person(actor)
    pattern = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    params = {"me": actor.person_id, "text": search, "pattern": pattern, "limit": limit}
    rows = session.execute(_MINE, params).all()
    places = _places(session, rows)
    return [_shown(session, row, places.get(row.id, ()), locale) for row in rows]


def _shown(session: Session, row: Row[Any], places: Iterable[str], locale: str) -> StartedRow:
    definition = catalogue.definition(session, row.definition_id)
    return StartedRow(
        id=row.id,
        process_name=definition.title(locale),
        business_key=row.business_key,
        title=row.title,
        state=row.state,
        started_at=row.started_at,
        ended_at=row.ended_at,
        places=tuple(definition.element_name(place, locale) for place in places if _named(definition, place)),
    )


def _places(session: Session, rows: Iterable[Row[Any]]) -> dict[UUID, list[str]]:
    """Element ids by instance: what it waits at, or the last end event it came to."""
    found: dict[UUID, list[str]] = {}
    for waiting in session.execute(_WAITING, {"ids": [row.id for row in rows if row.ended_at is None]}):
        found.setdefault(waiting.instance_id, []).append(waiting.element_id)
    for last in session.execute(_LAST_STEPS, {"ids": [row.id for row in rows if row.ended_at is not None]}):
        completed = [step[1] for step in last.steps if step[0] == "completed" and len(step) < 4]
        found[last.instance_id] = completed[-1:]
    return found


def _named(definition: Definition, element_id: str) -> bool:
    """Something drawn with a name; what only listens beside work, or begins an event sub-process, is left out."""
    activity = definition.activity(element_id)
    return activity is not None and bool(activity.name) and activity.kind not in ("boundaryEvent", "startEvent")
