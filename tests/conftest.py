"""What all tests stand on: a real PostgreSQL, a fresh look at it per test, and a clock that can be moved."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlmodel import Session

from engine import clock, embedded, schema
from engine.db import Database

# A server that promises nothing across a power cut is enough for tests, and several times quicker.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of an embedded server that is started for this test process and removed with it."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-"))
    folder.chmod(0o755)
    address = embedded.start(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        for line in CARELESS:
            name, value = line.split(" = ")
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield address
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copy_of(server: str, template: str, name: str) -> Iterator[str]:
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield _named(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(address: str, name: str) -> str:
    return address.replace("/bihuan", f"/{name}", 1)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of a migrated, empty database that others are copied from."""
    database = Database(server)
    schema.migrate(database)
    database.dispose()
    return "bihuan"


@pytest.fixture(scope="session")
def shared_database(server: str, template: str) -> Iterator[Database]:
    """One database for all tests that roll back what they did."""
    with copy_of(server, template, "shared") as address:
        database = Database(address)
        yield database
        database.dispose()


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """A session whose work is rolled back after the test: for commands, which never commit."""
    with shared_database.engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, expire_on_commit=False, autoflush=False) as session:
            yield session
        transaction.rollback()


_copies = 0


@pytest.fixture
def database(server: str, template: str) -> Iterator[Database]:
    """A database of the test's own: for what commits, has several connections, or serves pages."""
    global _copies
    _copies += 1
    with copy_of(server, template, f"copy{_copies}") as address:
        database = Database(address)
        yield database
        database.dispose()


@pytest.fixture(autouse=True)
def unmoved_clock() -> Iterator[None]:
    """Every test starts at the present moment."""
    clock.set_offset(timedelta())
    yield
    clock.set_offset(timedelta())
    clock.freeze(None)


@pytest.fixture
def early_in_a_window() -> None:
    """Just after a full hour, so that no window of a rate limit ends during the test."""
    clock.set_offset(timedelta(seconds=3605 - clock.now().timestamp() % 3600))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", default="", help="folder to which browser tests write the pictures of the handbook")
