"""User tasks: the inbox, taking and giving back work, drafts, and completing a task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import (
    attachments,
    authz,
    catalogue,
    clock,
    draft_merging,
    drafts,
    history,
    interpreter,
    older_answers,
    repeats,
)
from engine.answers import OpenForm, accept, form_of, form_to_read, opened, prefilled
from engine.bpmn import Activity
from engine.draft_merging import Kept, Typed
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound, TaskTaken, WrongState
from engine.history import Fact
from engine.identity import Actor, name_of
from engine.loaded import LoadedInstance
from engine.models import InstanceState, TaskKind, TaskState
from engine.older_answers import CurrentForm
from engine.projection import TASK_KINDS, NewTask

_COLUMNS = (
    "t.id, t.id AS task_id, t.definition_id AS task_definition_id, t.token_id, t.element_id, t.kind AS task_kind, "
    "t.state AS task_state, t.assignee_id, t.candidate_groups, t.candidate_users, t.form_id, t.completed_by, "
    "t.completed_at"
)
# The instance is named first: PostgreSQL locks rows in that order, and the instance must come before anything of it.
# Locking the task row too makes the statement return its newest version when it had to wait for the lock.
# What is in the archive is looked at only where this finds nothing.
_LOCK = text(
    f"SELECT {interpreter.COLUMNS}, {_COLUMNS} FROM ONLY process_instance i "
    "JOIN ONLY user_task t ON t.instance_id = i.id "
    "WHERE t.id = :id FOR UPDATE OF i, t"
)
_READ = text(
    f"SELECT {interpreter.COLUMNS}, {_COLUMNS} FROM process_instance i JOIN user_task t ON t.instance_id = i.id "
    "WHERE t.id = :id"
)
_DONE = text(
    "WITH gone AS (DELETE FROM draft WHERE subject = :subject AND person_id = :person) "
    "UPDATE ONLY user_task SET state = 'completed', completed_at = :now, completed_by = :person, "
    "assignee_id = COALESCE(assignee_id, :person) WHERE id = :id"
)
_ASSIGN = text("UPDATE user_task SET assignee_id = :person WHERE id = :id")
_OUTSIDER = text("SELECT recipient FROM task_link WHERE task_id = :id AND used_at IS NOT NULL")
_PERSON = text("SELECT id, name FROM person WHERE login = :login AND active")


@dataclass(frozen=True, kw_only=True)
class Completed:
    """What completing a task led to; the next task of the same instance that the same person may do, if any."""

    instance_id: UUID
    next_task_id: UUID | None = None


def complete(
    session: Session,
    actor: Actor,
    task_id: UUID,
    answers: Mapping[str, Any],
    *,
    files: Mapping[str, Sequence[UUID]] | None = None,
    idempotency_key: str | None = None,
) -> Completed:
    """Finish a user task with its answers and let the instance move on, all in one transaction.

    Two people on one task get one success and one AlreadyDone. Raises FormInvalid with all field errors at once.
    A repeated call with the same idempotency key returns the first result. Where the task is a choice of what to
    begin, this says that it is enough: what still runs inside ends, or is waited for, as the diagram says.
    """
    row = _row(session, _LOCK, task_id)
    if row.task_state != TaskState.OPEN:
        return _repeated(session, actor, row, idempotency_key)
    _require_doing(session, actor, row)
    instance = interpreter.loaded(session, row)
    instance.must_be(InstanceState.ACTIVE)
    drawn = _drawn(session, row)
    current = CurrentForm(id=row.form_id, form=form_of(session, row.form_id, drawn, actor))
    accepted = accept(session, actor, current.form, _known(session, instance, row, current), answers, files or {})
    attachments.bind(session, actor, accepted.file_ids, instance.id)
    _finish(instance, row, {**accepted.data, **_completer(actor, drawn)})
    _close(session, actor, task_id)
    come = interpreter.save(session, instance, actor, _completed(actor, row, accepted.data), done=row.token_id)
    completed = Completed(instance_id=instance.id, next_task_id=next_task(actor, come))
    if idempotency_key:
        repeats.remember(session, actor, "tasks.complete", idempotency_key, _as_json(completed))
    return completed


def _require_doing(session: Session, actor: Actor, row: Row[Any]) -> None:
    if row.task_kind == TaskKind.CHOICE:
        authz.require_choose(session, actor, row)
    else:
        authz.require_work(session, actor, row)


def _finish(instance: LoadedInstance, row: Row[Any], data: Mapping[str, Any]) -> None:
    if row.task_kind != TaskKind.CHOICE:
        instance.run.complete(row.token_id, data)
        return
    if data:
        instance.run.set_variables(data, row.token_id)
    if instance.wait(row.token_id, "choice") is not None:  # a condition may have ended it upon these answers
        instance.run.close(row.token_id)


def begin(session: Session, actor: Actor, task_id: UUID, elements: Sequence[str]) -> Completed:
    """Begin these elements of the ad-hoc sub-process that the task is the choice of; the task stays open.

    Raises Invalid for what cannot be begun now, or when the task is no choice.
    """
    row = _row(session, _LOCK, task_id)
    _must_be_open(session, actor, row)
    _require_doing(session, actor, row)
    if row.task_kind != TaskKind.CHOICE or not elements:
        raise Invalid(reason="there is nothing to begin")
    instance = interpreter.loaded(session, row)
    instance.must_be(InstanceState.ACTIVE)
    instance.run.choose(row.token_id, elements)
    facts = [Fact(kind="choice.begun", instance_id=instance.id, task_id=task_id, element_id=each) for each in elements]
    history.record(session, actor, *facts[:-1])
    come = interpreter.save(session, instance, actor, facts[-1])
    return Completed(instance_id=instance.id, next_task_id=next_task(actor, come))


def _row(session: Session, statement: Any, task_id: UUID) -> Row[Any]:
    row = session.execute(statement, {"id": task_id}).first() or session.execute(_READ, {"id": task_id}).first()
    if row is None:
        raise NotFound(kind="task", id=str(task_id))
    return row


def _seen(instance: LoadedInstance, row: Row[Any]) -> dict[str, Any]:
    """The variables that the task sees; gone when the token is, which the row's state then says too."""
    if instance.wait(row.token_id, *TASK_KINDS) is None:
        raise WrongState(state=str(row.task_state))
    return instance.run.variables_of(row.token_id)


