"""Bulk operations: /api/v1/batches."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine import batch_listing, batches, migration_survey
from engine.batches import Order
from engine.listing import Search
from web import outcomes
from web.api.idempotency import IdempotencyKey
from web.deps import Actor, Locale, Session, Settings
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/batches", tags=["batches"])

Kind = Literal["cancel", "suspend", "resume", "retry", "set-variables", "migrate"]


class SearchIn(BaseModel):
    """The instances that match and have not ended, as in `GET /api/v1/instances`."""

    search: str = Field(default="", max_length=200)
    state: Literal["", "active", "suspended", "incident"] = ""
    process: str = Field(default="", max_length=200)
    definition_id: UUID | None = Field(default=None, description="One version of a process.")
    overdue: bool = False


class BatchIn(BaseModel):
    """What to do, to which instances, and why; the reason stands in the history of each."""

    kind: Kind
    reason: str = Field(min_length=1, max_length=2000)
    instances: list[UUID] = Field(default_factory=list, max_length=10_000)
    search: SearchIn | None = Field(default=None, description="Instead of `instances`.")
    variables: JsonObject = Field(default_factory=dict, description="For set-variables; the others stay.")
    definition_id: UUID | None = Field(default=None, description="For migrate: the version to go to.")
    mapping: dict[str, str] = Field(default_factory=dict, description="For migrate: element id now → there.")

    @model_validator(mode="after")
    def _one_way_of_choosing(self) -> "BatchIn":
        if bool(self.instances) == (self.search is not None):
            raise ValueError("give either instances or a search")
        return self

    def order(self) -> Order:
        """What is to be done, as the engine takes it."""
        said = {"variables": self.variables, "definition_id": self.definition_id, "mapping": self.mapping}
        return Order(kind=self.kind, reason=self.reason, parameters=said)


def _chosen(body: "BatchIn | SurveyIn") -> list[UUID] | Search:
    """The instances as the engine takes them."""
    if body.search is None:
        return body.instances
    said = body.search
    return Search(
        text=said.search, state=said.state, key=said.process, overdue=said.overdue, definition_id=said.definition_id
    )


class BatchCreated(BaseModel):
    """A new bulk operation; the worker begins with it at once."""

    id: UUID


class BatchOut(BaseModel):
    """One bulk operation."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    parameters: dict[str, Any]
    reason: str
    state: str = Field(description="running, completed or stopped")
    total: int
    done: int
    failed: int
    waiting: int
    created_at: datetime
    ended_at: datetime | None
    created_by_name: str


class SurveyIn(BaseModel):
    """Which instances are to be migrated, to which version, and which elements are called otherwise there."""

    instances: list[UUID] = Field(default_factory=list, max_length=10_000)
    search: SearchIn | None = Field(default=None, description="Instead of `instances`.")
    definition_id: UUID
    mapping: dict[str, str] = Field(default_factory=dict)


class ObstacleOut(BaseModel):
    """What is in the way, and of how many instances."""

    model_config = ConfigDict(from_attributes=True)

    element_id: str
    name: str
    verdict: str = Field(description="needs_mapping or blocked")
    reason: str
    instances: int


class SurveyOut(BaseModel):
    """How many of the instances that were looked at (500 at most) can go, need a mapping, or are blocked."""

    model_config = ConfigDict(from_attributes=True)

    total: int
    looked: int
    safe: int
    needs_mapping: int
    blocked: int
    obstacles: list[ObstacleOut]
    suggested: dict[str, str]


class BatchList(BaseModel):
    """Bulk operations, newest first."""

    items: list[BatchOut]


class ItemOut(BaseModel):
    """What became of one instance."""

    model_config = ConfigDict(from_attributes=True)

    instance_id: UUID
    business_key: str
    title: str
    process_name: str
    state: str = Field(description="waiting, done or failed")
    code: str = Field(description="Why it failed, the code of the error that the single operation gives.")
    params: dict[str, Any]
    message: str = Field(description="The same as a sentence, in the language of the request.")
    at: datetime | None


class ItemList(BaseModel):
    """One part of the instances of a bulk operation, in the order they are worked off."""

    items: list[ItemOut]


Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0)]


@router.post("", status_code=202)
def create(
    session: Session, actor: Actor, response: Response, body: BatchIn, idempotency_key: IdempotencyKey = None
) -> BatchCreated:
    """Do one thing to many instances (right "operate"); answers at once, the worker does it one by one."""
    batch_id = batches.create(session, actor, body.order(), _chosen(body), idempotency_key=idempotency_key)
    response.headers["location"] = f"/api/v1/batches/{batch_id}"
    return BatchCreated(id=batch_id)


@router.get("")
def list_batches(session: Session, actor: Actor, locale: Locale, limit: Limit = 50, offset: Offset = 0) -> BatchList:
    """Bulk operations, newest first (right "monitor" or "operate")."""
    rows = batch_listing.batches(session, actor, locale, limit=limit, offset=offset)
    return BatchList(items=[BatchOut.model_validate(row) for row in rows])


@router.post("/migration-survey")
def survey(session: Session, actor: Actor, locale: Locale, body: SurveyIn) -> SurveyOut:
    """What a migration of these instances would do, before it is ordered; nothing is changed (right "operate")."""
    found = migration_survey.survey(session, actor, _chosen(body), body.definition_id, body.mapping, locale)
    return SurveyOut.model_validate(found)


@router.get("/{batch_id}")
def get_batch(session: Session, actor: Actor, locale: Locale, batch_id: UUID) -> BatchOut:
    """One bulk operation and how far it is."""
    return BatchOut.model_validate(batch_listing.batch(session, actor, batch_id, locale))


@router.get("/{batch_id}/items")
def get_items(
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    batch_id: UUID,
    state: Literal["", "waiting", "done", "failed"] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> ItemList:
    """What became of each instance."""
    rows = batch_listing.items(session, actor, batch_id, locale, state=state, limit=limit, offset=offset)
    told = outcomes.told(rows, locale, settings)
    return ItemList(items=[ItemOut.model_validate(row) for row in told])


@router.post("/{batch_id}/stop", status_code=204)
def stop(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Do no more of it; what is done stays done (right "operate")."""
    batches.stop(session, actor, batch_id)


@router.delete("/{batch_id}/stop", status_code=204)
def go_on(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Let a stopped one go on with what is still waiting (right "operate")."""
    batches.go_on(session, actor, batch_id)


@router.post("/{batch_id}/retry", status_code=204)
def retry(session: Session, actor: Actor, batch_id: UUID) -> None:
    """Try those that failed once more (right "operate")."""
    batches.retry(session, actor, batch_id)
