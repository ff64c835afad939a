"""Live updates: one look at history a second for all open pages of this process, told to each as names of fragments."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from engine import clock, live
from engine.db import Database
from web.deps import Actor, edge_of

log = logging.getLogger("bihuan.live")

router = APIRouter(include_in_schema=False)

POLLER = "bihuan-live"
EVERY = 1.0
"""Seconds between two looks at history."""
PING = 15.0
"""Seconds of silence after which a comment keeps the connection open."""
RECALLS = 5.0
"""Seconds back of which a page that begins to listen is told: it was made before it could listen."""
LASTS = 600.0
"""Seconds after which a stream ends; the browser comes back, and is asked who it is."""
SHARED = frozenset({"inbox", "instances", "overview", "mailbox", "batches"})
"""Fragments that everybody may hear of; an instance only those who ask for it by its id."""


class Listener:
    """One open page: the names it wants to hear, and those it has not been told yet."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted | SHARED
        self.stale: set[str] = set()
        self.news = asyncio.Event()

    def tell(self, names: frozenset[str]) -> None:
        """Add names; several before the next message become one."""
        fresh = names & self.wanted
        if fresh:
            self.stale |= fresh
            self.news.set()

    def take(self) -> list[str]:
        """The names not told yet, each once."""
        names, self.stale = sorted(self.stale), set()
        self.news.clear()
        return names


class Broadcast:
    """The one poller of a process; it runs only while somebody listens."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.listeners: set[Listener] = set()
        self.cursor: live.Cursor | None = None
        self.recent: dict[str, float] = {}
        self._poller: asyncio.Task[None] | None = None

    def join(self, listener: Listener) -> None:
        """Begin to tell a listener."""
        self.listeners.add(listener)
        now = asyncio.get_running_loop().time()
        listener.tell(frozenset(name for name, at in self.recent.items() if now - at < RECALLS))
        if self._poller is None or self._poller.done():
            self._poller = asyncio.create_task(self._poll(), name=POLLER)

    def leave(self, listener: Listener) -> None:
        """Stop telling a listener; without any, the poller ends at its next turn."""
        self.listeners.discard(listener)

    async def _poll(self) -> None:
        while self.listeners:
            try:
                stale = await run_in_threadpool(self.look)
            except Exception:
                # A database that is away for a moment must not end live updates for good.
                log.exception("the look at history failed; the next one follows")
            else:
                self._tell(stale)
            await asyncio.sleep(EVERY)

    def _tell(self, stale: frozenset[str]) -> None:
        now = asyncio.get_running_loop().time()
        kept = {name: at for name, at in self.recent.items() if now - at < RECALLS}
        self.recent = kept | dict.fromkeys(stale, now)
        for listener in self.listeners:
            listener.tell(stale)

    def look(self) -> frozenset[str]:
        """One look at history: what became stale since the one before, nothing at the first."""
        with self.database.reading() as session:
            if self.cursor is None:
                self.cursor = live.newest(session, clock.now())
                return frozenset()
            self.cursor, stale = live.changes(session, self.cursor, clock.now())
            return stale


def broadcast_of(app: FastAPI, database: Database) -> Broadcast:
    """The poller of an application, made when the first page listens."""
    if not hasattr(app.state, "broadcast"):
        app.state.broadcast = Broadcast(database)
    broadcast: Broadcast = app.state.broadcast
    return broadcast


@router.get("/live")
async def listen(
    request: Request, actor: Actor, watch: Annotated[list[str] | None, Query(max_length=20)] = None
) -> Response:
    """Tell a page which of its fragments are stale; it fetches them, and authorisation runs as usual."""
    broadcast = broadcast_of(request.app, edge_of(request).database)
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return StreamingResponse(
        messages(broadcast, Listener(frozenset(watch or ()))), media_type="text/event-stream", headers=headers
    )


async def messages(broadcast: Broadcast, listener: Listener, *, lasts: float = LASTS) -> AsyncGenerator[str]:
    """The stream of one page, as server-sent events (HTML Living Standard, 9.2)."""
    broadcast.join(listener)
    ends = asyncio.get_running_loop().time() + lasts
    try:
        yield "retry: 3000\n\n"
        while asyncio.get_running_loop().time() < ends:
            try:
                await asyncio.wait_for(listener.news.wait(), timeout=PING)
            except TimeoutError:
                yield ": still here\n\n"
            for name in listener.take():
                yield f'data: {{"fragment": "{name}"}}\n\n'
    finally:
        broadcast.leave(listener)
