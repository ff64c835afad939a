"""The rows of an instance that goes on by another version: the same rows, by the names of that version.

A task keeps its id and with it claims, drafts, comments and dates; a timer its due date; a job its attempts.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import projection
from engine.bpmn import Wait
from engine.json_text import dumps
from engine.loaded import LoadedInstance

_DEFINITION = text("UPDATE process_instance SET definition_id = :definition WHERE id = :id")
_TASK = text(
    "UPDATE user_task SET definition_id = :definition, element_id = :element, name = :name, "
    f"form_id = COALESCE(CAST(:form_id AS uuid), {projection.FORM}) "
    "WHERE instance_id = :instance AND token_id = :token AND state = 'open'"
)
_JOB = text(
    "UPDATE job SET element_id = :element, connector = :connector, input = CAST(:input AS jsonb) "
    "WHERE instance_id = :instance AND token_id = :token AND state IN ('available', 'running', 'failed')"
)
_NAMES = tuple(
    text(f"UPDATE {table} SET element_id = :element WHERE instance_id = :instance AND token_id = :token{which}")
    for table, which in (("timer", ""), ("subscription", ""), ("incident", " AND state = 'open'"))
)
_FORMS = text(
    "SELECT token_id, form_id FROM user_task WHERE instance_id = :instance AND state = 'open' AND form_id IS NOT NULL"
)

Forms = Mapping[str, str]
"""Token id → the form of its open user task."""


def forms_of(session: Session, instance_id: UUID) -> Forms:
    """The forms of the open user tasks."""
    return {row.token_id: str(row.form_id) for row in session.execute(_FORMS, {"instance": instance_id})}


def rename(session: Session, instance: LoadedInstance, forms: Forms | None = None) -> None:
    """Write the rows of all that waits on by the definition and run that the instance has now.

    `instance.before` are the waits of the version it came from; afterwards only what began or ended differs from them.
    `forms` are those that tasks have had before, when an instance goes back; other tasks get the form of the version.
    """
    session.execute(_DEFINITION, {"id": instance.id, "definition": instance.definition.id})
    after = {(wait.kind, wait.token_id): wait for wait in instance.run.waits()}
    pairs = [(old, after[old.kind, old.token_id]) for old in instance.before if (old.kind, old.token_id) in after]
    own = [(old, new) for old, new in pairs if not new.reference]
    _execute(session, _TASK, [_task(instance, new, forms or {}) for _, new in own if new.kind in ("user", "choice")])
    _execute(session, _JOB, [_job(instance, new) for _, new in own if new.kind == "job"])
    named = [_keys(instance, new) for old, new in own if old.element_id != new.element_id]
    for statement in _NAMES:
        _execute(session, statement, named)
    instance.before = tuple(after.get((wait.kind, wait.token_id), wait) for wait in instance.before)


def _execute(session: Session, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.execute(statement, rows)


def _keys(instance: LoadedInstance, wait: Wait) -> dict[str, Any]:
    return {"instance": instance.id, "token": wait.token_id, "element": wait.element_id}


def _task(instance: LoadedInstance, wait: Wait, forms: Forms) -> Mapping[str, Any]:
    return {
        **_keys(instance, wait),
        **projection.form_keys(instance, wait.activity),
        "definition": instance.definition.id,
        "name": wait.activity.name,
        "form_id": forms.get(wait.token_id),
    }


def _job(instance: LoadedInstance, wait: Wait) -> Mapping[str, Any]:
    """An attempt that runs goes on as it began; any later one is that of the new version."""
    job = projection.job_of(instance, wait)
    return {**_keys(instance, wait), "connector": job.connector, "input": dumps(job.input)}
