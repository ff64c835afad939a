"""Unfinished answers, kept per person and subject so that nothing typed is ever lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

_COLUMNS = "answers, rev, saved_at, form_id, older, taken"
_FIND = text(f"SELECT {_COLUMNS} FROM draft WHERE subject = :subject AND person_id = :person")
_OTHERS = text(
    "SELECT d.person_id, p.name, d.saved_at FROM draft d JOIN person p ON p.id = d.person_id "
    "WHERE d.subject = :subject AND d.person_id <> :person AND d.person_id <> ALL(CAST(:taken AS uuid[])) "
    "ORDER BY d.saved_at DESC"
)
# A save that comes again because its answer was lost changes nothing and is answered as it was.
_SAVE = text(
    "INSERT INTO draft AS d (subject, person_id, answers, rev, saved_at, form_id, older, taken) VALUES "
    "(:subject, :person, CAST(:answers AS jsonb), 1, :now, :form, CAST(:older AS jsonb), CAST(:taken AS uuid[])) "
    "ON CONFLICT (subject, person_id) DO UPDATE SET answers = excluded.answers, saved_at = excluded.saved_at, "
    "form_id = excluded.form_id, older = d.older || excluded.older, taken = d.taken || excluded.taken, "
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
    form_id: UUID | None = None
    """The version of the form that they answer; None where there is none, or nobody has said."""
    older: Mapping[str, Any] = field(default_factory=dict)
    """By the id of an older version of the form: the answers to it that no later one could hold."""
    taken: Sequence[UUID] = ()
    """The people whose drafts have been taken over into this one."""


@dataclass(frozen=True, kw_only=True)
class OfferedDraft:
    """That somebody else had begun to answer."""

    person_id: UUID
    name: str
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
    return None if row is None else SavedDraft(**row._mapping)


def offered(session: Session, subject: str, person_id: UUID | None) -> tuple[OfferedDraft, ...]:
    """The drafts of others on the same subject that have not been taken over yet, newest first."""
    own = find(session, subject, person_id)
    given = {"subject": subject, "person": person_id, "taken": list(own.taken) if own else []}
    return tuple(OfferedDraft(**row._mapping) for row in session.execute(_OTHERS, given))


def save(
    session: Session,
    subject: str,
    actor: Actor,
    answers: Mapping[str, Any],
    rev: int,
    *,
    form_id: UUID | None = None,
    older: Mapping[str, Any] | None = None,
    taken: Sequence[UUID] = (),
) -> int:
    """Keep the answers over revision `rev` (0: none yet); returns their revision. StaleRevision when it is over.

    What is already kept of `older` forms and of drafts `taken` over stays; these are added.
    """
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
            "form": form_id,
            "older": orjson.dumps(older or {}).decode(),
            "taken": list(taken),
        },
    ).scalar()
    if found is None:
        raise StaleRevision
    return found


def drop(session: Session, subject: str, person_id: UUID | None) -> None:
    """Forget a draft."""
    session.execute(_DROP, {"subject": subject, "person": person_id})
