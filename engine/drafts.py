"""Unfinished answers, kept per person and subject so that nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel import Session

from engine import clock
from engine.errors import FileRefused, NotLoggedIn, StaleRevision
from engine.identity import Actor

LARGEST = 512 * 1024
"""The largest draft in bytes of JSON; forms hold answers, not documents."""

_FIND = text("SELECT answers, rev, saved_at FROM draft WHERE subject = :subject AND person_id = :person")
# A save that comes again because its answer was lost changes nothing and is answered as it was.
_SAVE = text(
    "INSERT INTO draft AS d (subject, person_id, answers, rev, saved_at) "
    "VALUES (:subject, :person, CAST(:answers AS jsonb), 1, :now) "
    "ON CONFLICT (subject, person_id) DO UPDATE SET answers = excluded.answers, saved_at = excluded.saved_at, "
    "rev = CASE WHEN d.answers = excluded.answers THEN d.rev ELSE d.rev + 1 END "
    "WHERE d.rev = :rev OR d.answers = excluded.answers RETURNING rev"
)
_DROP = text("DELETE FROM draft WHERE subject = :subject AND person_id = :person")


@dataclass(frozen=True, kw_only=True)
class SavedDraft:
    """A draft as it stands: its answers, revision and the moment it was saved."""

    answers: Mapping[str, Any]
    rev: int
    saved_at: datetime


def of_task(task_id: UUID) -> str:
    """The subject of drafts of a user task."""
    return f"task:{task_id}"


def of_start(process_key: str) -> str:
    """The subject of drafts of a start form."""
    return f"start:{process_key}"


def find(session: Session, subject: str, person_id: UUID | None) -> SavedDraft | None:
    """The person's draft, None when there is none."""
    row = session.execute(_FIND, {"subject": subject, "person": person_id}).first()
    return None if row is None else SavedDraft(answers=row.answers, rev=row.rev, saved_at=row.saved_at)


def save(session: Session, subject: str, actor: Actor, answers: Mapping[str, Any], rev: int) -> int:
    """Keep the answers over revision `rev` (0: none yet); returns their revision. StaleRevision when it is over."""
    if actor.person_id is None:
        raise NotLoggedIn
    written = orjson.dumps(answers)
    if len(written) > LARGEST:
        raise FileRefused(filename="draft", reason=f"it is larger than {LARGEST // 1024} KiB")
    found: int | None = session.execute(
        _SAVE,
        {
            "subject": subject,
            "person": actor.person_id,
            "answers": written.decode(),
            "rev": rev,
            "now": clock.now(),
        },
    ).scalar()
    if found is None:
        raise StaleRevision
    return found


def drop(session: Session, subject: str, person_id: UUID | None) -> None:
    """Forget a draft."""
    session.execute(_DROP, {"subject": subject, "person": person_id})
