"""One-time links to user tasks: /api/v1/tasks/{id}/links."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine import task_links
from engine.task_links import LinkState
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/api/v1/tasks", tags=["tasks"])


class LinkIn(BaseModel):
    """Who outside may do the task, and for how long."""

    recipient: str = Field(min_length=1, max_length=200, description="A name, or the address to send the link to.")
    days: int = Field(default=7, ge=1, le=90)
    send: bool = Field(default=False, description="Send the link by e-mail; the recipient is the address.")


class LinkOut(BaseModel):
    """A one-time link."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    recipient: str
    made_by_name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    state: LinkState
    address: str = Field(description="Where it leads to; empty when it leads nowhere any more.")


@router.get("/{task_id}/links")
def list_links(session: Session, actor: Actor, task_id: UUID) -> list[LinkOut]:
    """The links of a task, for those who may do it."""
    return [LinkOut.model_validate(link) for link in task_links.of_task(session, actor, task_id)]


@router.post("/{task_id}/links", status_code=201)
def make_link(session: Session, actor: Actor, task_id: UUID, body: LinkIn) -> LinkOut:
    """Let somebody without a login do this task, once."""
    link = task_links.make(session, actor, task_id, body.recipient, lasts=timedelta(days=body.days), send=body.send)
    return LinkOut.model_validate(link)


@router.delete("/{task_id}/links/{link_id}", status_code=204)
def revoke_link(session: Session, actor: Actor, task_id: UUID, link_id: UUID) -> None:
    """Take a link back."""
    task_links.revoke(session, actor, task_id, link_id)
