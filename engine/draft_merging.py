"""Two editors of one draft: their answers are brought together, and what both changed is theirs to decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

import forms
from engine import drafts, older_answers
from engine.drafts import SavedDraft
from engine.errors import NotFound, StaleRevision
from engine.identity import Actor, name_of
from engine.older_answers import CurrentForm
from engine.sources import FormSources
from forms import merging
from forms.merging import Conflict, Merged

ATTEMPTS = 3
"""How often two that save in the same instant are brought together anew."""
LONGEST = 300
"""Characters of a value that is shown for a choice."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What one editor has in front of them.

    `base` is what they had when they and the server last agreed: with it both sides are brought together, without it
    only revision `rev` is written over. `form_id` is the version of the form on their screen; None: the present one.
    """

    answers: Mapping[str, Any]
    rev: int
    base: Mapping[str, Any] | None = None
    form_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that both have changed: how each side reads, and the `value` that is kept until somebody decides."""

    path: Sequence[str]
    label: str
    mine: str
    theirs: str
    own: Any
    value: Any


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A draft that has been saved: `answers` says what it is now where it is not simply what was sent."""

    rev: int
    answers: Mapping[str, Any] | None = None
    differences: Sequence[Difference] = ()
    by: str | None = None
    """Who wrote the other side, and when."""
    at: datetime | None = None
    newer_form: UUID | None = None
    """The present version of the form, when another one is on the screen."""


def keep(session: Session, subject: str, actor: Actor, current: CurrentForm, typed: Typed, locale: str) -> Kept:
    """Save what was typed over its revision (StaleRevision when it is over), or where a base came along, merge it."""
    stored = drafts.find(session, subject, actor.person_id)
    answered = _answered(session, typed, stored, current)
    newer = current.id if answered != current.id else None
    if typed.base is not None:
        return _merged(session, subject, actor, current, typed, answered, locale)
    older = _left_behind(session, stored, current) if stored and answered == current.id else {}
    rev = drafts.save(session, subject, actor, typed.answers, typed.rev, form_id=answered, older=older)
    return Kept(rev=rev, newer_form=newer)


def _answered(session: Session, typed: Typed, stored: SavedDraft | None, current: CurrentForm) -> UUID | None:
    """The form version that was typed into; only one of this form, or the one that the draft is known to answer."""
    named = typed.form_id
    known = (None, current.id, stored.form_id if stored else None)
    if named not in known and not (named and older_answers.is_version_of(session, named, current.id)):
        named = None
    return named or current.id


def _left_behind(session: Session, stored: SavedDraft, current: CurrentForm) -> Mapping[str, Any]:
    """What the present form has no place for in a draft of an older one that is about to be written over."""
    return older_answers.of_draft(session, stored, current).older


def _merged(
    session: Session,
    subject: str,
    actor: Actor,
    current: CurrentForm,
    typed: Typed,
    answered: UUID | None,
    locale: str,
) -> Kept:
    mine = older_answers.brought_up(session, typed.answers, answered, current)
    base = older_answers.brought_up(session, typed.base or {}, answered, current).answers
    for attempt in range(ATTEMPTS):
        stored = drafts.find(session, subject, actor.person_id)
        theirs = older_answers.of_draft(session, stored, current) if stored else None
        merged = merging.merge(base, mine.answers, theirs.answers) if theirs else Merged(answers=mine.answers)
        older = older_answers.kept(theirs.older if theirs else {}, answered, mine.rest)
        try:
            rev = drafts.save(
                session, subject, actor, merged.answers, stored.rev if stored else 0, form_id=current.id, older=older
            )
        except StaleRevision:
            if attempt + 1 == ATTEMPTS:
                raise
            continue
        return Kept(
            rev=rev,
            answers=merged.answers,
            differences=_differences(session, actor, current, merged, mine.answers, locale),
            by=actor.name,
            at=stored.saved_at if stored else None,
            newer_form=current.id if answered != current.id else None,
        )
    raise StaleRevision


def take_over(
    session: Session,
    subject: str,
    actor: Actor,
    person_id: UUID,
    current: CurrentForm,
    typed: Typed,
    prefill: Mapping[str, Any],
    locale: str,
) -> Kept:
    """Bring the draft of somebody else into the actor's own, as far as the actor's form shows its fields.

    `prefill` is what the form begins with: both have begun from there. NotFound when there is no such draft.
    """
    found = drafts.find(session, subject, person_id) if person_id != actor.person_id else None
    if found is None:
        raise NotFound(kind="draft", id=str(person_id))
    brought = older_answers.brought_up(session, found.answers, found.form_id, current, personal=actor.may("personal"))
    begun, theirs = dict(prefill), brought.answers
    if current.form is not None:
        begun, theirs = current.form.fit(prefill)[0], current.form.fit(theirs)[0]
    merged = merging.merge(begun, typed.answers, merging.laid_over(begun, theirs))
    older = older_answers.kept({}, found.form_id, brought.rest)
    rev = drafts.save(
        session, subject, actor, merged.answers, typed.rev, form_id=current.id, older=older, taken=[person_id]
    )
    differences = _differences(session, actor, current, merged, typed.answers, locale)
    by = name_of(session, person_id)
    return Kept(rev=rev, answers=merged.answers, differences=differences, by=by, at=found.saved_at)


def _differences(
    session: Session, actor: Actor, current: CurrentForm, merged: Merged, mine: Mapping[str, Any], locale: str
) -> tuple[Difference, ...]:
    """The conflicts as people read them; what the form computes is nobody's to decide."""
    sources = FormSources(session, actor, locale, past=True)
    return tuple(
        _difference(conflict, current.form, mine, merged.answers, locale, sources)
        for conflict in merged.conflicts
        if current.form is None or not current.form.computes(conflict.path)
    )


def _difference(
    conflict: Conflict,
    form: forms.Form | None,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    locale: str,
    sources: forms.Sources,
) -> Difference:
    here = form.display_of(conflict.path, mine, locale, sources=sources) if form else None
    there = form.display_of(conflict.path, theirs, locale, sources=sources) if form else None
    return Difference(
        path=conflict.path,
        label=next((row.label for row in (here, there) if row and row.label), ".".join(conflict.path)),
        mine=_read(here, conflict.mine),
        theirs=_read(there, conflict.theirs),
        own=conflict.mine,
        value=conflict.theirs,
    )


def _read(row: forms.DisplayRow | None, value: Any) -> str:
    """One line that says what a side has."""
    if row is not None:
        said = ", ".join(_lines(row))
    else:
        said = value if isinstance(value, str) else "" if value is None else orjson.dumps(value).decode()
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _lines(row: forms.DisplayRow) -> Iterator[str]:
    if not row.rows:
        yield row.text
    for inner in row.rows:
        said = ", ".join(_lines(inner))
        yield f"{inner.label}: {said}" if inner.label else said
