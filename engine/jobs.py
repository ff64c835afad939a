"""Jobs: run a connector for an instance, hand its result over, retry with back-off, end in an incident.

The hand-off (T1 made the job): guard → the connector, with no transaction open → T2: take the job and advance the
instance, or T3: count the failure. Whoever comes second, a repeated dispatch or a worker that woke too late, finds the
job's attempt gone by and does nothing.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row, text
from sqlmodel import Session

from engine import catalogue, clock, dispatch, history, interpreter, messages, new_incidents, signals, traces
from engine.connectors import CONNECTORS, BusinessOutcome, Call, ConnectorFailed
from engine.db import Database
from engine.dispatch import Dispatch
from engine.errors import StepFailed, naming
from engine.feel import FeelError
from engine.history import Fact
from engine.identity import SYSTEM
from engine.json_text import dumps
from engine.models import InstanceState
from engine.new_incidents import NewIncident

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
SUSPENDED_WAIT = timedelta(seconds=60)
"""How long a job of a suspended instance waits before it looks again."""

_BEGIN = text(
    "UPDATE job SET state = 'running' WHERE id = :id AND attempt = :attempt AND state IN ('available', 'running') "
    "RETURNING instance_id, token_id, element_id, connector, input, attempt, retries_left"
)
_STATE = text("SELECT state FROM process_instance WHERE id = :id")
_TAKE = text(
    "UPDATE job SET state = 'completed', ended_at = :now, error = NULL "
    "WHERE id = :id AND attempt = :attempt AND state = 'running'"
)
_RETRY = text(
    "UPDATE job SET state = 'available', attempt = attempt + 1, retries_left = retries_left - 1, run_at = :run_at, "
    "error = CAST(:error AS jsonb) WHERE id = :id AND attempt = :attempt AND state = 'running'"
)
_FAIL = text(
    "UPDATE job SET state = 'failed', retries_left = 0, error = CAST(:error AS jsonb), ended_at = :now "
    "WHERE id = :id AND attempt = :attempt AND state = 'running'"
)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an attempt failed: a stable code, a sentence without data of the customer, and whether to try again."""

    code: str
    message: str
    permanent: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


def run(database: Database, job_id: UUID, attempt: int) -> None:
    """Do one attempt of one job, to its end."""
    job = _begin(database, job_id, attempt)
    if job is None:
        return
    try:
        if job.connector == dispatch.SIGNAL:
            _spread(database, job_id, job)
        else:
            _hand_over(database, job_id, job, _call(database, job_id, job))
    except BusinessOutcome as outcome:
        _hand_over_error(database, job_id, job, outcome)
    except Exception as error:  # noqa: BLE001 - whatever a connector raises is this job's failure, not the worker's
        logger.warning("job %s (%s) failed at attempt %s: %s", job_id, job.connector, attempt, traces.of(error))
        with database.transaction() as session:
            fail(session, job_id, job, _failure(error))


def _begin(database: Database, job_id: UUID, attempt: int) -> Row[Any] | None:
    """The job, if this attempt is still the one to make; postponed while its instance is suspended."""
    with database.transaction() as session:
        job = session.execute(_BEGIN, {"id": job_id, "attempt": attempt}).first()
        if job is None:
            return None
        state = session.execute(_STATE, {"id": job.instance_id}).scalar()
        if state == InstanceState.SUSPENDED:
            again = Dispatch(job_id=job_id, connector=job.connector, attempt=attempt, delay=SUSPENDED_WAIT)
            dispatch.defer(session, [again])
            return None
        return job


def _spread(database: Database, job_id: UUID, job: Row[Any]) -> None:
    """A thrown signal: nothing waits for this job, it only has to be done."""
    signals.spread(database, job_id, job.instance_id, job.input["name"], job.input["variables"])
    with database.transaction() as session:
        _taken(session, job_id, job)


def _call(database: Database, job_id: UUID, job: Row[Any]) -> Mapping[str, Any]:
    connector = CONNECTORS.get(job.connector)
    if connector is None:
        raise ConnectorFailed(f"there is no connector “{job.connector}” in this installation", permanent=True)
    given = connector.input_model.model_validate(job.input["input"])
    headers = job.input["headers"]
    with database.reading() as session:
        texts = catalogue.of_instance(session, job.instance_id).texts
    call = Call(
        job_id=job_id,
        instance_id=job.instance_id,
        database=database,
        headers=headers,
        texts=texts,
        deliver=partial(_deliver, database, job_id),
    )
    return _named(headers, connector.call(given, call))


