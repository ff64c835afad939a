"""What routes ask for: the transaction of a request, its actor, its language; the only home of `Depends`.

def claim(session: Session, actor: Actor, task_id: UUID) -> Response: ...
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, TypeAlias, TypeVar

import sqlmodel
from anyio import CancelScope
from fastapi import Depends, Request
from starlette.datastructures import FormData

import engine.settings
from engine import identity
from engine.db import Database
from engine.errors import NotLoggedIn
from web import i18n, security, submission

SESSION_COOKIE = "bihuan_session"

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Edge:
    """What the application holds for its requests.

    permits: as many as threads. A request waits here before it takes a connection; if it waited afterwards, requests
    that hold all connections could wait for threads that wait for connections.
    threads: where the edge itself talks to the database, before and after the route. A plain pool costs half of what
    the general one does, and holders of a permit always find a free thread in it.
    """

    database: Database
    settings: engine.settings.Settings
    permits: asyncio.Semaphore
    threads: ThreadPoolExecutor

    async def in_thread(self, work: Callable[..., Value], *arguments: Any) -> Value:
        """What a blocking function returns, called in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)

    @property
    def session_lasts(self) -> timedelta:
        """How long a login lasts without activity."""
        return timedelta(hours=self.settings.session_hours)


def edge_of(request: Request) -> Edge:
    """What the application holds for its requests."""
    edge: Edge = request.app.state.edge
    return edge


async def _transaction(request: Request) -> AsyncIterator[sqlmodel.Session]:
    edge = edge_of(request)
    async with edge.permits:
        transaction = edge.database.transaction()
        session = transaction.__enter__()  # connects at its first statement, so this may run in the event loop
        try:
            yield session
        except BaseException as error:
            # A client that hangs up must not leave a connection behind.
            with CancelScope(shield=True):
                await edge.in_thread(transaction.__exit__, type(error), error, error.__traceback__)
            raise
        with CancelScope(shield=True):
            await edge.in_thread(transaction.__exit__, None, None, None)


Session: TypeAlias = Annotated[sqlmodel.Session, Depends(_transaction, scope="function")]
"""The transaction of the request: committed before the answer goes out, rolled back when anything is raised."""


async def _found(request: Request, session: Session) -> identity.Actor | None:
    edge = edge_of(request)
    authorization = request.headers.get("authorization", "")
    if authorization[:7].lower() == "bearer ":
        request.state.actor = await edge.in_thread(identity.actor_of_token, session, authorization[7:].strip())
    elif cookie := request.cookies.get(SESSION_COOKIE):
        locale = i18n.locale_of(request, edge.settings.locale)
        resolve = partial(identity.actor_of_session, locale=locale, lasts=edge.session_lasts)
        found = await edge.in_thread(resolve, session, cookie)
        request.state.actor, request.state.csrf_token = found or (None, "")
    actor: identity.Actor | None = getattr(request.state, "actor", None)
    return actor


Found: TypeAlias = Annotated[identity.Actor | None, Depends(_found)]


async def _actor(request: Request, found: Found) -> identity.Actor:
    if found is None:
        raise NotLoggedIn()
    csrf_token = getattr(
        request.state, "csrf_token", None
    )  # absent when an API token was given, which no page can send
    if csrf_token is not None and request.method not in security.SAFE_METHODS:
        await _check_csrf(request, csrf_token)
    return found


Actor: TypeAlias = Annotated[identity.Actor, Depends(_actor)]
"""The person who asks, by session cookie (with CSRF check on changes) or API token; NotLoggedIn when there is none."""


async def _guest(request: Request) -> identity.Actor:
    if request.method not in security.SAFE_METHODS:
        await _check_csrf(request, _guest_token(request))
    return identity.PUBLIC


Guest: TypeAlias = Annotated[identity.Actor, Depends(_guest)]
"""Somebody on a page that needs no login, with a double-submit CSRF check on changes; always the public actor."""


async def _anyone(request: Request, found: Found) -> identity.Actor | None:
    if request.method not in security.SAFE_METHODS:
        await _check_csrf(request, getattr(request.state, "csrf_token", ""), _guest_token(request))
    return found


Anyone: TypeAlias = Annotated[identity.Actor | None, Depends(_anyone)]
"""A person or, as None, somebody who is not logged in; changes need the CSRF token of either."""


def _guest_token(request: Request) -> str:
    cookie = request.cookies.get(security.GUEST_COOKIE)
    return security.guest_token(cookie, edge_of(request).settings) if cookie else ""


async def _check_csrf(request: Request, *expected: str) -> None:
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        field = (await form_of(request)).get("csrf_token")
        given = field if isinstance(field, str) else ""
    if not any(security.same(given, token) for token in expected):
        raise security.CsrfRefused()


async def form_of(request: Request) -> FormData:
    """The form of the request, parsed once; its temporary files are closed when the request is done."""
    form = await request.form()
    request.scope["fastapi_middleware_astack"].push_async_callback(form.close)
    return form


async def _locale(request: Request) -> str:
    return i18n.locale_of(request, edge_of(request).settings.locale)


Locale: TypeAlias = Annotated[str, Depends(_locale)]
"""The language of the answer. Name it after Actor in a route, so that the person's own choice is known."""


Submission: TypeAlias = Annotated[submission.Submission, Depends(submission.read)]
"""What a form sent: answers, files, the button that was pressed."""


async def _settings(request: Request) -> engine.settings.Settings:
    return edge_of(request).settings


Settings: TypeAlias = Annotated[engine.settings.Settings, Depends(_settings)]
"""The settings of the installation."""


def limited(subject: str, *, times: int, per: timedelta) -> Any:
    """A dependency that lets one address ask only so often; TooManyAttempts otherwise.

    For a route's `dependencies=[limited("receipt", times=30, per=timedelta(hours=1))]`: those run before the request
    takes its own connection.
    """

    async def count(request: Request) -> None:
        edge = edge_of(request)
        async with edge.permits:
            await edge.in_thread(partial(security.limit, times=times, per=per), edge.database, request, subject)

    return Depends(count)
