"""Forms meet instances: what a person sees when a form opens, and what counts of what they submit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

import forms
from engine import attachments, catalogue, clock, feel, older_answers
from engine.bpmn import Activity
from engine.db import settings_of
from engine.drafts import OfferedDraft, SavedDraft
from engine.errors import FormInvalid
from engine.identity import SYSTEM, Actor
from engine.older_answers import CurrentForm
from engine.sources import FormSources
from forms import FileInfo, merging

_TEMPLATE = re.compile(r"{{(.*?)}}", re.DOTALL)

Files = Mapping[str, Sequence[UUID]]
"""Uploaded files of a submission: the form's key of the selection → the ids of the stored files."""


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """A form as one person sees it: localised schema, data (a draft laid over it), and the draft's revision."""

    schema: Mapping[str, Any]
    data: Mapping[str, Any]
    draft_rev: int = 0
    draft_saved_at: datetime | None = None
    read_only: bool = False
    form_id: UUID | None = None
    """The version of the form; a draft is saved with it."""
    older: Sequence[forms.DisplayRow] = ()
    """Answers of the draft to older versions of the form that no field holds any more, to copy from."""
    offered: Sequence[OfferedDraft] = ()
    """Drafts that others have left behind and that can be taken over."""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A submission that stands: its data, and the files that came with it."""

    data: dict[str, Any]
    file_ids: tuple[UUID, ...] = ()


def accept(
    session: Session,
    actor: Actor,
    form: forms.Form | None,
    seen: Mapping[str, Any],
    answers: Mapping[str, Any],
    files: Files,
) -> Accepted:
    """Judge a submission by its form; FormInvalid with every error at once. Without a form, answers are variables."""
    if form is None:
        return Accepted(data=dict(answers))
    stored = {key: attachments.pending(session, actor, ids) for key, ids in files.items() if ids}
    submission = form.submit(
        dict(seen),
        dict(answers),
        files={key: [_info(file) for file in group] for key, group in stored.items()},
        zone=settings_of(session).zone,
        now=clock.now(),
        sources=FormSources(session, actor),
    )
    if submission.errors:
        raise FormInvalid(submission.errors)
    return Accepted(data=submission.data, file_ids=tuple(file.id for group in stored.values() for file in group))


def _info(file: Any) -> FileInfo:
    return FileInfo(
        filename=file.filename, content_type=file.content_type, size=file.size, sha256=file.sha256, id=str(file.id)
    )


def form_of(
    session: Session, form_id: UUID | None, activity: Activity | None = None, reader: Actor | None = None
) -> forms.Form | None:
    """The form with the field rights of the step that uses it; None where there is no form.

    `reader` is who reads what others have answered: without the right "personal" they see no personal field that the
    step does not name. Nobody reads where people only answer about themselves.
    """
    if form_id is None:
        return None
    rights = _rights(activity)
    return catalogue.form(session, form_id, rights, personal=reader is None or reader.may("personal"))


def form_to_read(session: Session, form_id: UUID, activity: Activity | None, reader: Actor) -> forms.Form:
    """The form as it is drawn, for reading what was answered; without personal fields as in `form_of`."""
    if reader.may("personal"):
        return catalogue.form(session, form_id)
    return catalogue.form_without_personal(session, form_id, frozenset(_rights(activity)))


def _rights(activity: Activity | None) -> dict[str, str]:
    rules = activity.extension.get("fieldRule", ()) if activity else ()
    return {rule["key"]: rule["mode"] for rule in rules}


def opened(
    session: Session,
    current: CurrentForm,
    data: Mapping[str, Any],
    locale: str,
    *,
    draft: SavedDraft | None = None,
    offered: Sequence[OfferedDraft] = (),
    read_only: bool = False,
) -> OpenForm:
    """The form in a language, filled with what it may show, and the draft as this version of the form can hold it."""
    if current.form is None:
        return OpenForm(schema=EMPTY, data={}, read_only=read_only)
    shown = prefilled(session, current.form, data)
    draft = older_answers.of_draft(session, draft, current) if draft else None
    sources = FormSources(session, SYSTEM, locale, past=True)
    return OpenForm(
        schema=current.form.localise(locale),
        data=merging.laid_over(shown, draft.answers) if draft else shown,
        draft_rev=draft.rev if draft else 0,
        draft_saved_at=draft.saved_at if draft else None,
        read_only=read_only,
        form_id=current.id,
        older=older_answers.shown(session, draft.older, locale, sources) if draft else (),
        offered=offered,
    )


def prefilled(session: Session, form: forms.Form | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form begins with: no variable that it does not mention or that is hidden."""
    if form is None:
        return {}
    known = {name: data[name] for name in mentioned(form) if name in data}
    return form.prefill(known, zone=settings_of(session).zone, now=clock.now())


EMPTY: Mapping[str, Any] = {"type": "default", "id": "none", "schemaVersion": 19, "components": []}


def mentioned(form: forms.Form) -> frozenset[str]:
    """The variables that a form shows or reads: its keys, and what its expressions and templates name."""
    found: set[str] = set()
    pending: list[Any] = [form.schema.get("components", []), [rule.condition for rule in form.rules]]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            found.update(str(value[name]).split(".")[0] for name in ("key", "path", "valuesKey") if value.get(name))
            pending.extend(value.values())
        elif isinstance(value, str):
            found.update(_named(value))
    return frozenset(found)


def _named(text: str) -> Iterable[str]:
    texts = [text[1:]] if text.startswith("=") else _TEMPLATE.findall(text)
    for expression in texts:
        try:
            yield from (name.split(".")[0] for name in feel.names(expression))
        except feel.FeelError:
            # Not FEEL after all: it can show no variable either.
            continue
