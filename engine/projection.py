"""Where an instance waits, written as rows that people and workers can find: tasks, jobs, timers, subscriptions.

The rows are a projection of the snapshot. What changed is the difference between the waits before and after a step, so
nothing has to be read from the database to write it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import assignment, catalogue, clock, dispatch, invitations, new_incidents, new_jobs
from engine.bpmn import Activity, Thrown, Wait
from engine.errors import StepFailed
from engine.ids import new_id
from engine.invitations import NewLink
from engine.loaded import LoadedInstance
from engine.models import TaskKind
from engine.new_incidents import NewIncident
from engine.new_jobs import NewJob

FORM = (
    "(SELECT f.id FROM form_definition f WHERE f.key = :form_key "
    "AND (CAST(:form_deployment AS uuid) IS NULL OR f.deployment_id = :form_deployment) "
    "AND (CAST(:form_tag AS text) = '' OR f.version_tag = :form_tag) ORDER BY f.version DESC LIMIT 1)"
)
"""The form that a task gets, by `form_keys`."""

_NEW_TASK = text(
    "INSERT INTO user_task (id, instance_id, definition_id, token_id, element_id, name, kind, subject, state, "
    "assignee_id, candidate_groups, candidate_users, form_id, priority, due_at, follow_up_at, created_at) VALUES "
    "(:id, :instance_id, :definition_id, :token_id, :element_id, :name, :kind, :subject, 'open', "
    "(SELECT p.id FROM person p WHERE p.login = :assignee AND p.active), "
    "CAST(:candidate_groups AS text[]), CAST(:candidate_users AS text[]), "
    f"{FORM}, :priority, :due_at, :follow_up_at, :created_at)"
)
_CANCEL_TASKS = text(
    "UPDATE user_task SET state = 'cancelled', completed_at = :now "
    "WHERE instance_id = :instance_id AND token_id = ANY(:tokens) AND state = 'open'"
)
_NEW_TIMER = text(
    "INSERT INTO timer (instance_id, token_id, element_id, due_at, failures) "
    "VALUES (:instance_id, :token_id, :element_id, :due_at, 0) "
    "ON CONFLICT (instance_id, token_id) DO UPDATE SET due_at = excluded.due_at, failures = 0"
)
_NEW_SUBSCRIPTION = text(
    "INSERT INTO subscription (instance_id, token_id, kind, element_id, name, correlation_key) "
    "VALUES (:instance_id, :token_id, :kind, :element_id, :name, :correlation_key)"
)
_DROP = {
    "timer": text("DELETE FROM timer WHERE instance_id = :instance_id AND token_id = ANY(:tokens)"),
    "message": text("DELETE FROM subscription WHERE instance_id = :instance_id AND token_id = ANY(:tokens)"),
}
_CANCEL_JOBS = text(
    "UPDATE job SET state = 'cancelled', ended_at = :now "
    "WHERE instance_id = :instance_id AND token_id = ANY(:tokens) AND state IN ('available', 'running', 'failed')"
)
_CLOSE_INCIDENTS = text(
    "UPDATE incident SET state = 'resolved', resolved_at = :now "
    "WHERE instance_id = :instance_id AND token_id = ANY(:tokens) AND state = 'open'"
)

TASK_KINDS: Mapping[str, TaskKind] = {"user": TaskKind.WORK, "choice": TaskKind.CHOICE}
"""The waits that people end, and which kind of user task each is."""


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A user task that has just come into being, and whom it is offered to."""

    id: UUID
    assignee: str
    groups: Sequence[str]
    users: Sequence[str]


def project(
    session: Session, instance: LoadedInstance, before: Sequence[Wait], after: Sequence[Wait], *, done: str = ""
) -> Sequence[NewTask]:
    """Make the rows say what the waits say; returns the user tasks that came into being.

    `done` is a user task's token whose row the caller closes itself.
    """
    old = {_identity(wait): wait for wait in before}
    new = {_identity(wait): wait for wait in after}
    gone = [wait for identity, wait in old.items() if identity not in new and wait.token_id != done]
    come = [wait for identity, wait in new.items() if identity not in old]
    _remove(session, instance, gone)
    return _add(session, instance, come)