def _known(session: Session, instance: LoadedInstance, row: Row[Any], current: CurrentForm) -> dict[str, Any]:
    """What the form begins with: the variables that the task sees, and what a later form asks for instead of them."""
    return older_answers.supplemented(session, _seen(instance, row), current, row.started_at)


def _drawn(session: Session, row: Row[Any]) -> Activity | None:
    return catalogue.definition(session, row.task_definition_id).activity(row.element_id)


def _completer(actor: Actor, drawn: Activity | None) -> dict[str, Any]:
    """The variables that <bihuan:completer> names: the login of whoever did the task, null for the system."""
    named = drawn.extension.get("completer", ()) if drawn else ()
    return {each["variable"]: actor.login or None for each in named}


def _completed(actor: Actor, row: Row[Any], answers: Mapping[str, Any]) -> Fact:
    data = {"answers": answers, "form": str(row.form_id) if row.form_id else None}
    if actor.task_id is not None:
        data["recipient"] = actor.name  # of the link; nobody we know
    return Fact(kind="task.completed", task_id=row.task_id, element_id=row.element_id, data=data)


def _close(session: Session, actor: Actor, task_id: UUID) -> None:
    session.execute(
        _DONE,
        {"id": task_id, "person": actor.person_id, "now": clock.now(), "subject": drafts.of_task(task_id)},
    )


def next_task(actor: Actor, come: Sequence[NewTask]) -> UUID | None:
    """The first of the new tasks that the actor has or may take: where to go next without a look at the inbox."""
    for task in come:
        offered = authz.may_take(actor, candidate_users=task.users, candidate_groups=task.groups)
        if task.assignee == actor.login or (not task.assignee and offered):
            return task.id
    return None


def _repeated(session: Session, actor: Actor, row: Row[Any], key: str | None) -> Completed:
    """The task is not open: the first result if this is the same command again, else who was first."""
    first = repeats.recall(session, actor, "tasks.complete", key) if key else None
    if first is not None:
        following = first["next_task_id"]
        return Completed(instance_id=UUID(first["instance_id"]), next_task_id=UUID(following) if following else None)
    if row.task_state == TaskState.COMPLETED:
        authz.require_instance(session, actor, row.instance_id)
        raise AlreadyDone(person=_who_did(session, row), at=row.completed_at.isoformat())
    raise WrongState(state="ended" if row.task_state == TaskState.CANCELLED else str(row.task_state))


def _who_did(session: Session, row: Row[Any]) -> str:
    if row.completed_by is None:
        return session.execute(_OUTSIDER, {"id": row.task_id}).scalar() or "?"
    return name_of(session, row.completed_by)


def _as_json(completed: Completed) -> dict[str, Any]:
    following = completed.next_task_id
    return {"instance_id": str(completed.instance_id), "next_task_id": str(following) if following else None}


