"""Process instances: start, suspend, resume, cancel, and edit variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

import forms
from engine import attachments, authz, draft_merging, drafts, initiation, interpreter, repeats
from engine.answers import Files, OpenForm, accept, form_of, opened
from engine.draft_merging import Kept, Typed
from engine.errors import NotFound
from engine.history import Fact
from engine.identity import Actor
from engine.loaded import LoadedInstance
from engine.models import InstanceState
from engine.older_answers import CurrentForm
from engine.tasks import next_task

_NEWEST = text(
    "SELECT d.id, d.starter_groups, d.public, "
    "(SELECT f.id FROM form_definition f WHERE f.key = d.start_form ORDER BY f.version DESC LIMIT 1) AS form_id "
    "FROM process_definition d WHERE d.key = :key AND d.state = 'active' ORDER BY d.version DESC LIMIT 1"
)


@dataclass(frozen=True, kw_only=True)
class Started:
    """A new instance: its number for people, its public receipt code, and a first task for whoever started it."""

    instance_id: UUID
    business_key: str = ""
    receipt_code: str | None = None
    task_id: UUID | None = None


def start(
    session: Session,
    actor: Actor,
    key: str,
    answers: Mapping[str, Any],
    *,
    files: Files | None = None,
    business_key: str = "",
    locale: str = "",
    idempotency_key: str | None = None,
) -> Started:
    """Start the newest version of a process; the start form, where there is one, judges the answers (FormInvalid)."""
    if idempotency_key:
        first = repeats.reserve(session, actor, "instances.start", idempotency_key)
        if first is not None:
            return _from_json(first)
    newest = _newest(session, actor, key)
    accepted = accept(session, actor, form_of(session, newest.form_id), _known(actor), answers, files or {})
    instance, come = initiation.begin(
        session,
        actor,
        newest.id,
        accepted.data,
        business_key=business_key,
        locale=locale,
        cause=Fact(kind="instance.started", data=_asked(newest, accepted.data)),
    )
    attachments.bind(session, actor, accepted.file_ids, instance.id)
    if actor.person_id:
        drafts.drop(session, drafts.of_start(key), actor.person_id)
    started = Started(
        instance_id=instance.id,
        business_key=instance.business_key,
        receipt_code=instance.receipt_code,
        task_id=next_task(actor, come),
    )
    if idempotency_key:
        repeats.remember(session, actor, "instances.start", idempotency_key, _as_json(started))
    return started


def judge(session: Session, actor: Actor, key: str, answers: Mapping[str, Any]) -> None:
    """Whether these answers would start the process: raises what `start` would, and does nothing else."""
    newest = _newest(session, actor, key)
    accept(session, actor, form_of(session, newest.form_id), _known(actor), answers, {})


def start_form_id(session: Session, actor: Actor, key: str) -> UUID:
    """The form that starts a process; NotFound for one that asks nothing."""
    form_id: UUID | None = _newest(session, actor, key).form_id
    if form_id is None:
        raise NotFound(kind="form", id=key)
    return form_id


def _known(actor: Actor) -> dict[str, Any]:
    """What a start form may ask before there is an instance: who fills it in (null: nobody known)."""
    return {"starter": actor.login or None}


def _newest(session: Session, actor: Actor, key: str) -> Row[Any]:
    row = session.execute(_NEWEST, {"key": key}).first()
    if row is None:
        raise NotFound(kind="process", id=key)
    authz.require_start(actor, public=row.public, starter_groups=row.starter_groups)
    return row


def _asked(newest: Row[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    return {"answers": data, "form": str(newest.form_id) if newest.form_id else None}


def _as_json(started: Started) -> dict[str, Any]:
    return {
        "instance_id": str(started.instance_id),
        "business_key": started.business_key,
        "receipt_code": started.receipt_code,
        "task_id": str(started.task_id) if started.task_id else None,
    }


def _from_json(data: Mapping[str, Any]) -> Started:
    return Started(
        instance_id=UUID(data["instance_id"]),
        business_key=data["business_key"],
        receipt_code=data["receipt_code"],
        task_id=UUID(data["task_id"]) if data["task_id"] else None,
    )


def start_form(session: Session, actor: Actor, key: str, locale: str) -> OpenForm:
    """The form that starts a process, with the person's draft."""
    newest = _newest(session, actor, key)
    draft = drafts.find(session, drafts.of_start(key), actor.person_id) if actor.person_id else None
    return opened(session, _current(session, newest), _known(actor), locale, draft=draft)


def _current(session: Session, newest: Row[Any]) -> CurrentForm:
    return CurrentForm(id=newest.form_id, form=form_of(session, newest.form_id))


def form_to_start(session: Session, actor: Actor, key: str) -> forms.Form | None:
    """The form that starts a process, for whoever may start it."""
    return form_of(session, _newest(session, actor, key).form_id)


def save_start_draft(session: Session, actor: Actor, key: str, typed: Typed, locale: str = "en") -> Kept:
    """Keep unfinished answers to a start form; without a base to merge by, StaleRevision when it is over."""
    newest = _newest(session, actor, key)
    return draft_merging.keep(session, drafts.of_start(key), actor, _current(session, newest), typed, locale)


def suspend(session: Session, actor: Actor, instance_id: UUID, reason: str) -> None:
    """Pause an instance: its timers, jobs and tasks wait until it is resumed."""
    instance = _operated(session, actor, instance_id, InstanceState.ACTIVE)
    _turn(session, actor, instance, InstanceState.SUSPENDED, "instance.suspended", reason)


def resume(session: Session, actor: Actor, instance_id: UUID, reason: str) -> None:
    """Let a suspended instance go on; what fell due meanwhile happens now."""
    instance = _operated(session, actor, instance_id, InstanceState.SUSPENDED)
    _turn(session, actor, instance, InstanceState.ACTIVE, "instance.resumed", reason)


def cancel(session: Session, actor: Actor, instance_id: UUID, reason: str) -> None:
    """End an instance early; everything it waits for is called off."""
    instance = _operated(session, actor, instance_id, InstanceState.ACTIVE, InstanceState.SUSPENDED)
    instance.run.cancel()
    _turn(session, actor, instance, InstanceState.CANCELLED, "instance.cancelled", reason)


def set_variables(session: Session, actor: Actor, instance_id: UUID, values: Mapping[str, Any], reason: str) -> None:
    """Change process variables by hand; the change and its reason are on record."""
    instance = _operated(session, actor, instance_id, InstanceState.ACTIVE, InstanceState.SUSPENDED)
    old = instance.run.variables()
    instance.run.set_variables(values)
    changed = {name: {"old": old.get(name), "new": value} for name, value in values.items()}
    cause = Fact(kind="instance.edited", data={"changed": changed, "reason": reason})
    interpreter.save(session, instance, actor, cause)


def _operated(session: Session, actor: Actor, instance_id: UUID, *states: InstanceState) -> LoadedInstance:
    authz.require(actor, "operate")
    instance = interpreter.lock(session, instance_id)
    instance.must_be(*states)
    return instance


def _turn(
    session: Session, actor: Actor, instance: LoadedInstance, state: InstanceState, kind: str, reason: str
) -> None:
    instance.state = state
    interpreter.save(session, instance, actor, Fact(kind=kind, data={"reason": reason}))