def _identity(wait: Wait) -> tuple[Any, ...]:
    """A cycle timer that was armed again has the same token and a new due date: that is a new wait."""
    return wait.kind, wait.token_id, wait.name, wait.due_at


_MAY_BE_STUCK = ("job", "incident", "timer", "user")


def _remove(session: Session, instance: LoadedInstance, gone: Sequence[Wait]) -> None:
    by_kind = _by_kind(gone)
    common = {"instance_id": instance.id, "now": clock.now()}
    if users := by_kind.get("user", []) + by_kind.get("choice", []):
        session.execute(_CANCEL_TASKS, {**common, "tokens": users})
    if timers := by_kind.get("timer"):
        session.execute(_DROP["timer"], {"instance_id": instance.id, "tokens": timers})
    if events := by_kind.get("message", []) + by_kind.get("signal", []):
        session.execute(_DROP["message"], {"instance_id": instance.id, "tokens": events})
    if jobs := by_kind.get("job"):
        session.execute(_CANCEL_JOBS, {**common, "tokens": jobs})
    if stuck := [token for kind in _MAY_BE_STUCK for token in by_kind.get(kind, ())]:
        session.execute(_CLOSE_INCIDENTS, {**common, "tokens": stuck})


def _by_kind(waits: Iterable[Wait]) -> dict[str, list[str]]:
    tokens: dict[str, list[str]] = {}
    for wait in waits:
        tokens.setdefault(wait.kind, []).append(wait.token_id)
    return tokens


def _add(session: Session, instance: LoadedInstance, come: Sequence[Wait]) -> Sequence[NewTask]:
    incidents: list[NewIncident] = []
    users = [wait for wait in come if wait.kind in TASK_KINDS]
    tasks = [_task(session, instance, wait, incidents) for wait in users]
    links = [link for wait, task in zip(users, tasks, strict=True) for link in _links(instance, wait, task, incidents)]
    timers = [_timer(instance, wait) for wait in come if wait.kind == "timer"]
    subscriptions = [_subscription(instance, wait) for wait in come if wait.kind in ("message", "signal")]
    jobs = [job_of(instance, wait) for wait in come if wait.kind == "job"]
    jobs += [_signal(instance, thrown) for thrown in instance.run.thrown if thrown.kind == "signal"]
    instance.run.thrown.clear()
    incidents += [
        _incident(instance, wait, wait.code, wait.message, wait.parameters) for wait in come if wait.kind == "incident"
    ]
    for statement, rows in (
        (_NEW_TASK, tasks),
        (_NEW_TIMER, timers),
        (_NEW_SUBSCRIPTION, subscriptions),
    ):
        if rows:
            session.execute(statement, rows)
    new_jobs.create(session, jobs)
    invitations.create(session, links)
    new_incidents.create(session, incidents)
    return [
        NewTask(
            id=task["id"], assignee=task["assignee"], groups=task["candidate_groups"], users=task["candidate_users"]
        )
        for task in tasks
    ]


def _task(session: Session, instance: LoadedInstance, wait: Wait, incidents: list[NewIncident]) -> Mapping[str, Any]:
    activity = wait.activity
    try:
        offered = _offered(session, instance, wait)
    except StepFailed as error:
        # The work must not vanish because nobody could be found: the task stands, and an operator is told.
        offered = assignment.NOBODY
        incidents.append(_incident(instance, wait, error.error_code, error.reason, error.parameters))
    return {
        "id": new_id(),
        "instance_id": instance.id,
        "definition_id": _drawn_in(instance, wait),
        "token_id": wait.token_id,
        "element_id": wait.element_id,
        "name": activity.name,
        "kind": TASK_KINDS[wait.kind],
        "subject": offered.subject,
        "assignee": offered.assignee,
        "candidate_groups": list(offered.groups),
        "candidate_users": list(offered.users),
        **form_keys(instance, activity),
        "priority": offered.priority,
        "due_at": offered.due_at,
        "follow_up_at": offered.follow_up_at,
        "created_at": clock.now(),
    }


