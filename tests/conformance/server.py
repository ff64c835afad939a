"""A database server for a conformance run: started by its first case, stopped when the run is over."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from engine import embedded, schema
from engine.db import Database
from tests.conftest import CARELESS

FOLDER = Path(tempfile.gettempdir()) / f"bihuan-conformance-{os.getuid()}"
provided = ""
"""The address of a server that somebody else starts and stops; without it this module starts one."""
_ROOT = Path(__file__).resolve().parents[2]


def fresh_database() -> str:
    """The address of a migrated, empty database; those of earlier scenarios are dropped, for cases run in turn."""
    address = provided or _template()
    name = f"case_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(address.replace("/bihuan", "/postgres", 1), autocommit=True) as connection:
        for (left,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'case_%'").fetchall():
            connection.execute(f"DROP DATABASE {left} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE bihuan STRATEGY file_copy")
    return address.replace("/bihuan", f"/{name}", 1)


def _template() -> str:
    note = FOLDER / "address"
    if note.exists() and _answers(note.read_text()):
        return note.read_text()
    note.unlink(missing_ok=True)
    found = embedded.start(FOLDER)
    with psycopg.connect(found, autocommit=True) as connection:
        for line in CARELESS:
            name, value = line.split(" = ")
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    subprocess.Popen(
        [sys.executable, "-m", "tests.conformance.server", str(os.getppid())],
        cwd=_ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    database = Database(found)
    schema.migrate(database)
    database.dispose()
    note.write_text(found)
    return found


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address.replace("/bihuan", "/postgres", 1)).close()
    except psycopg.OperationalError:  # a run before this one was killed together with its server
        return False
    return True


def _stop_after(run: int) -> None:
    """Waits for the end of the process that runs the cases."""
    while _lives(run):
        time.sleep(0.5)
    embedded.stop(FOLDER)
    subprocess.run(["rm", "-rf", str(FOLDER)], check=False)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _stop_after(int(sys.argv[1]))
