"""The upkeep of the database: finished instances go to the archive, what nobody needs is removed."""

from dataclasses import dataclass

from engine import archive, leftovers
from engine.db import Database
from engine.leftovers import Removed


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one round of upkeep did."""

    archived: int
    removed: Removed


def keep_up(database: Database, *, days: int | None = None) -> Kept:
    """One round; `days` after their end instances are archived, as the settings say where it is None, never at 0."""
    days = database.settings.archive_after_days if days is None else days
    return Kept(archived=archive.sweep(database, days) if days else 0, removed=leftovers.sweep(database))
