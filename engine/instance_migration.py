"""Migration: instances go on by another version of their process; look first, and take it back if it was wrong.

`engine/migrations` is something else: the schema of the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import authz, bpmn, catalogue, history, interpreter, renaming, snapshots
from engine.bpmn import Verdict, Wait
from engine.callees import DeployedProcesses
from engine.catalogue import Definition
from engine.errors import MigrationRefused, NotFound, ReasonMissing, StepFailed
from engine.expressions import InstanceExpressions
from engine.history import Fact
from engine.identity import Actor
from engine.loaded import LoadedInstance
from engine.models import InstanceState

MIGRATED = "instance.migrated"
UNDONE = "instance.migration_undone"

_VERSION = text("SELECT id FROM process_definition WHERE key = :key AND version = :version")
_INSTANCES = text(
    "SELECT id FROM process_instance WHERE definition_id = :definition AND state IN ('active', 'suspended') ORDER BY id"
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What people will see on an open task: kind "name", "form", "assignment" or "schedule", as written in the models.

    A changed name or form holds at once. Who has the task and when it is due stay as they are; a changed assignment or
    schedule holds for tasks that come later.
    """

    token_id: str
    element_id: str
    kind: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would become of one instance: a verdict on every token (see `engine.bpmn.migration_plan`).

    possible: whether `migrate` would do it. suggested: elements that may be meant by those that are gone.
    """

    from_version: int
    to_version: int
    possible: bool
    verdicts: Sequence[Verdict]
    changes: Sequence[Change]
    suggested: Mapping[str, str]


def version(session: Session, key: str, number: int) -> UUID:
    """The definition of a process in this version."""
    found: UUID | None = session.execute(_VERSION, {"key": key, "version": number}).scalar()
    if found is None:
        raise NotFound(kind="process definition", id=f"{key} {number}")
    return found


def running(session: Session, actor: Actor, definition_id: UUID) -> list[UUID]:
    """The instances of a version that have not ended."""
    authz.require(actor, "operate")
    return list(session.execute(_INSTANCES, {"definition": definition_id}).scalars())


def preview(
    session: Session, actor: Actor, instance_id: UUID, target_definition_id: UUID, mapping: Mapping[str, str]
) -> Preview:
    """What a migration would do; nothing is changed (right "operate")."""
    authz.require(actor, "operate")
    instance = interpreter.read(session, instance_id)
    instance.must_be(InstanceState.ACTIVE, InstanceState.SUSPENDED)
    old, target = instance.definition, _target(session, instance, target_definition_id)
    verdicts = instance.run.migration(target.model, target.key, mapping)
    changes: list[Change] = []
    try:
        expressions = InstanceExpressions(session, target.deployment_id)
        changes = _changes(instance.run.waits(), _migrated(session, instance, target, mapping, expressions).waits())
        possible = True
    except MigrationRefused:
        possible = False
    except StepFailed as failure:
        verdicts.append(_cannot_listen(target, failure))
        possible = False
    return Preview(
        from_version=old.version,
        to_version=target.version,
        possible=possible,
        verdicts=verdicts,
        changes=changes,
        suggested={a: b for a, b in bpmn.suggest(old.process, target.process).items() if a not in mapping},
    )


def migrate(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    target_definition_id: UUID,
    mapping: Mapping[str, str],
    reason: str,
) -> Sequence[Verdict]:
    """Take the instance to another version (right "operate"): elements go by the mapping or keep their id.

    Open tasks keep their id, and with it claims, drafts and dates. Raises MigrationRefused with the elements that are
    in the way, StepFailed when a new event cannot begin to listen; then nothing has changed.
    """
    instance = _locked(session, actor, instance_id, reason)
    target = _target(session, instance, target_definition_id)
    verdicts = instance.run.migration(target.model, target.key, mapping)
    data = {
        **_between(instance.definition, target, mapping, reason),
        "rev": instance.rev + 1,
        "before": snapshots.pack(instance.run.dump()),
        "forms": renaming.forms_of(session, instance_id),
    }
    instance.expressions = InstanceExpressions(session, target.deployment_id)
    instance.run = _migrated(session, instance, target, mapping, instance.expressions)
    _go_on(session, actor, instance, target, Fact(kind=MIGRATED, data=data))
    return verdicts


def undo(session: Session, actor: Actor, instance_id: UUID, reason: str) -> bool:
    """Take the last migration back (right "operate"); True: the instance is exactly as it was before.

    Where it has gone on since, it is migrated back by the inverse mapping (False), or MigrationRefused says why not.
    """
    instance = _locked(session, actor, instance_id, reason)
    last = _last(session, instance_id)
    target = catalogue.definition(session, UUID(last["from"]["id"]))
    mapping = {new: old for old, new in last["mapping"].items()}
    exact = bool(instance.rev == last["rev"])
    if not exact and len(mapping) < len(last["mapping"]):  # two elements became one: which was it?
        raise MigrationRefused("not-to-invert", elements=sorted(mapping))
    old, instance.expressions = instance.definition, InstanceExpressions(session, target.deployment_id)
    if exact:
        callees = DeployedProcesses(session, target.deployment_id)
        instance.run = bpmn.load(target.model, snapshots.unpack(last["before"]), instance.expressions, callees=callees)
    else:
        instance.run = _migrated(session, instance, target, mapping, instance.expressions)
    data = {**_between(old, target, mapping, reason), "exact": exact}
    _go_on(session, actor, instance, target, Fact(kind=UNDONE, data=data), last["forms"])
    return exact


def _locked(session: Session, actor: Actor, instance_id: UUID, reason: str) -> LoadedInstance:
    authz.require(actor, "operate")
    if not reason.strip():
        raise ReasonMissing
    instance = interpreter.lock(session, instance_id)
    instance.must_be(InstanceState.ACTIVE, InstanceState.SUSPENDED)
    return instance


def _target(session: Session, instance: LoadedInstance, definition_id: UUID) -> Definition:
    target = catalogue.definition(session, definition_id)
    if target.key != instance.definition.key:
        raise MigrationRefused("other-process", elements=[target.key])
    if target.id == instance.definition.id:
        raise MigrationRefused("same-version", elements=[target.key])
    return target


def _migrated(
    session: Session,
    instance: LoadedInstance,
    target: Definition,
    mapping: Mapping[str, str],
    expressions: InstanceExpressions,
) -> bpmn.Run:
    return instance.run.migrated(
        target.model,
        target.key,
        mapping,
        expressions,
        callees=DeployedProcesses(session, target.deployment_id),
        reference=str(instance.definition.id),
    )


def _between(old: Definition, target: Definition, mapping: Mapping[str, str], reason: str) -> dict[str, Any]:
    return {
        "reason": reason.strip(),
        "from": {"id": str(old.id), "version": old.version},
        "to": {"id": str(target.id), "version": target.version},
        "mapping": dict(mapping),
    }


def _go_on(
    session: Session,
    actor: Actor,
    instance: LoadedInstance,
    target: Definition,
    fact: Fact,
    forms: renaming.Forms | None = None,
) -> None:
    instance.definition = target
    renaming.rename(session, instance, forms)
    interpreter.save(session, instance, actor, fact)


def undoable(session: Session, actor: Actor, instance_id: UUID) -> bool:
    """Whether there is a migration that `undo` would take back (right "operate")."""
    authz.require(actor, "operate")
    kinds = [fact.kind for fact in history.of_instance(session, instance_id)]
    return kinds.count(MIGRATED) > kinds.count(UNDONE)


def _last(session: Session, instance_id: UUID) -> dict[str, Any]:
    """The fact of the last migration that has not been taken back."""
    open_ones: list[dict[str, Any]] = []
    for fact in history.of_instance(session, instance_id):
        if fact.kind == MIGRATED:
            open_ones.append(fact.data)
        elif fact.kind == UNDONE:
            open_ones.pop()
    if not open_ones:
        raise MigrationRefused("nothing-to-undo")
    return open_ones[-1]


def _cannot_listen(target: Definition, failure: StepFailed) -> Verdict:
    activity = target.activity(failure.element_id)
    name = activity.name if activity is not None else ""
    return Verdict(
        token_id="",
        element_id=failure.element_id,
        name=name,
        kind="listener",
        target_id=failure.element_id,
        target_name=name,
        verdict="blocked",
        reason=failure.error_code,
    )


def _changes(before: Sequence[Wait], after: Sequence[Wait]) -> list[Change]:
    new = {wait.token_id: wait for wait in after if wait.kind == "user"}
    found = []
    for old in before:
        now = new.get(old.token_id)
        if old.kind == "user" and now is not None:
            told = zip(_seen(old), _seen(now), strict=True)
            found += [
                Change(token_id=old.token_id, element_id=now.element_id, kind=kind, old=was, new=becomes)
                for (kind, was), (_, becomes) in told
                if was != becomes
            ]
    return found


def _seen(wait: Wait) -> list[tuple[str, str]]:
    activity, said = wait.activity, wait.activity.assignment
    people = (said.assignee, said.candidate_groups, said.candidate_users)
    dates = (activity.schedule.due_date, activity.schedule.follow_up_date)
    return [
        ("name", activity.name),
        ("form", activity.form.id if activity.form is not None else ""),
        ("assignment", ", ".join(filter(None, people))),
        ("schedule", ", ".join(filter(None, dates))),
    ]
