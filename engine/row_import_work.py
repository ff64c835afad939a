"""The worker's part of imports: judge the rows of a table by their form, and start the process for the good ones.

A row is judged or started in the transaction that says so: a worker that is killed has done it or has not, and whoever
comes next goes on with the rest. Several workers share an import; what one has taken, others skip.
"""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import clock, identity, instances, traces
from engine.db import Database
from engine.errors import BihuanError, FormInvalid
from engine.identity import Actor
from engine.json_text import dumps
from engine.models import ImportState, RowState
from engine.row_imports import as_json

logger = logging.getLogger(__name__)

JUDGED_AT_ONCE = 100
STARTED_AT_ONCE = 20

_OPEN = text(
    "SELECT id, process_key, locale, state, created_by FROM row_import WHERE state IN ('judging', 'starting') "
    "ORDER BY created_at, id"
)
_NEXT = text(
    "SELECT r.line, r.answers, r.errors FROM import_row r JOIN row_import i ON i.id = r.import_id "
    "WHERE r.import_id = :id AND r.state = :waiting AND i.state = :state "
    "ORDER BY r.line LIMIT :limit FOR UPDATE OF r SKIP LOCKED"
)
_TOLD = text(
    "UPDATE import_row SET state = :state, errors = CAST(:errors AS jsonb), instance_id = :instance_id "
    "WHERE import_id = :id AND line = :line"
)
# The last statement of a chunk, and the only lock that workers contend for.
_COUNTED = text(
    "UPDATE row_import SET good = good + :good, bad = bad + :bad, started = started + :started WHERE id = :id"
)
_ENDED = text(
    "UPDATE row_import i SET state = :next, ended_at = :ended WHERE id = :id AND state = :state "
    "AND NOT EXISTS (SELECT FROM import_row WHERE import_id = i.id AND state = :waiting)"
)


def work(database: Database) -> int:
    """Judge or start the next rows of every import; returns how many were."""
    with database.reading() as session:
        found = session.execute(_OPEN).all()
    return sum(_judge(database, row) if row.state == ImportState.JUDGING else _start(database, row) for row in found)


def _judge(database: Database, table: Row[Any]) -> int:
    with database.transaction() as session:
        rows = _next(session, table, RowState.WAITING, JUDGED_AT_ONCE)
        if not rows:
            _end(session, table, RowState.WAITING, ImportState.JUDGED)
            return 0
        actor, refusal = _bringer(session, table)
        told = [_told(table, row, _wrong(session, actor, table, row) if actor else [refusal]) for row in rows]
        session.execute(_TOLD, told)
        bad = sum(row["state"] == RowState.BAD for row in told)
        session.execute(_COUNTED, {"id": table.id, "good": len(rows) - bad, "bad": bad, "started": 0})
        return len(rows)


def _bringer(session: Session, table: Row[Any]) -> tuple[Actor | None, dict[str, Any] | None]:
    """Who brought the table, or why nothing is done for them any more: every row then says so."""
    try:
        return identity.actor_of_person(session, table.created_by), None
    except BihuanError as refused:
        return None, _refusal(refused)


def _wrong(session: Session, actor: Actor, table: Row[Any], row: Row[Any]) -> list[dict[str, Any]]:
    """All that is wrong with a row: cells that cannot be read, and what the form says of the others."""
    unread = list(row.errors or ())
    try:
        instances.judge(session, actor, table.process_key, row.answers)
    except FormInvalid as invalid:
        told = {error["component_id"] for error in unread}
        return unread + [as_json(error) for error in invalid.errors if error.component_id not in told]
    except BihuanError as refused:
        return [*unread, _refusal(refused)]
    return unread


def _told(table: Row[Any], row: Row[Any], wrong: Sequence[Any], instance_id: UUID | None = None) -> dict[str, Any]:
    good = RowState.STARTED if instance_id else RowState.GOOD
    return {
        "id": table.id,
        "line": row.line,
        "state": RowState.BAD if wrong else good,
        "errors": dumps(wrong) if wrong else None,
        "instance_id": instance_id,
    }


def _start(database: Database, table: Row[Any]) -> int:
    for started in range(STARTED_AT_ONCE):
        with database.transaction() as session:
            rows = _next(session, table, RowState.GOOD, 1)
            if not rows:
                _end(session, table, RowState.GOOD, ImportState.COMPLETED)
                return started
            _start_one(session, table, rows[0])
    return STARTED_AT_ONCE


def _start_one(session: Session, table: Row[Any], row: Row[Any]) -> None:
    instance_id, wrong = None, []
    try:
        with session.begin_nested():
            # With the rights that this person has now.
            actor = identity.actor_of_person(session, table.created_by)
            begun = instances.start(session, actor, table.process_key, row.answers, locale=table.locale)
            instance_id = begun.instance_id
    except FormInvalid as invalid:
        wrong = [as_json(error) for error in invalid.errors]
    except BihuanError as refused:
        wrong = [_refusal(refused)]
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one row is told of that row
        logger.warning("import %s: line %s failed: %s", table.id, row.line, traces.of(error))
        wrong = [{"code": "unexpected", "params": {}, "component_id": "", "path": [], "own": {}}]
    session.execute(_TOLD, _told(table, row, wrong, instance_id))
    session.execute(_COUNTED, {"id": table.id, "good": -1, "bad": int(bool(wrong)), "started": int(not wrong)})


def _refusal(refused: BihuanError) -> dict[str, Any]:
    return {"code": refused.code, "params": refused.params, "component_id": "", "path": [], "own": {}}


def _next(session: Session, table: Row[Any], waiting: RowState, limit: int) -> Sequence[Row[Any]]:
    wanted = {"id": table.id, "waiting": waiting, "state": table.state, "limit": limit}
    return session.execute(_NEXT, wanted).all()


def _end(session: Session, table: Row[Any], waiting: RowState, following: ImportState) -> None:
    """Turn the import on when nothing is left; other workers' rows are still theirs until then."""
    ended = clock.now() if following == ImportState.COMPLETED else None
    turn = {"id": table.id, "state": table.state, "waiting": waiting, "next": following, "ended": ended}
    session.execute(_ENDED, turn)