def _deliver(database: Database, job_id: UUID, name: str, correlation_key: str, variables: Mapping[str, Any]) -> UUID:
    """A message of a job to another instance: no lock on the sender is held, and the job's id makes it arrive once."""
    with database.transaction() as session:
        done = messages.correlate(session, SYSTEM, name, correlation_key, variables, idempotency_key=f"job:{job_id}")
    return done.instance_id


def _named(headers: Mapping[str, str], result: Mapping[str, Any]) -> Mapping[str, Any]:
    """A connector's result goes to the variable that its header `resultVariable` names, else nowhere."""
    name = headers.get("resultVariable")
    return {name: dict(result)} if name else {}


def _hand_over(database: Database, job_id: UUID, job: Row[Any], result: Mapping[str, Any]) -> None:
    """T2: the instance first, then the job; nothing at all when somebody else was first."""
    with database.transaction() as session:
        instance = interpreter.lock(session, job.instance_id)
        if not _taken(session, job_id, job):
            return
        if instance.wait(job.token_id, "job") is None:
            return
        instance.run.complete_job(job.token_id, result)
        cause = Fact(kind="job.completed", element_id=job.element_id, data={"connector": job.connector})
        interpreter.save(session, instance, SYSTEM, cause)


def _hand_over_error(database: Database, job_id: UUID, job: Row[Any], outcome: BusinessOutcome) -> None:
    with database.transaction() as session:
        instance = interpreter.lock(session, job.instance_id)
        if instance.wait(job.token_id, "job") is None:
            return
        caught = instance.run.throw_error(job.token_id, outcome.code, str(outcome), outcome.variables)
        if not caught:
            uncaught = Failure(
                code="error-not-caught",
                message=f"BPMN error {outcome.code} is caught by no event",
                permanent=not outcome.passing,
            )
            fail(session, job_id, job, uncaught)
        elif _taken(session, job_id, job):
            cause = Fact(kind="error.thrown", element_id=job.element_id, data={"code": outcome.code})
            interpreter.save(session, instance, SYSTEM, cause)


def _taken(session: Session, job_id: UUID, job: Row[Any]) -> bool:
    taken = session.execute(_TAKE, {"id": job_id, "attempt": job.attempt, "now": clock.now()})
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # a cursor result at run time


def fail(session: Session, job_id: UUID, job: Row[Any], failure: Failure) -> None:
    """T3: try again later, or open an incident after the last attempt."""
    keys = {"id": job_id, "attempt": job.attempt}
    error = dumps({"code": failure.code, "message": failure.message})
    if job.retries_left > 0 and not failure.permanent:
        delay = back_off(job.attempt)
        retried = session.execute(_RETRY, {**keys, "error": error, "run_at": clock.now() + delay})
        if retried.rowcount:  # type: ignore[attr-defined]  # a cursor result
            again = Dispatch(job_id=job_id, connector=job.connector, attempt=job.attempt + 1, delay=delay)
            dispatch.defer(session, [again])
        return
    if not session.execute(_FAIL, {**keys, "error": error, "now": clock.now()}).rowcount:  # type: ignore[attr-defined]  # a cursor result
        return
    new_incidents.create(session, [_incident(job_id, job, failure)])
    data = {"code": failure.code, "message": failure.message, "attempts": job.attempt}
    fact = Fact(kind="job.failed", instance_id=job.instance_id, element_id=job.element_id, data=data)
    history.record(session, SYSTEM, fact)


def _incident(job_id: UUID, job: Row[Any], failure: Failure) -> NewIncident:
    return NewIncident(
        instance_id=job.instance_id,
        element_id=job.element_id,
        token_id=job.token_id,
        job_id=job_id,
        code=failure.code,
        message=failure.message,
        parameters=failure.parameters,
    )


def back_off(attempt: int) -> timedelta:
    """How long to wait after this attempt: doubling, at most an hour, spread by up to a quarter (jitter)."""
    doublings = min(max(attempt - 1, 0), 16)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return wait * (1 + secrets.randbelow(250) / 1000)


def _failure(error: Exception) -> Failure:
    if isinstance(error, ConnectorFailed):
        return Failure(code="connector-failed", message=str(error), permanent=error.permanent)
    if isinstance(error, ValidationError):
        # Only which inputs are wrong and why; never what they held.
        wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        return Failure(code="input-invalid", message=wrong, permanent=True)
    if isinstance(error, StepFailed):
        return Failure(code=error.code, message=str(error), permanent=True, parameters=error.parameters)
    if isinstance(error, FeelError):
        return Failure(code=error.code, message=str(error), permanent=True, parameters=naming(error.params))
    return Failure(code="unexpected", message=type(error).__name__)
