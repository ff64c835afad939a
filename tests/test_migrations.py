"""The migrations make exactly the tables that the models declare."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import engine.models  # noqa: F401 - fills the metadata
from engine import schema
from engine.db import Database


def test_a_migrated_database_has_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, SQLModel.metadata) == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Archives are made from their tables by inheritance; tests/engine/test_archive.py looks at them."""
    return not (kind == "table" and name is not None and name.startswith(("procrastinate_", "archived_")))


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert schema.migrate(database) == (schema.newest(), schema.newest())
