"""The options of a form's field as somebody types: only of fields that a form they may read shows to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

import forms
from engine import authz, catalogue, instances, interpreter, receipts, task_links
from engine.answers import form_of, form_to_read
from engine.errors import NotFound
from engine.identity import PUBLIC, Actor
from engine.models import TaskState
from engine.sources import FormSources
from forms import OptionPage

MOST_VALUES = 200
"""Values whose labels are looked up at once."""

_TASK = text(
    "SELECT id, instance_id, definition_id, token_id, element_id, form_id, state, assignee_id, candidate_users, "
    "candidate_groups FROM user_task WHERE id = :id"
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for: words to search by, or (`values`) the labels of what is chosen already.

    `context` has the answers given so far that the source depends on, by field key.
    """

    query: str = ""
    page: int = 1
    values: Sequence[Any] = ()
    context: Mapping[str, Any] = field(default_factory=dict)


def of_task(session: Session, actor: Actor, task_id: UUID, component_id: str, asked: Asked, locale: str) -> OptionPage:
    """The options of a field in the form of a user task."""
    row = session.execute(_TASK, {"id": task_id}).first()
    if row is None:
        raise NotFound(kind="task", id=str(task_id))
    authz.require_look(session, actor, row)
    drawn = catalogue.definition(session, row.definition_id).activity(row.element_id)
    if row.state != TaskState.OPEN:
        source = _source(form_to_read(session, row.form_id, drawn, actor) if row.form_id else None, component_id)
        return _options(session, actor, source, asked, {}, locale)
    source = _source(form_of(session, row.form_id, drawn, actor), component_id)
    known: Mapping[str, Any] = {}
    if not asked.context.keys() >= set(source.depends_on):
        known = interpreter.read(session, row.instance_id).run.variables_of(row.token_id)
    return _options(session, actor, source, asked, known, locale)


def of_start(session: Session, actor: Actor, key: str, component_id: str, asked: Asked, locale: str) -> OptionPage:
    """The options of a field in the form that starts a process."""
    source = _source(instances.form_to_start(session, actor, key), component_id)
    return _options(session, actor, source, asked, {}, locale)


def of_receipt(session: Session, code: str, component_id: str, asked: Asked, locale: str) -> OptionPage:
    """The options of a field in the form that a receipt asks."""
    return _options(session, PUBLIC, _source(receipts.form_asked(session, code), component_id), asked, {}, locale)


def of_link(session: Session, signed: str, component_id: str, asked: Asked, locale: str) -> OptionPage:
    """The options of a field in the form of the one task that a link leads to."""
    guest = task_links.guest_of(session, signed)
    if guest.task_id is None:
        raise NotFound(kind="field", id=component_id)
    return of_task(session, guest, guest.task_id, component_id, asked, locale)


def _source(form: forms.Form | None, component_id: str) -> forms.Source:
    source = form.source_of(component_id) if form else None
    if source is None:
        raise NotFound(kind="field", id=component_id)
    return source


def _options(
    session: Session, actor: Actor, source: forms.Source, asked: Asked, known: Mapping[str, Any], locale: str
) -> OptionPage:
    given = {**known, **asked.context}
    context = {name: given.get(name) for name in source.depends_on}
    sources = FormSources(session, actor, locale)
    if asked.values:
        return OptionPage(options=_wanted(sources, source, asked.values[:MOST_VALUES], context))
    return sources.find(source, asked.query, asked.page, context)


def _wanted(
    sources: FormSources, source: forms.Source, values: Sequence[Any], context: Mapping[str, Any]
) -> list[forms.Option]:
    return [option for option in sources.known(source, values, context) if str(option.value) in map(str, values)]
