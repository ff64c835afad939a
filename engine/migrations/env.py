"""Runs the migrations: one transaction, with a lock timeout so that a busy system is never blocked for long."""

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlmodel import SQLModel

import engine.models  # noqa: F401 - fills the metadata
from engine.settings import Settings


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The job queue keeps its own tables."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def run(connection: Connection) -> None:
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    # Two processes that start at once must not migrate at once.
    connection.execute(text("SELECT pg_advisory_xact_lock(4207849)"))
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, include_name=ours, compare_server_default=False
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    settings = Settings.from_environment()
    with create_engine(settings.database_url.replace("postgresql://", "postgresql+psycopg://")).begin() as own:
        run(own)
