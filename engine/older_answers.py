"""Answers to an older version of a form: what becomes of them in the present one, and what is left to copy from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

import forms
from engine import catalogue
from engine.drafts import SavedDraft
from forms import merging

_VERSIONS = text(
    "SELECT n.key, o.key = n.key AS same, o.version AS old, n.version AS new FROM form_definition o, form_definition n "
    "WHERE o.id = :old AND n.id = :new"
)
_TAGS = text(
    "SELECT version_tag, max(version) AS version FROM form_definition WHERE key = :key AND version_tag <> '' "
    "GROUP BY version_tag"
)
# The version that was in service at a moment; the one that is asked about must have come later.
_BEFORE = text(
    "SELECT n.key, max(o.version) AS version FROM form_definition n "
    "JOIN deployment nd ON nd.id = n.deployment_id AND nd.deployed_at > :moment "
    "JOIN form_definition o ON o.key = n.key "
    "JOIN deployment od ON od.id = o.deployment_id AND od.deployed_at <= :moment "
    "WHERE n.id = :form GROUP BY n.key"
)
_SAME_KEY = text(
    "SELECT 1 FROM form_definition o JOIN form_definition n ON n.key = o.key WHERE o.id = :old AND n.id = :new"
)


@dataclass(frozen=True, kw_only=True)
class CurrentForm:
    """A form as one person fills it in now, with the id of its version; both None where there is no form."""

    id: UUID | None
    form: forms.Form | None


@dataclass(frozen=True, kw_only=True)
class BroughtUp:
    """Answers as the present form can hold them, and what it has no place for."""

    answers: dict[str, Any]
    rest: dict[str, Any]


def is_version_of(session: Session, form_id: UUID, other: UUID | None) -> bool:
    """Whether both are versions of one form."""
    return session.execute(_SAME_KEY, {"old": form_id, "new": other}).first() is not None


def brought_up(
    session: Session, answers: Mapping[str, Any], answered: UUID | None, current: CurrentForm, *, personal: bool = True
) -> BroughtUp:
    """Answers to the form version `answered` for the present one. Those to another form altogether only move over.

    `personal` says whether the rest may hold answers to personal fields.
    """
    if current.form is None or answered is None or answered == current.id:
        return BroughtUp(answers=dict(answers), rest={})
    old = catalogue.form(session, answered)
    cast = _cast(session, old.typed(answers), answered, current)
    fitting, rest = current.form.fit(cast)
    if not personal:
        rest, _ = catalogue.form(session, answered, personal=False).fit(rest)
    return BroughtUp(answers=fitting, rest=rest)


def _cast(session: Session, answers: Mapping[str, Any], answered: UUID, current: CurrentForm) -> Mapping[str, Any]:
    versions = session.execute(_VERSIONS, {"old": answered, "new": current.id}).one()
    if current.form is None or (versions.same and versions.old >= versions.new):
        return answers
    # An instance may have moved to another form: its versions say nothing of the numbers in the up-casts.
    return current.form.upcast(answers, versions.old if versions.same else 0, _tags(session, versions.key))


def _tags(session: Session, key: str) -> dict[str, int]:
    return {row.version_tag: row.version for row in session.execute(_TAGS, {"key": key})}


def of_draft(session: Session, draft: SavedDraft, current: CurrentForm) -> SavedDraft:
    """A draft as answers to the present form; what that has no place for stands with the older answers."""
    brought = brought_up(session, draft.answers, draft.form_id, current)
    form_id = current.id or draft.form_id
    return replace(
        draft, answers=brought.answers, form_id=form_id, older=kept(draft.older, draft.form_id, brought.rest)
    )


def kept(older: Mapping[str, Any], answered: UUID | None, rest: Mapping[str, Any]) -> dict[str, Any]:
    """The older answers with the rest of one more form version."""
    if not rest:
        return dict(older)
    return {**older, str(answered): merging.laid_over(older.get(str(answered), {}), rest)}


def shown(
    session: Session, older: Mapping[str, Any], locale: str, sources: forms.Sources
) -> tuple[forms.DisplayRow, ...]:
    """The older answers to read and to copy from, under the labels of the forms that asked for them."""
    return tuple(
        row
        for form_id, answers in older.items()
        for row in catalogue.form(session, UUID(form_id)).display_held(answers, locale, sources=sources)
    )


def supplemented(session: Session, held: Mapping[str, Any], current: CurrentForm, since: datetime) -> dict[str, Any]:
    """The variables of an instance that began at `since`, and what a form that has come later asks for instead."""
    if current.form is None or not current.form.upcasts:
        return dict(held)
    before = session.execute(_BEFORE, {"form": current.id, "moment": since}).first()
    if before is None:
        return dict(held)
    return current.form.supplement(held, before.version, _tags(session, before.key))
