"""Receipts: what somebody without a login learns of their own instance with its code, and how they answer it.

A receipt says only what the package's texts name as stages: no names, no answers, no variables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

import forms
from engine import attachments, bpmn, feel, history, interpreter, moments, repeats
from engine.answers import Files, OpenForm, accept, form_of, opened
from engine.catalogue import Definition
from engine.db import settings_of
from engine.errors import MessageUnmatched, NotFound
from engine.feel.json import to_json
from engine.history import Fact
from engine.identity import PUBLIC
from engine.loaded import LoadedInstance
from engine.models import InstanceState
from engine.older_answers import CurrentForm

_FIND = text("SELECT id, started_at, ended_at FROM process_instance WHERE receipt_code = :code")
_FORM = text("SELECT id FROM form_definition WHERE key = :key ORDER BY version DESC LIMIT 1")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Something a customer may know happened."""

    at: datetime
    label: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the code's owner sees; `question` is a form when the process waits for their word."""

    code: str
    process_name: str
    state: InstanceState
    stage: str
    stages: Sequence[Stage]
    started_at: datetime
    ended_at: datetime | None
    promised_at: datetime | None
    question: OpenForm | None


@dataclass(frozen=True, kw_only=True)
class _Question:
    """The message that the process waits for, and the form that asks for it."""

    wait: bpmn.Wait
    form_id: UUID
    form: forms.Form


def plain_code(typed: str) -> str:
    """A code as people type it: any case, with or without the dashes."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def look_up(session: Session, code: str, locale: str) -> Receipt:
    """The receipt of this code; NotFound says nothing about which codes there are."""
    row = session.execute(_FIND, {"code": plain_code(code)}).first()
    if row is None:
        raise NotFound(kind="receipt", id=plain_code(code))
    instance = interpreter.read(session, row.id)
    stages = _stages(session, instance, locale)
    question = _question(session, instance)
    return Receipt(
        code=instance.receipt_code or "",
        process_name=instance.definition.title(locale),
        state=instance.state,
        stage=_now(instance, stages, locale),
        stages=stages,
        started_at=row.started_at,
        ended_at=row.ended_at,
        promised_at=_promise(instance, settings_of(session).zone),
        question=opened(session, CurrentForm(id=question.form_id, form=question.form), instance.run.variables(), locale)
        if question
        else None,
    )


def answer(
    session: Session,
    code: str,
    answers: Mapping[str, Any],
    *,
    files: Files | None = None,
    idempotency_key: str | None = None,
) -> UUID:
    """The customer's word on the question of their receipt; returns the instance. FormInvalid as with every form.

    A repeated call with the same idempotency key does nothing more: one word must not answer the next question too.
    """
    row = session.execute(_FIND, {"code": plain_code(code)}).first()
    if row is None:
        raise NotFound(kind="receipt", id=plain_code(code))
    instance = interpreter.lock(session, row.id)
    # Whoever knows the receipt is nobody we know: a key counts only together with their instance.
    command = f"receipts.answer:{instance.id}"
    if idempotency_key and repeats.recall(session, PUBLIC, command, idempotency_key) is not None:
        return instance.id
    _take(session, instance, answers, files or {})
    if idempotency_key:
        repeats.remember(session, PUBLIC, command, idempotency_key, {"instance_id": str(instance.id)})
    return instance.id


def form_asked(session: Session, code: str) -> forms.Form | None:
    """The form that the receipt of this code asks just now; NotFound when there is no such code."""
    row = session.execute(_FIND, {"code": plain_code(code)}).first()
    if row is None:
        raise NotFound(kind="receipt", id=plain_code(code))
    question = _question(session, interpreter.read(session, row.id))
    return question.form if question else None


def _take(session: Session, instance: LoadedInstance, answers: Mapping[str, Any], files: Files) -> None:
    question = _question(session, instance)
    if question is None:
        raise MessageUnmatched(name="answer")
    accepted = accept(session, PUBLIC, question.form, instance.run.variables(), answers, files)
    attachments.bind(session, PUBLIC, accepted.file_ids, instance.id)
    wait = question.wait
    instance.run.deliver(wait.token_id, accepted.data)
    data = {"name": wait.name, "answers": accepted.data, "form": str(question.form_id)}
    interpreter.save(session, instance, PUBLIC, Fact(kind="message.received", element_id=wait.element_id, data=data))


def _question(session: Session, instance: LoadedInstance) -> _Question | None:
    """The first message wait whose element names a public form."""
    if instance.state != InstanceState.ACTIVE:
        return None
    for wait in instance.before:
        named = wait.activity.extension.get("publicForm", ()) if wait.kind == "message" else ()
        form_id = session.execute(_FORM, {"key": named[0].get("formId", "")}).scalar() if named else None
        form = form_of(session, form_id)
        if form_id is not None and form is not None:
            return _Question(wait=wait, form_id=form_id, form=form)
    return None


def _stages(session: Session, instance: LoadedInstance, locale: str) -> list[Stage]:
    """Each stage once in a row, when it began."""
    stages: list[Stage] = []
    for fact in history.of_instance(session, instance.id):
        for kind, element_id, *_ in (fact.data or {}).get("steps", ()):
            label = _label(instance.definition, element_id, locale) if kind == "entered" else ""
            if label and (not stages or stages[-1].label != label):
                stages.append(Stage(at=fact.at, label=label))
    return stages


def _now(instance: LoadedInstance, stages: Sequence[Stage], locale: str) -> str:
    """Where it is: the stage of what it waits at, else the last one it reached."""
    if not instance.state.ended:
        for wait in instance.before:
            label = _label(instance.definition, wait.element_id, locale)
            if label:
                return label
    return stages[-1].label if stages else ""


def _label(definition: Definition, element_id: str, locale: str) -> str:
    return definition.text(locale, "stages", element_id)


def _promise(instance: LoadedInstance, zone: ZoneInfo) -> datetime | None:
    """When the next word was promised: the FEEL expression `promise` of <bihuan:case>, if there is one."""
    case = instance.definition.process.extension.get("case", ())
    said = case[0].get("promise", "") if case else ""
    if not said or instance.state.ended:
        return None
    value = to_json(feel.evaluate(said.removeprefix("="), instance.run.variables(), policy=feel.Policy.NULL))
    try:
        return moments.read(str(value), zone) if value else None
    except ValueError:
        return None
