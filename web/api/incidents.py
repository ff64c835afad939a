"""Incidents: /api/v1/incidents."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from engine import incidents
from web.deps import Actor, Locale, Session
from web.incidents import told
from web.routing import Router

router = Router(prefix="/api/v1/incidents", tags=["incidents"])


class IncidentOut(BaseModel):
    """One thing that is stuck and needs a person."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    instance_id: UUID
    business_key: str
    title: str
    process_name: str
    element_id: str
    element_name: str
    code: str
    sentence: str = Field(description="What this means and what to do, in the language of the request.")
    detail: str = Field(description="What exactly went wrong, in the language of the request, as far as it is known.")
    message: str = Field(description="What exactly went wrong, as the engine noted it.")
    at: datetime
    attempts: int


class IncidentList(BaseModel):
    """Open incidents, newest first."""

    items: list[IncidentOut]


@router.get("")
def list_incidents(
    session: Session,
    actor: Actor,
    locale: Locale,
    instance: Annotated[UUID | None, Query(description="Of this instance only.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> IncidentList:
    """Open incidents of all instances (right "monitor"), or of one that I may see."""
    rows = incidents.open_incidents(session, actor, locale, instance_id=instance, limit=limit)
    return IncidentList(items=[IncidentOut.model_validate(row) for row in told(rows, locale)])


@router.post("/{incident_id}/retry", status_code=204)
def retry(session: Session, actor: Actor, incident_id: UUID) -> None:
    """Try the failed work again (right "operate")."""
    incidents.retry(session, actor, incident_id)
