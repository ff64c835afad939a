"""What a person keeps for themselves: language, password, API tokens."""

from typing import Annotated, Any
from uuid import UUID

import sqlmodel
from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from engine import identity
from engine.errors import BihuanError, Invalid, LoginRefused, TooManyAttempts
from web import errors
from web.deps import Actor, Locale, Session, Settings
from web.pages.page import page
from web.routing import Router

router = Router(prefix="/profile", include_in_schema=False)

Secret = Annotated[str, Form(max_length=1000)]


@router.get("")
def profile(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """Language, password and tokens on one page."""
    return _page(request, session, actor, locale)


def _page(
    request: Request, session: sqlmodel.Session, actor: identity.Actor, locale: str, status: int = 200, **more: Any
) -> Response:
    context = {"tokens": identity.tokens(session, actor), **more}
    return page(request, session, actor, locale, "profile/page.html", context, status=status)


@router.post("/password")
def change_password(
    request: Request, session: Session, actor: Actor, locale: Locale, settings: Settings, old: Secret, new: Secret
) -> Response:
    """Change the password, which ends all sessions. A wrong one is answered, so that the counted attempt is kept."""
    try:
        identity.change_password(session, actor, old, new)
    except (LoginRefused, TooManyAttempts, Invalid) as error:
        return _refused(request, session, actor, locale, error, problem=errors.sentence(error, locale, settings))
    return RedirectResponse("/login", 303)


def _refused(
    request: Request, session: sqlmodel.Session, actor: identity.Actor, locale: str, error: BihuanError, **more: Any
) -> Response:
    status = 429 if isinstance(error, TooManyAttempts) else 422
    return _page(request, session, actor, locale, status=status, **more)


@router.post("/tokens")
def create_token(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    name: Annotated[str, Form(min_length=1, max_length=100)],
    days: Annotated[int, Form(ge=1, le=730)] = 90,
) -> Response:
    """Make a token and show its secret, this once: the answer is the page itself, so that no address holds it."""
    _, secret = identity.create_token(session, actor, name, days=days)
    return _page(request, session, actor, locale, secret=secret)


@router.post("/tokens/{token_id}/revocation")
def revoke_token(session: Session, actor: Actor, token_id: UUID) -> Response:
    """Make a token useless."""
    identity.revoke_token(session, actor, token_id)
    return RedirectResponse("/profile?said=revoked", 303)
