"""How large a request may be: told before it fills memory or disk."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.settings import Settings
from web import errors
from web.security import SAFE_METHODS

MEBIBYTE = 1024 * 1024


class SizeLimit:
    """ASGI: refuses a body over the limit, by what it says of itself or by counting what comes.

    The connection stays open: the server throws away what a browser still sends, so that the browser reads the answer.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.limit = settings.max_request_mb * MEBIBYTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
        elif _announced(scope) > self.limit:
            await errors.answer(Request(scope, receive), 413)(scope, receive, send)
        else:
            await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise HTTPException(413)
            return message

        return receive_counted


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
