"""What I may start: /api/v1/processes."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from engine import deployments, instances
from web.api.tasks import FormOut
from web.deps import Actor, Locale, Session
from web.drafts import DraftIn, DraftOut
from web.routing import Router

router = Router(prefix="/api/v1/processes", tags=["instances"])


class ProcessOut(BaseModel):
    """A process that I may start."""

    model_config = ConfigDict(from_attributes=True)

    definition_id: UUID
    key: str
    version: int
    name: str
    description: str
    has_form: bool


class ProcessList(BaseModel):
    """All processes that I may start, by name."""

    items: list[ProcessOut]


@router.get("")
def list_processes(session: Session, actor: Actor, locale: Locale) -> ProcessList:
    """The newest version of every process in service that I may start."""
    rows = deployments.startable(session, actor, locale)
    return ProcessList(items=[ProcessOut.model_validate(row) for row in rows])


@router.get("/{key}/form")
def get_start_form(session: Session, actor: Actor, locale: Locale, key: str) -> FormOut:
    """The form that starts a process."""
    return FormOut.model_validate(instances.start_form(session, actor, key, locale))


@router.put("/{key}/draft", response_model_exclude_none=True)
def save_start_draft(session: Session, actor: Actor, locale: Locale, key: str, body: DraftIn) -> DraftOut:
    """Keep unfinished answers to a start form; 409 when another window saved in between, unless a `base` is sent."""
    return DraftOut.of(instances.save_start_draft(session, actor, key, body.typed(), locale))
