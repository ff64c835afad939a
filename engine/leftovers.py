"""What nobody will ask for again is removed: uploads nobody sent, drafts of tasks done, old commands and tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from engine import attachments, clock
from engine.db import Database

UPLOAD_DAYS = 1
"""Until a file that no submission has taken is given up."""
COMMAND_DAYS = 30
"""How long a repeated command is answered with its first result."""
DRAFT_DAYS = 1
"""How long the draft of a task that is done is kept, for whoever was writing when somebody else was quicker."""
IMPORT_DAYS = 30
"""How long the rows of a table are kept after it was brought, begun or not; what they started is not theirs."""
BATCH = 1_000

_UPLOADS = text(
    "DELETE FROM attachment WHERE id IN (SELECT id FROM attachment WHERE instance_id IS NULL AND created_at < :before "
    "ORDER BY created_at LIMIT :batch FOR UPDATE SKIP LOCKED) RETURNING path"
)
_KNOWN = text("SELECT id FROM attachment WHERE id = ANY(:ids)")
_DRAFTS = text(
    "DELETE FROM draft d WHERE d.saved_at < :before AND d.subject LIKE 'task:%' AND NOT EXISTS "
    "(SELECT FROM ONLY user_task t WHERE t.id = CAST(substr(d.subject, 6) AS uuid) AND t.state = 'open') "
    "RETURNING 1"
)
_COMMANDS = text(
    "DELETE FROM command WHERE ctid = ANY(ARRAY(SELECT ctid FROM command WHERE at < :before LIMIT :batch)) RETURNING 1"
)
_IMPORTS = text(
    "WITH gone AS (DELETE FROM row_import WHERE created_at < :before AND state NOT IN ('judging', 'starting') "
    "RETURNING id), emptied AS (DELETE FROM import_row WHERE import_id IN (SELECT id FROM gone)) SELECT id FROM gone"
)
_ATTEMPTS = text('DELETE FROM attempt WHERE "window" < :before')
_SESSIONS = text("DELETE FROM login_session WHERE expires_at < :now")


@dataclass(frozen=True, kw_only=True)
class Removed:
    """How many of each."""

    uploads: int
    stray_files: int
    drafts: int
    commands: int
    tables: int


def sweep(database: Database) -> Removed:
    """Remove them all, in small transactions; what a crash leaves behind is found the next time."""
    now = clock.now()
    with database.transaction() as session:
        session.execute(_ATTEMPTS, {"before": now - timedelta(days=1)})
        session.execute(_SESSIONS, {"now": now})
        drafts = session.execute(_DRAFTS, {"before": now - timedelta(days=DRAFT_DAYS)}).scalars().all()
        tables = session.execute(_IMPORTS, {"before": now - timedelta(days=IMPORT_DAYS)}).scalars().all()
    before = now - timedelta(days=UPLOAD_DAYS)
    return Removed(
        uploads=_uploads(database, before),
        stray_files=_stray_files(database, before),
        drafts=len(drafts),
        commands=_commands(database, now - timedelta(days=COMMAND_DAYS)),
        tables=len(tables),
    )


def _uploads(database: Database, before: datetime) -> int:
    removed = 0
    while True:
        with database.transaction() as session:
            paths = session.execute(_UPLOADS, {"before": before, "batch": BATCH}).scalars().all()
        # The rows first: bytes without a row are found by their name, a row without bytes would be a broken link.
        for path in paths:
            attachments.discard(database.settings, path)
        removed += len(paths)
        if len(paths) < BATCH:
            return removed


def _stray_files(database: Database, before: datetime) -> int:
    """Bytes that no row knows: their process was killed while they came in. Only the last months are looked at."""
    months = {moment.strftime("%Y/%m") for moment in (before, before - timedelta(days=31))}
    removed = 0
    for month in sorted(months):
        old = [found for found in attachments.stored(database.settings, month) if _made(found) < before]
        for start in range(0, len(old), BATCH):
            removed += _discard_unknown(database, month, old[start : start + BATCH])
    return removed


def _discard_unknown(database: Database, month: str, ids: Iterable[UUID]) -> int:
    with database.reading() as session:
        known = set(session.execute(_KNOWN, {"ids": list(ids)}).scalars())
    strays = [found for found in ids if found not in known]
    for stray in strays:
        attachments.discard(database.settings, f"{month}/{stray}")
    return len(strays)


def _made(file_id: UUID) -> datetime:
    """When an id of ours was drawn: it begins with the milliseconds (RFC 9562)."""
    return datetime.fromtimestamp((file_id.int >> 80) / 1000, UTC)


def _commands(database: Database, before: datetime) -> int:
    removed = 0
    while True:
        with database.transaction() as session:
            found = session.execute(_COMMANDS, {"before": before, "batch": BATCH}).scalars().all()
        removed += len(found)
        if len(found) < BATCH:
            return removed
