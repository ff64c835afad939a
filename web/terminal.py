"""What commands of the command line share: a database in place, values as they are typed, a way to say something."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from engine import embedded, schema
from engine.db import Database
from engine.settings import Settings


def say(text: str) -> None:
    """One line to whoever typed the command."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database of this installation; the embedded one is started where no other is named."""
    address = settings.database_url
    if not address:
        say(f"Starting the embedded PostgreSQL in {settings.data_dir} …")
        address = embedded.start(settings.data_dir)
    database = Database(address, settings, size=settings.threads + settings.worker_threads + 4)
    database.check()
    try:
        yield database
    finally:
        database.dispose()
        if not settings.database_url:
            embedded.leave(settings.data_dir)


def must_be_migrated(database: Database) -> None:
    """Ends the command unless the database has this release's schema."""
    if schema.revision(database) != schema.newest():
        sys.exit("bihuan: the database does not have this release's schema. Run `bihuan migrate` first.")


def pair(text: str) -> tuple[str, Any]:
    """What `name=value` says: the value is JSON or else a text; ends the command when it is not of that form."""
    name, equals, value = text.partition("=")
    if not equals:
        sys.exit(f"bihuan: {text} is not of the form name=value")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value
