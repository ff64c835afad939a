"""The database: one engine, one session a command, and the only commit."""

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from engine import json_text
from engine.settings import Settings


class DatabaseUnreachable(Exception):
    """The database does not answer; the text says what was tried and what to do."""


class Database:
    """A pool of connections to one PostgreSQL; threads share it, each command borrows one connection."""

    def __init__(self, url: str, settings: Settings | None = None, *, size: int = 8) -> None:
        self.settings = settings or Settings()
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self.engine: Engine = create_engine(
            self.url,
            pool_size=size,
            max_overflow=4,
            pool_pre_ping=False,
            pool_recycle=1800,
            hide_parameters=True,  # answers and secrets must reach no log with an error
            json_serializer=json_text.dumps,
            json_deserializer=orjson.loads,
            connect_args={
                "connect_timeout": 10,
                "application_name": "bihuan",
                # A forgotten transaction must never hold an instance's lock for long; JIT costs more than our queries.
                "options": "-c idle_in_transaction_session_timeout=60000 -c lock_timeout=20000"
                " -c jit=off -c timezone=UTC",
                "prepare_threshold": 3,
            },
        )

    @property
    def dsn(self) -> str:
        """The address for drivers that are not SQLAlchemy, with its password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One command: commits when the block ends well, rolls everything back when it does not."""
        with self._session() as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look at the data; nothing done in it is kept."""
        with self._session() as session:
            yield session
            # What was read stays usable after the look; a rollback alone would expire it.
            session.expunge_all()
            session.rollback()

    def _session(self) -> Session:
        return Session(self.engine, expire_on_commit=False, autoflush=False, info={"settings": self.settings})

    def check(self) -> None:
        """Raise DatabaseUnreachable with a clear sentence when the server does not answer."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError as error:
            shown = self.url.set(drivername="postgresql").render_as_string(hide_password=True)
            reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
            raise DatabaseUnreachable(
                f"The database at {shown} does not answer ({reason}). "
                "Check BIHUAN_DATABASE_URL, or leave it out to use the embedded database."
            ) from error

    def dispose(self) -> None:
        """Close all connections; the database can be used again afterwards."""
        self.engine.dispose()


def settings_of(session: Session) -> Settings:
    """The settings of the installation that this session works for."""
    settings = session.info.get("settings")
    return settings if isinstance(settings, Settings) else Settings()
