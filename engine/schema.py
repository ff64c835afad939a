"""The schema of the database: brought to the newest revision, or checked to be there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db import Database


def migrate(database: Database) -> tuple[str | None, str | None]:
    """Bring the database to the newest revision; returns the revision before and after."""
    before = revision(database)
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, revision(database)


def revision(database: Database) -> str | None:
    """The revision the database is at, None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest revision this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
