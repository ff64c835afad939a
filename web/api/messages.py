"""Messages: /api/v1/messages."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine import messages
from web.api.idempotency import IdempotencyKey
from web.deps import Actor, Session
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/messages", tags=["messages"])


class MessageIn(BaseModel):
    """A named input for the one instance that waits for it with this correlation key."""

    name: str = Field(max_length=200)
    correlation_key: str = Field(default="", max_length=500)
    variables: JsonObject = Field(default_factory=dict)


class CorrelatedOut(BaseModel):
    """The instance that took the message, and whether the message started it."""

    model_config = ConfigDict(from_attributes=True)

    instance_id: UUID
    started: bool


@router.post("")
def correlate(session: Session, actor: Actor, body: MessageIn, idempotency_key: IdempotencyKey = None) -> CorrelatedOut:
    """Deliver a message; 422 when nobody waits for it, or more than one instance does."""
    correlated = messages.correlate(
        session, actor, body.name, body.correlation_key, body.variables, idempotency_key=idempotency_key
    )
    return CorrelatedOut.model_validate(correlated)