def open_form(session: Session, actor: Actor, task_id: UUID, locale: str) -> OpenForm:
    """The task's form in a language with its data: process variables, and over them the person's draft."""
    row = _row(session, _READ, task_id)
    if row.task_state != TaskState.OPEN:
        authz.require_instance(session, actor, row.instance_id)
        form = form_to_read(session, row.form_id, _drawn(session, row), actor) if row.form_id else None
        current = CurrentForm(id=row.form_id, form=form)
        return opened(session, current, _submitted(session, task_id), locale, read_only=True)
    authz.require_look(session, actor, row)
    instance = interpreter.loaded(session, row)
    current = _current(session, row, actor)
    known = _known(session, instance, row, current)
    subject = drafts.of_task(task_id)
    read_only = not authz.may_work(actor, row)
    # What somebody is still typing is theirs. It is offered to whoever has the task now, and to nobody else.
    mine = row.assignee_id is not None and row.assignee_id == actor.person_id
    return opened(
        session,
        current,
        known,
        locale,
        draft=drafts.find(session, subject, actor.person_id),
        offered=drafts.offered(session, subject, actor.person_id) if mine else (),
        read_only=read_only,
    )


def _current(session: Session, row: Row[Any], actor: Actor) -> CurrentForm:
    return CurrentForm(id=row.form_id, form=form_of(session, row.form_id, _drawn(session, row), actor))


_SUBMITTED = text("SELECT data FROM history_event WHERE task_id = :id AND kind = 'task.completed' LIMIT 1")


def _submitted(session: Session, task_id: UUID) -> dict[str, Any]:
    data = session.execute(_SUBMITTED, {"id": task_id}).scalar() or {}
    answers = data.get("answers") or {}
    return dict(answers)


def claim(session: Session, actor: Actor, task_id: UUID) -> None:
    """Take a task that is offered to me or to one of my groups."""
    row = _row(session, _LOCK, task_id)
    _must_be_open(session, actor, row)
    if row.assignee_id == actor.person_id:
        return
    if row.assignee_id is not None:
        raise TaskTaken(person=name_of(session, row.assignee_id))
    authz.require_work(session, actor, row)
    _assign(session, actor, row, actor.person_id, "task.claimed")


def unclaim(session: Session, actor: Actor, task_id: UUID) -> None:
    """Give a task back to those it was offered to."""
    row = _row(session, _LOCK, task_id)
    _must_be_open(session, actor, row)
    if row.assignee_id is None:
        return
    if row.assignee_id != actor.person_id and not actor.may("operate"):
        raise NotAllowed
    if not row.candidate_groups and not row.candidate_users:
        # Given back, nobody would ever see it again.
        raise WrongState(state="assigned to one person only")
    _assign(session, actor, row, None, "task.unclaimed")


def assign(session: Session, actor: Actor, task_id: UUID, login: str) -> None:
    """Hand a task over to another person for good: its assignee may, and whoever operates processes."""
    row = _row(session, _LOCK, task_id)
    _must_be_open(session, actor, row)
    if row.assignee_id != actor.person_id and not actor.may("operate"):
        raise NotAllowed
    person = session.execute(_PERSON, {"login": login}).first()
    if person is None:
        raise NotFound(kind="person", id=login)
    _assign(session, actor, row, person.id, "task.assigned", {"to": person.name})


def _must_be_open(session: Session, actor: Actor, row: Row[Any]) -> None:
    if row.task_state != TaskState.OPEN:
        _repeated(session, actor, row, None)


def _assign(
    session: Session, actor: Actor, row: Row[Any], person: UUID | None, kind: str, data: dict[str, Any] | None = None
) -> None:
    session.execute(_ASSIGN, {"id": row.task_id, "person": person})
    fact = Fact(kind=kind, instance_id=row.instance_id, task_id=row.task_id, element_id=row.element_id, data=data)
    history.record(session, actor, fact)


def save_draft(session: Session, actor: Actor, task_id: UUID, typed: Typed, locale: str = "en") -> Kept:
    """Keep unfinished answers; without a base to merge by, StaleRevision when another window saved meanwhile."""
    row = _row(session, _READ, task_id)
    _must_be_open(session, actor, row)
    authz.require_work(session, actor, row)
    return draft_merging.keep(session, drafts.of_task(task_id), actor, _current(session, row, actor), typed, locale)


def take_over_draft(
    session: Session, actor: Actor, task_id: UUID, person_id: UUID, typed: Typed, locale: str = "en"
) -> Kept:
    """Bring what somebody else has typed for a task into my draft; for whoever has the task now."""
    row = _row(session, _READ, task_id)
    _must_be_open(session, actor, row)
    authz.require_work(session, actor, row)
    if row.assignee_id is None:
        raise NotAllowed
    current = _current(session, row, actor)
    begun = _known(session, interpreter.loaded(session, row), row, current)
    return draft_merging.take_over(
        session,
        drafts.of_task(task_id),
        actor,
        person_id,
        current,
        typed,
        prefilled(session, current.form, begun),
        locale,
    )
