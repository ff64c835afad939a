"""Live updates."""

import asyncio
from collections.abc import Callable

from engine import history
from engine.db import Database
from engine.history import Fact
from engine.identity import SYSTEM
from engine.ids import new_id
from tests.web.conftest import Browser
from web import live
from web.live import Broadcast, Listener

Open = Callable[..., Browser]


def test_a_listener_hears_each_name_once_and_only_what_it_wants() -> None:
    async def listen() -> list[str]:
        listener = Listener(frozenset({"instance:1"}))
        listener.tell(frozenset({"inbox", "instance:1", "instance:2"}))
        listener.tell(frozenset({"inbox"}))
        return listener.take()

    assert asyncio.run(listen()) == ["inbox", "instance:1"]


def test_a_listener_is_not_woken_by_what_it_does_not_want() -> None:
    async def listen() -> bool:
        listener = Listener(frozenset())
        listener.tell(frozenset({"instance:2"}))
        return listener.news.is_set()

    assert asyncio.run(listen()) is False


def test_a_commit_reaches_an_open_page(database: Database) -> None:
    instance_id = new_id()

    async def listen() -> list[str]:
        broadcast = Broadcast(database)
        stream = live.messages(broadcast, Listener(frozenset({f"instance:{instance_id}"})))
        assert await anext(stream) == "retry: 3000\n\n"
        while broadcast.cursor is None:
            await asyncio.sleep(0)
        with database.transaction() as session:
            history.record(session, SYSTEM, Fact(kind="task.completed", instance_id=instance_id))
        heard = [await asyncio.wait_for(anext(stream), 5) for _ in range(4)]
        await stream.aclose()
        assert not broadcast.listeners
        return heard

    names = ["inbox", f"instance:{instance_id}", "instances", "overview"]
    assert asyncio.run(listen()) == [f'data: {{"fragment": "{name}"}}\n\n' for name in names]


def test_a_page_that_begins_to_listen_hears_what_happened_while_it_was_loading(database: Database) -> None:
    async def listen() -> list[str]:
        broadcast = Broadcast(database)
        first = live.messages(broadcast, Listener(frozenset()))
        await anext(first)
        while broadcast.cursor is None:
            await asyncio.sleep(0)
        with database.transaction() as session:
            history.record(session, SYSTEM, Fact(kind="deployment.made"))
        told = [await asyncio.wait_for(anext(first), 5)]
        late = live.messages(broadcast, Listener(frozenset()))
        await anext(late)
        told.append(await asyncio.wait_for(anext(late), 0.5))
        for stream in (first, late):
            await stream.aclose()
        return told

    assert asyncio.run(listen()) == ['data: {"fragment": "overview"}\n\n'] * 2


def test_one_poller_serves_all_pages(database: Database) -> None:
    async def listen() -> int:
        broadcast = Broadcast(database)
        streams = [live.messages(broadcast, Listener(frozenset())) for _ in range(3)]
        for stream in streams:
            await anext(stream)
        pollers = [task for task in asyncio.all_tasks() if task.get_name() == live.POLLER]
        for stream in streams:
            await stream.aclose()
        return len(pollers)

    assert asyncio.run(listen()) == 1


def test_it_refuses_strangers(browser: Open) -> None:
    stranger = browser()
    stranger.headers["accept"] = "text/event-stream"
    assert stranger.get("/live").status_code == 401
