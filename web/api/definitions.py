"""Process definitions: /api/v1/definitions."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from engine import deployments
from engine.errors import NotFound
from web.deps import Actor, Locale, Session
from web.routing import Router

router = Router(prefix="/api/v1/definitions", tags=["definitions"])


class DefinitionOut(BaseModel):
    """One deployed version of a process."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    key: str
    version: int
    name: str
    state: str = Field(description="active, or retired: runs to its end, starts no more")
    package: str
    deployed_at: datetime
    running: int = Field(description="instances that have not ended")


class DefinitionList(BaseModel):
    """All versions of all processes."""

    items: list[DefinitionOut]


@router.get("")
def list_definitions(session: Session, actor: Actor, locale: Locale) -> DefinitionList:
    """All versions of all processes, newest first within each."""
    rows = deployments.definitions(session, actor, locale)
    return DefinitionList(items=[DefinitionOut.model_validate(row) for row in rows])


@router.get("/{definition_id}")
def get_definition(session: Session, actor: Actor, locale: Locale, definition_id: UUID) -> DefinitionOut:
    """One version of a process."""
    for row in deployments.definitions(session, actor, locale):
        if row.id == definition_id:
            return DefinitionOut.model_validate(row)
    raise NotFound(kind="process definition", id=str(definition_id))


@router.get("/{definition_id}/diagram", response_class=Response, responses={200: {"content": {"application/xml": {}}}})
def get_diagram(session: Session, actor: Actor, definition_id: UUID) -> Response:
    """The BPMN of a version."""
    return Response(deployments.diagram(session, actor, definition_id), media_type="application/xml")


@router.post("/{definition_id}/retirement", status_code=204)
def retire(session: Session, actor: Actor, definition_id: UUID) -> None:
    """Take a version out of service (right "deploy"): what runs on it runs to its end, nothing new starts."""
    deployments.retire(session, actor, definition_id)


@router.delete("/{definition_id}/retirement", status_code=204)
def reactivate(session: Session, actor: Actor, definition_id: UUID) -> None:
    """Put a retired version back into service (right "deploy")."""
    deployments.reactivate(session, actor, definition_id)
