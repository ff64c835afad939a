"""Runs commands at the same moment, each in a thread and a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlmodel import Session

from engine.db import Database
from engine.errors import BihuanError

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result | BihuanError]:
    """Begin all acts together; their results or refusals, in their order. Any other exception is raised here."""
    together = Barrier(len(acts))

    def act(do: Callable[[], Result]) -> Result | BihuanError:
        together.wait(timeout=30)
        try:
            return do()
        except BihuanError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))


def command(database: Database, do: Callable[[Session], Result]) -> Callable[[], Result]:
    """The command as an act of its own transaction."""

    def act() -> Result:
        with database.transaction() as session:
            return do(session)

    return act
