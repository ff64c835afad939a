"""Who I am, and my API tokens: /api/v1/me."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine import identity
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/api/v1/me", tags=["me"])


class MeOut(BaseModel):
    """The person a request acts for."""

    login: str
    name: str
    position: str
    locale: str = Field(description="The chosen language, empty when none was chosen.")
    groups: list[str]
    rights: list[str] = Field(description="Of: monitor, operate, deploy, administer.")


class TokenOut(BaseModel):
    """An API token; its secret cannot be shown again."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    """A new API token with its secret, shown this once: `Authorization: Bearer bh_…`."""

    secret: str


class TokenList(BaseModel):
    """My tokens, newest first."""

    items: list[TokenOut]


class TokenIn(BaseModel):
    """What a token is for, and how long it lasts."""

    name: str = Field(min_length=1, max_length=100)
    days: int = Field(default=90, ge=1, le=730)


@router.get("")
def me(session: Session, actor: Actor) -> MeOut:
    """The person this request acts for."""
    return MeOut(
        login=actor.login,
        name=actor.name,
        position=actor.position,
        locale=actor.locale,
        groups=sorted(actor.groups),
        rights=sorted(actor.rights),
    )


@router.get("/tokens")
def list_tokens(session: Session, actor: Actor) -> TokenList:
    """My API tokens."""
    return TokenList(items=[TokenOut.model_validate(token) for token in identity.tokens(session, actor)])


@router.post("/tokens", status_code=201)
def create_token(session: Session, actor: Actor, body: TokenIn) -> NewTokenOut:
    """Make an API token with my rights."""
    token, secret = identity.create_token(session, actor, body.name, days=body.days)
    return NewTokenOut(**TokenOut.model_validate(token).model_dump(), secret=secret)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(session: Session, actor: Actor, token_id: UUID) -> None:
    """Make one of my tokens useless."""
    identity.revoke_token(session, actor, token_id)
