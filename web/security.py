"""What guards requests and answers: headers, signed cookies for guests, rate limits."""

import hashlib
import hmac
import secrets
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine import attempts
from engine.db import Database
from engine.errors import NotAllowed
from engine.settings import Settings

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # What a person sees must not come out of a shared cache, nor from this one after somebody else has logged in.
    "cache-control": "private, no-store",
}
SECURE_ONLY = {"strict-transport-security": "max-age=31536000"}

GUEST_COOKIE = "bihuan_guest"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfRefused(NotAllowed):
    """This page is out of date or comes from elsewhere. Load it again; what you typed is kept."""

    code = "csrf-refused"


class Headers:
    """ASGI: adds the security headers to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        headers = HEADERS | (SECURE_ONLY if settings.base_url.startswith("https:") else {})
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(message)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _complete(self, message: MutableMapping[str, Any]) -> None:
        given = list(message.get("headers", ()))
        names = {name.lower() for name, _ in given}
        message["headers"] = given + [pair for pair in self.headers if pair[0] not in names]


def same(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return bool(given) and hmac.compare_digest(given.encode(), expected.encode())


def guest_cookie(request: Request) -> str:
    """The random value that ties a guest's pages to their posts; a fresh one where the browser has none yet."""
    return request.cookies.get(GUEST_COOKIE, "") or secrets.token_urlsafe(18)


def guest_token(cookie: str, settings: Settings) -> str:
    """The CSRF token of a guest: only who holds the secret key can make it from the cookie."""
    return hmac.new(settings.secret_key.encode(), b"guest:" + cookie.encode(), hashlib.sha256).hexdigest()


def client_address(request: Request) -> str:
    """Where a request comes from; behind a proxy, what the proxy that we trust says."""
    return request.client.host if request.client else "unknown"


def limit(database: Database, request: Request, subject: str, *, times: int, per: timedelta) -> None:
    """Count a request against a rate limit in a transaction of its own, so that refused ones count too."""
    with database.transaction() as session:
        attempts.count(session, f"{subject}:{client_address(request)}", limit=times, per=per)


def set_cookie(headers: MutableHeaders, name: str, value: str, settings: Settings, *, max_age: int | None) -> None:
    """Add a cookie that scripts cannot read and other sites do not send; secure when people come by https."""
    secure = "; Secure" if settings.base_url.startswith("https:") else ""
    age = "" if max_age is None else f"; Max-Age={max_age}"
    headers.append("set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