def _offered(session: Session, instance: LoadedInstance, wait: Wait) -> assignment.Offer:
    variables = instance.run.variables_of(wait.token_id)
    if wait.kind != "choice":
        return assignment.offer(wait.activity, variables, instance.expressions)
    drawn = catalogue.definition(session, _drawn_in(instance, wait))
    inside = [activity for each in wait.choices if (activity := drawn.activity(each)) is not None]
    return assignment.offer_choice(wait.activity, inside, variables, instance.expressions)


def _links(
    instance: LoadedInstance, wait: Wait, task: Mapping[str, Any], incidents: list[NewIncident]
) -> Iterator[NewLink]:
    """The link for whomever the diagram invites from outside; the task stands, whatever becomes of that."""
    if "outsider" not in wait.activity.extension:
        return
    try:
        invited = invitations.outsider(wait.activity, instance.run.variables_of(wait.token_id), instance.expressions)
    except StepFailed as error:
        incidents.append(_incident(instance, wait, error.error_code, error.reason, error.parameters))
        return
    if invited is not None:
        yield NewLink(
            instance_id=instance.id,
            task_id=task["id"],
            element_id=wait.element_id,
            recipient=invited.mail,
            task_name=wait.activity.name,
            process_name=instance.definition.title(invited.locale or instance.locale),
            locale=invited.locale or instance.locale,
            lasts=invited.lasts,
            mail_to=invited.mail,
        )


def form_keys(instance: LoadedInstance, activity: Activity) -> dict[str, Any]:
    """What FORM looks the form of a user task up by."""
    form = activity.form
    return {
        "form_key": form.id if form else "",
        "form_deployment": instance.definition.deployment_id if form and form.binding == "deployment" else None,
        "form_tag": form.version_tag or "" if form and form.binding == "versionTag" else "",
    }


def _drawn_in(instance: LoadedInstance, wait: Wait) -> UUID:
    """The definition whose diagram shows the element: a called one behind a call activity."""
    return UUID(wait.reference) if wait.reference else instance.definition.id


def _timer(instance: LoadedInstance, wait: Wait) -> Mapping[str, Any]:
    due: datetime | None = wait.due_at
    return {"instance_id": instance.id, "token_id": wait.token_id, "element_id": wait.element_id, "due_at": due}


def _subscription(instance: LoadedInstance, wait: Wait) -> Mapping[str, Any]:
    return {
        "instance_id": instance.id,
        "token_id": wait.token_id,
        "kind": wait.kind,
        "element_id": wait.element_id,
        "name": wait.name or "",
        "correlation_key": "" if wait.correlation_key is None else str(wait.correlation_key),
    }


def job_of(instance: LoadedInstance, wait: Wait) -> NewJob:
    """The job that a token waits for."""
    job = wait.activity.job
    return NewJob(
        instance_id=instance.id,
        token_id=wait.token_id,
        element_id=wait.element_id,
        connector=wait.name or "",
        input={"input": wait.local, "headers": job.headers if job else {}},
        retries=int(job.retries) if job and job.retries and job.retries.isdecimal() else new_jobs.RETRIES,
    )


def _signal(instance: LoadedInstance, thrown: Thrown) -> NewJob:
    return NewJob(
        instance_id=instance.id,
        element_id=thrown.element_id,
        connector=dispatch.SIGNAL,
        input={"name": thrown.name, "variables": dict(thrown.variables)},
    )


def _incident(
    instance: LoadedInstance, wait: Wait, code: str, message: str, parameters: Mapping[str, Any]
) -> NewIncident:
    return NewIncident(
        instance_id=instance.id,
        element_id=wait.element_id,
        token_id=wait.token_id,
        code=code,
        message=message,
        parameters=parameters,
    )
