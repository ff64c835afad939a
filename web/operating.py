"""`bihuan move`, `migrate-instances` and `undo-migration`: interventions into running instances, from a terminal.

Whoever can run these reaches the database anyway: they act as the system, and the history says so.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import typer

from engine import instance_migration, listing, token_moves
from engine.bpmn import Begin, Verdict
from engine.db import Database
from engine.errors import BihuanError
from engine.identity import SYSTEM
from engine.instance_migration import Preview
from engine.settings import Settings
from web import errors, reasons
from web.terminal import must_be_migrated, opened, pair, say

Reason = Annotated[str, typer.Option(help="Why; it stands in the history of each instance.")]


def add_operations(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(move)
    app.command()(migrate_instances)
    app.command()(undo_migration)


def move(
    instance: Annotated[str, typer.Argument(help="The number or the id of the instance.")],
    cancel: Annotated[list[str], typer.Option(help="A token, or an element: all tokens there.")] = [],  # noqa: B006 - typer copies it
    begin: Annotated[list[str], typer.Option(help="An element; ELEMENT@TOKEN names the scope.")] = [],  # noqa: B006 - as above
    variable: Annotated[list[str], typer.Option(help="name=value, JSON or else a text; set first.")] = [],  # noqa: B006 - as above
    reason: Reason = "",
) -> None:
    """Move tokens of an instance; without --cancel and --begin: tell where it stands and what can be begun."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        must_be_migrated(database)
        try:
            if not cancel and not begin:
                _tell_where(database, instance)
                return
            with database.transaction() as session:
                moved = token_moves.move(
                    session, SYSTEM, listing.named(session, SYSTEM, instance), cancel,
                    [_begin(each) for each in begin], reason, variables=dict(pair(each) for each in variable),
                )  # fmt: skip
        except BihuanError as error:
            sys.exit(f"bihuan: {errors.sentence(error, 'en', settings)}")
    for what, tokens in (("ended", moved.ended), ("opened", moved.opened), ("begun", moved.begun)):
        for token_id, element_id in tokens:
            say(f"{what:8} {element_id}  {token_id}")


def _begin(text: str) -> Begin:
    element, _, scope = text.partition("@")
    return Begin(element_id=element, scope_token_id=scope or None)


def _tell_where(database: Database, instance: str) -> None:
    with database.reading() as session:
        possible = token_moves.possible(session, SYSTEM, listing.named(session, SYSTEM, instance))
    for each in possible.standing:
        say(f"stands at {each.element_id}  {each.kind or '-'}  {each.token_id}  {each.name}")
    for place in possible.places:
        if not place.refused:
            scopes = f"  in one of {', '.join(place.scopes)}" if place.scopes else ""
            say(f"can begin {place.element_id}  {place.name}{scopes}")


def migrate_instances(
    process: Annotated[str, typer.Option(help="The key of the process.")],
    source: Annotated[int, typer.Option("--from", help="The version they run on.")],
    target: Annotated[int, typer.Option("--to", help="The version to go to.")],
    mapping: Annotated[list[str], typer.Option("--map", help="old=new, for elements that are called otherwise.")] = [],  # noqa: B006 - typer copies it
    preview: Annotated[bool, typer.Option("--preview", help="Only tell what would become of them.")] = False,
    reason: Reason = "",
) -> None:
    """Take all instances of a version to another one, each by itself; ends with 1 when some could not go."""
    settings = Settings.from_environment()
    names = {old: str(new) for old, new in (_mapped(each) for each in mapping)}
    if not preview and not reason.strip():
        sys.exit("bihuan: say why with --reason, or only look with --preview")
    with opened(settings) as database:
        must_be_migrated(database)
        with database.reading() as session:
            running = instance_migration.running(session, SYSTEM, instance_migration.version(session, process, source))
            goal = instance_migration.version(session, process, target)
        if preview:
            left = _look(database, running, goal, names, settings)
        else:
            left = _migrate(database, running, goal, names, reason, settings)
    raise typer.Exit(1 if left else 0)


def _mapped(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not new:
        sys.exit(f"bihuan: {text} is not of the form old=new")
    return old, new


def _look(database: Database, running: Sequence[UUID], goal: UUID, names: Mapping[str, str], settings: Settings) -> int:
    """Tells what is in the way, how often, and what may be meant; returns how many instances could not go."""
    stopping: Counter[str] = Counter()
    suggested: dict[str, str] = {}
    stopped = 0
    for instance_id in running:
        try:
            with database.reading() as session:
                seen = instance_migration.preview(session, SYSTEM, instance_id, goal, names)
        except BihuanError as error:
            stopping[errors.sentence(error, "en", settings)] += 1
            stopped += 1
            continue
        stopping.update({_said(each) for each in _in_the_way(seen)})
        suggested |= seen.suggested
        stopped += not seen.possible
    for sentence, count in stopping.most_common():
        say(f"{count:6}  {sentence}")
    for old, new in suggested.items():
        say(f"Perhaps --map {old}={new}")
    say(f"{len(running) - stopped} of {len(running)} instances can go, {stopped} cannot.")
    return stopped


def _in_the_way(seen: Preview) -> list[Verdict]:
    return [each for each in seen.verdicts if each.verdict in ("needs_mapping", "blocked")]


def _said(verdict: Verdict) -> str:
    return f"{verdict.element_id} ({verdict.name}): {reasons.ALL.get(verdict.reason, verdict.reason)}"


def _migrate(
    database: Database,
    running: Sequence[UUID],
    goal: UUID,
    names: Mapping[str, str],
    reason: str,
    settings: Settings,
) -> int:
    """Migrates them one by one, so that one which cannot go holds up no other; returns how many could not."""
    stopped = 0
    for instance_id in running:
        try:
            with database.transaction() as session:
                instance_migration.migrate(session, SYSTEM, instance_id, goal, names, reason)
        except BihuanError as error:
            stopped += 1
            say(f"{instance_id}  {errors.sentence(error, 'en', settings)}")
    say(f"{len(running) - stopped} of {len(running)} instances have gone to the new version, {stopped} have not.")
    return stopped


def undo_migration(
    instance: Annotated[str, typer.Argument(help="The number or the id of the instance.")], reason: Reason = ""
) -> None:
    """Take the last migration of an instance back."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        must_be_migrated(database)
        try:
            with database.transaction() as session:
                exact = instance_migration.undo(session, SYSTEM, listing.named(session, SYSTEM, instance), reason)
        except BihuanError as error:
            sys.exit(f"bihuan: {errors.sentence(error, 'en', settings)}")
    say("It is as it was before." if exact else "It had gone on, and was migrated back.")
