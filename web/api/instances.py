"""Process instances: /api/v1/instances."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, ConfigDict, Field

from engine import instances, listing, progress
from web.api.idempotency import IdempotencyKey
from web.deps import Actor, Locale, Session
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/instances", tags=["instances"])


class StartIn(BaseModel):
    """What starts an instance: the key of the process and the answers to its start form (variables without one)."""

    process: str = Field(max_length=200, description="The key of the process definition; its newest version is used.")
    answers: JsonObject = Field(default_factory=dict)
    files: dict[str, list[UUID]] = Field(default_factory=dict)
    business_key: str = Field(default="", max_length=200)


class StartedOut(BaseModel):
    """A new instance."""

    model_config = ConfigDict(from_attributes=True)

    instance_id: UUID
    business_key: str
    receipt_code: str | None = Field(description="With it, somebody without a login can look up the state.")
    task_id: UUID | None = Field(description="A first task for whoever started it.")


class InstanceOut(BaseModel):
    """One process instance in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    definition_id: UUID
    key: str
    version: int
    process_name: str
    business_key: str
    title: str
    state: str
    started_at: datetime
    started_by_name: str
    ended_at: datetime | None
    open_incidents: int
    overdue_tasks: int


class InstanceDetailOut(InstanceOut):
    """One process instance."""

    receipt_code: str | None
    customer_name: str
    customer_class: str
    customer_number: str
    rev: int


class InstanceList(BaseModel):
    """One part of a search, and how many there are in all."""

    items: list[InstanceOut]
    total: int


class Variables(BaseModel):
    """The process variables."""

    variables: dict[str, Any]


class VariablesIn(BaseModel):
    """Variables to set, and why; the others stay."""

    variables: JsonObject
    reason: str = Field(min_length=1, max_length=2000)


class ReasonIn(BaseModel):
    """Why; it stands in the history."""

    reason: str = Field(min_length=1, max_length=2000)


@router.post("", status_code=201)
def start(
    session: Session,
    actor: Actor,
    locale: Locale,
    response: Response,
    body: StartIn,
    idempotency_key: IdempotencyKey = None,
) -> StartedOut:
    """Start an instance of the newest version of a process."""
    started = instances.start(
        session,
        actor,
        body.process,
        body.answers,
        files=body.files,
        business_key=body.business_key,
        locale=locale,
        idempotency_key=idempotency_key,
    )
    response.headers["location"] = f"/api/v1/instances/{started.instance_id}"
    return StartedOut.model_validate(started)


@router.get("")
def search(
    session: Session,
    actor: Actor,
    locale: Locale,
    search: Annotated[str, Query(max_length=200, description="In business key and title, or a receipt code.")] = "",
    state: Literal["", "active", "suspended", "completed", "cancelled", "incident"] = "",
    process: Annotated[str, Query(max_length=200, description="The key of a process definition.")] = "",
    overdue: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> InstanceList:
    """The instances I may see, newest first."""
    found = listing.search(
        session,
        actor,
        locale=locale,
        search=search,
        state=state,
        key=process,
        overdue=overdue,
        limit=limit,
        offset=offset,
    )
    return InstanceList(items=[InstanceOut.model_validate(row) for row in found.rows], total=found.total)


@router.get("/{instance_id}")
def get_instance(session: Session, actor: Actor, locale: Locale, instance_id: UUID) -> InstanceDetailOut:
    """One instance."""
    return InstanceDetailOut.model_validate(listing.detail(session, actor, instance_id, locale))


@router.get("/{instance_id}/variables")
def get_variables(session: Session, actor: Actor, instance_id: UUID) -> Variables:
    """The process variables of an instance."""
    rows = progress.variables(session, actor, instance_id)
    return Variables(variables={row.name: row.value for row in rows})


@router.patch("/{instance_id}/variables", status_code=204)
def set_variables(session: Session, actor: Actor, instance_id: UUID, body: VariablesIn) -> None:
    """Change process variables by hand (right "operate")."""
    instances.set_variables(session, actor, instance_id, body.variables, body.reason)


@router.post("/{instance_id}/suspension", status_code=204)
def suspend(session: Session, actor: Actor, instance_id: UUID, body: ReasonIn) -> None:
    """Pause an instance (right "operate")."""
    instances.suspend(session, actor, instance_id, body.reason)


@router.delete("/{instance_id}/suspension", status_code=204)
def resume(
    session: Session, actor: Actor, instance_id: UUID, reason: Annotated[str, Query(max_length=2000)] = ""
) -> None:
    """Let a suspended instance go on (right "operate")."""
    instances.resume(session, actor, instance_id, reason)


@router.post("/{instance_id}/cancellation", status_code=204)
def cancel(session: Session, actor: Actor, instance_id: UUID, body: ReasonIn) -> None:
    """End an instance early (right "operate")."""
    instances.cancel(session, actor, instance_id, body.reason)
