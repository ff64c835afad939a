"""Incidents: what is stuck, for people who operate processes to see, understand and resolve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue, clock, dispatch, history, interpreter
from engine.dispatch import Dispatch
from engine.errors import NotFound, NothingStuck, WrongState
from engine.history import Fact
from engine.identity import Actor
from engine.models import IncidentState, InstanceState

_OPEN = text(
    "SELECT n.id, n.instance_id, n.element_id, n.code, n.message, n.parameters, n.created_at, i.business_key, i.title, "
    "i.definition_id, COALESCE(j.attempt, 0) AS attempts FROM incident n "
    "JOIN process_instance i ON i.id = n.instance_id LEFT JOIN job j ON j.id = n.job_id "
    "WHERE n.state = 'open' AND (CAST(:instance AS uuid) IS NULL OR n.instance_id = CAST(:instance AS uuid)) "
    "ORDER BY n.created_at DESC LIMIT :limit"
)
_OPEN_IN = text("SELECT id FROM incident WHERE instance_id = :id AND state = 'open' ORDER BY created_at, id")
_FIND = text("SELECT id, instance_id, element_id, token_id, job_id, state FROM incident WHERE id = :id")
_AGAIN = text(
    "UPDATE job SET state = 'available', attempt = attempt + 1, retries_left = GREATEST(retries_left, 1), "
    "ended_at = NULL, run_at = :now WHERE id = :id AND state = 'failed' RETURNING connector, attempt"
)
_TIMER = text("UPDATE timer SET due_at = :now, failures = 0 WHERE instance_id = :instance AND token_id = :token")
_RESOLVE = text(
    "UPDATE incident SET state = 'resolved', resolved_at = :now, resolved_by = :person "
    "WHERE id = :id AND state = 'open'"
)


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One thing that is stuck."""

    id: UUID
    instance_id: UUID
    business_key: str
    title: str
    process_name: str
    element_id: str
    element_name: str
    code: str
    message: str
    parameters: Mapping[str, Any]
    at: datetime
    attempts: int


def open_incidents(
    session: Session, actor: Actor, locale: str, *, instance_id: UUID | None = None, limit: int = 100
) -> list[IncidentRow]:
    """The open incidents, newest first, of all instances or of one."""
    if instance_id is None:
        authz.require(actor, "monitor")
    else:
        authz.require_instance(session, actor, instance_id)
    rows = session.execute(_OPEN, {"instance": instance_id, "limit": limit}).all()
    return [_shown(session, row, locale) for row in rows]


def _shown(session: Session, row: Row[Any], locale: str) -> IncidentRow:
    definition = catalogue.definition(session, row.definition_id)
    return IncidentRow(
        id=row.id,
        instance_id=row.instance_id,
        business_key=row.business_key,
        title=row.title,
        process_name=definition.title(locale),
        element_id=row.element_id,
        element_name=definition.element_name(row.element_id, locale),
        code=row.code,
        message=row.message,
        parameters=row.parameters or {},
        at=row.created_at,
        attempts=row.attempts,
    )


def retry(session: Session, actor: Actor, incident_id: UUID) -> None:
    """Try the failed work again, once more from before it: a job, a timer, or the step itself.

    The incident closes now; should the work fail again, a new one opens.
    """
    authz.require(actor, "operate")
    incident = session.execute(_FIND, {"id": incident_id}).first()
    if incident is None:
        raise NotFound(kind="incident", id=str(incident_id))
    instance = interpreter.lock(session, incident.instance_id)
    instance.must_be(InstanceState.ACTIVE)
    resolved = session.execute(_RESOLVE, {"id": incident_id, "now": clock.now(), "person": actor.person_id})
    if incident.state != IncidentState.OPEN or not resolved.rowcount:  # type: ignore[attr-defined]  # a cursor result
        raise WrongState(state="already resolved")
    fact = Fact(kind="incident.retried", instance_id=instance.id, element_id=incident.element_id)
    if incident.job_id is not None:
        _retry_job(session, incident)
        history.record(session, actor, fact)
    elif instance.wait(incident.token_id, "incident") is not None:
        # Closed above: should the step fail again, that is a new incident and not the same one still waiting.
        instance.before = tuple(wait for wait in instance.before if wait.token_id != incident.token_id)
        instance.run.retry(incident.token_id)
        interpreter.save(session, instance, actor, fact)
    else:
        session.execute(_TIMER, {"instance": instance.id, "token": incident.token_id, "now": clock.now()})
        history.record(session, actor, fact)


def retry_all(session: Session, actor: Actor, instance_id: UUID) -> None:
    """Try everything again that is stuck in an instance; NothingStuck where nothing is."""
    authz.require(actor, "operate")
    interpreter.lock(session, instance_id)
    stuck = session.execute(_OPEN_IN, {"id": instance_id}).scalars().all()
    if not stuck:
        raise NothingStuck
    for incident_id in stuck:
        # What was tried before may have closed this one too, or opened another that is not meant here.
        if session.execute(_FIND, {"id": incident_id}).one().state == IncidentState.OPEN:
            retry(session, actor, incident_id)


def _retry_job(session: Session, incident: Row[Any]) -> None:
    job = session.execute(_AGAIN, {"id": incident.job_id, "now": clock.now()}).first()
    if job is None:
        raise WrongState(state="no longer waiting for this")
    dispatch.defer(session, [Dispatch(job_id=incident.job_id, connector=job.connector, attempt=job.attempt)])
