"""Moving the tokens of an instance: /api/v1/instances/{id}/moves."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine import token_moves
from engine.bpmn import Begin, Moved
from web.deps import Actor, Session
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/instances", tags=["instances"])


class StandingOut(BaseModel):
    """One token that can be ended by hand."""

    model_config = ConfigDict(from_attributes=True)

    token_id: str
    element_id: str
    name: str
    kind: str = Field(description="How it waits: user, job, timer, message …; scope, loop, join, or empty.")
    process_id: str
    parent_token_id: str = Field(description="The scope or loop around it; empty outermost.")
    scope_ids: list[str]


class PlaceOut(BaseModel):
    """One element, and whether a token can be begun there now."""

    model_config = ConfigDict(from_attributes=True)

    element_id: str
    name: str
    kind: str
    process_id: str
    refused: str = Field(description="Why it cannot, as a code; empty when it can.")
    scopes: list[str] = Field(description="The tokens of scopes one of which must be named; empty where none needs to.")


class PossibleOut(BaseModel):
    """What can be moved, and where to."""

    model_config = ConfigDict(from_attributes=True)

    standing: list[StandingOut]
    places: list[PlaceOut]


class BeginIn(BaseModel):
    """An element to begin."""

    element: str = Field(max_length=200)
    scope: str | None = Field(default=None, max_length=200, description="A scope's token, where several are running.")


class MoveIn(BaseModel):
    """What to end and what to begin, in one step, and why."""

    cancel: list[str] = Field(
        default_factory=list, max_length=1000, description="Token ids, or element ids: then all tokens there."
    )
    begin: list[BeginIn] = Field(default_factory=list, max_length=1000)
    variables: JsonObject = Field(default_factory=dict, description="Set before anything moves.")
    reason: str = Field(min_length=1, max_length=2000)


class TokenOut(BaseModel):
    """A token and its element."""

    token_id: str
    element_id: str


class MovedOut(BaseModel):
    """What was ended and begun, and the scopes that were opened for it."""

    ended: list[TokenOut]
    begun: list[TokenOut]
    opened: list[TokenOut]


@router.get("/{instance_id}/moves")
def possible_moves(session: Session, actor: Actor, instance_id: UUID) -> PossibleOut:
    """What can be moved now, and where to (right "operate")."""
    return PossibleOut.model_validate(token_moves.possible(session, actor, instance_id))


@router.post("/{instance_id}/moves")
def move(session: Session, actor: Actor, instance_id: UUID, body: MoveIn) -> MovedOut:
    """Move tokens: end some and begin elements (right "operate")."""
    begin = [Begin(element_id=each.element, scope_token_id=each.scope) for each in body.begin]
    return _told(
        token_moves.move(session, actor, instance_id, body.cancel, begin, body.reason, variables=body.variables)
    )


def _told(moved: Moved) -> MovedOut:
    groups = {"ended": moved.ended, "begun": moved.begun, "opened": moved.opened}
    tokens = {name: [TokenOut(token_id=a, element_id=b) for a, b in group] for name, group in groups.items()}
    return MovedOut(**tokens)
