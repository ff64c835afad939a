"""`bihuan bulk …`: one thing done to many instances from a terminal, followed, stopped, tried again.

Whoever can run these reaches the database anyway: they act as the system, and the history says so. The work is done by
the worker of the installation, here only if `--wait` finds none at it.
"""

import sys
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

import typer
from sqlmodel import Session

from engine import batch_listing, batch_work, batches, instance_migration
from engine.batch_listing import BatchRow
from engine.batches import Order
from engine.db import Database
from engine.errors import BihuanError
from engine.identity import SYSTEM, Actor
from engine.listing import Search
from engine.settings import Settings
from web import errors, outcomes
from web.terminal import must_be_migrated, opened, pair, say

bulk = typer.Typer(help="One thing done to many instances, one after the other.", no_args_is_help=True)

Kind = Literal["retry", "set-variables", "suspend", "resume", "migrate", "cancel"]
State = Literal["", "active", "suspended", "incident"]
Batch = Annotated[UUID, typer.Argument(help="The id of the bulk operation.")]
Many = Annotated[list[str], typer.Option(help="name=value, JSON or else a text; for set-variables.")]
Mapped = Annotated[
    list[str], typer.Option("--map", help="old=new, for elements that are called otherwise; for migrate.")
]


@bulk.command("run")
def run(
    kind: Annotated[Kind, typer.Argument(help="What to do.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of each instance.")],
    instance: Annotated[list[UUID], typer.Option(help="An instance; may be given more than once.")] = [],  # noqa: B006 - typer copies it
    process: Annotated[str, typer.Option(help="Or all running instances of this process …")] = "",
    version: Annotated[int, typer.Option(help="… of this version only …")] = 0,
    state: Annotated[State, typer.Option(help="… in this state only …")] = "",
    search: Annotated[str, typer.Option(help="… with this text in number or title.")] = "",
    variable: Many = [],  # noqa: B006 - typer copies it
    to: Annotated[int, typer.Option(help="The version to go to; for migrate, with --process.")] = 0,
    mapping: Mapped = [],  # noqa: B006 - typer copies it
    wait: Annotated[bool, typer.Option(help="Do the work here and tell what became of each.")] = True,
) -> None:
    """Do one thing to these instances; with --wait ends with 1 when some have failed."""
    if bool(instance) == bool(process or search or state):
        sys.exit("bihuan: name instances by --instance, or choose them by --process, --state or --search")
    settings = Settings.from_environment()
    with opened(settings) as database:
        must_be_migrated(database)

        def order(session: Session) -> UUID:
            given: dict[str, Any] = {"variables": dict(map(pair, variable)), "mapping": dict(map(pair, mapping))}
            if kind == "migrate":
                given["definition_id"] = instance_migration.version(session, process, to)
            of_version = instance_migration.version(session, process, version) if version else None
            wanted = Search(text=search, state=state, key=process, definition_id=of_version)
            return batches.create(
                session, SYSTEM, Order(kind=kind, reason=reason, parameters=given), instance or wanted
            )

        batch_id = _done(database, settings, order)
        say(f"Bulk operation {batch_id}")
        left = _work(database, settings, batch_id) if wait else 0
    raise typer.Exit(1 if left else 0)


@bulk.command("list")
def listed() -> None:
    """The newest bulk operations."""
    with opened(Settings.from_environment()) as database, database.reading() as session:
        for batch in batch_listing.batches(session, SYSTEM, "en"):
            say(f"{batch.id}  {_line(batch)}")


@bulk.command("show")
def show(batch: Batch) -> None:
    """How far one is, and why instances failed."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        _done(database, settings, lambda session: batch_listing.batch(session, SYSTEM, batch, "en"))
        _tell(database, settings, batch)


@bulk.command("stop")
def stop(batch: Batch) -> None:
    """Do no more of it."""
    _change(batches.stop, batch)


@bulk.command("go-on")
def go_on(batch: Batch) -> None:
    """Let a stopped one go on."""
    _change(batches.go_on, batch)


@bulk.command("retry")
def retry(batch: Batch) -> None:
    """Try those that failed once more."""
    _change(batches.retry, batch)


def _change(verb: Callable[[Session, Actor, UUID], None], batch: UUID) -> None:
    settings = Settings.from_environment()
    with opened(settings) as database:
        must_be_migrated(database)
        _done(database, settings, lambda session: verb(session, SYSTEM, batch))
        _tell(database, settings, batch)


def _done(database: Database, settings: Settings, command: Callable[[Session], Any]) -> Any:
    try:
        with database.transaction() as session:
            return command(session)
    except BihuanError as error:
        sys.exit(f"bihuan: {errors.sentence(error, 'en', settings)}")


def _work(database: Database, settings: Settings, batch_id: UUID) -> int:
    """Works together with whatever worker runs, until all is done or somebody stops it; returns how many failed."""
    while batch_work.work(database) or _is_running(database, batch_id):
        pass
    return _tell(database, settings, batch_id).failed


def _is_running(database: Database, batch_id: UUID) -> bool:
    """Whether others still have instances of it; looks again a moment later, as they need one for each."""
    with database.reading() as session:
        running = batch_listing.batch(session, SYSTEM, batch_id, "en").state == "running"
    if running:
        time.sleep(0.1)
    return running


def _tell(database: Database, settings: Settings, batch_id: UUID) -> BatchRow:
    with database.reading() as session:
        batch = batch_listing.batch(session, SYSTEM, batch_id, "en")
        failed = batch_listing.items(session, SYSTEM, batch_id, "en", state="failed", limit=1000)
    for item in outcomes.told(failed, "en", settings):
        say(f"{item.instance_id}  {item.business_key}  {item.message}")
    say(_line(batch))
    return batch


def _line(batch: BatchRow) -> str:
    return (
        f"{batch.kind}: {batch.state}, {batch.done} of {batch.total} done, {batch.failed} failed, "
        f"{batch.waiting} waiting ({batch.reason})"
    )
