"""The command line: bihuan serve · worker · archive · migrate · deploy · check · decide · seed · admin · stop."""

import socket
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer

from engine import deployments, embedded, file_checks, findings, identity, moved_clock, packages, sample, schema, upkeep
from engine.db import Database, DatabaseUnreachable
from engine.errors import BihuanError, Finding, ModelRefused
from engine.identity import SYSTEM
from engine.settings import SettingRefused, Settings
from web import bulk, decide
from web.findings import CHECKED, sentence, severity
from web.i18n import translate
from web.operating import add_operations
from web.server import PortInUse, serve_until_stopped, work_until_stopped
from web.terminal import must_be_migrated, opened, say

app = typer.Typer(
    help="Bihuan (闭环): a workflow and form engine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
admin = typer.Typer(help="The first steps of a real installation.", no_args_is_help=True)
app.add_typer(admin, name="admin")
add_operations(app)
app.add_typer(bulk.bulk, name="bulk")
app.command()(decide.decide)

JSON = Annotated[bool, typer.Option("--json", help="Print findings as JSON.")]
Language = Annotated[Literal["en", "zh-CN"], typer.Option("--locale", help="The language findings are said in.")]


def main() -> None:
    """Run the command line; what a person can put right ends in one clear sentence, not in a traceback."""
    try:
        app()
    except (
        SettingRefused, DatabaseUnreachable, embedded.EmbeddedServerFailed, PortInUse, BihuanError,
    ) as error:  # fmt: skip
        sys.exit(f"bihuan: {error}")
    except OSError as error:
        sys.exit(f"bihuan: {error.strerror or error} ({error.filename or 'the data folder'}). Nothing was changed.")


@app.command()
def serve(worker: Annotated[bool, typer.Option(help="Also run jobs and timers in this process.")] = True) -> None:
    """Serve pages and REST; bring the database up to date first, and deploy the packages that ship."""
    settings = Settings.from_environment().with_secret_key()
    _port_is_free(settings)
    with opened(settings) as database:
        _migrate(database)
        _deploy_shipped(database, put_back=False)
        if settings.sample_data:
            _seed(database)
        if settings.development:
            with database.reading() as session:
                moved_clock.restore(session)
        serve_until_stopped(database, settings, worker=worker, say=say)


@app.command()
def worker() -> None:
    """Run jobs and timers only; as many of these as you like, on any machine that reaches the database."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        must_be_migrated(database)
        work_until_stopped(database, settings, say=say)


@app.command()
def archive(
    days: Annotated[
        int | None, typer.Option(min=1, help="Days after their end; the setting where it is left out.")
    ] = None,
) -> None:
    """Do the upkeep now that the worker does every hour: archive finished instances, remove what nobody needs."""
    with opened(Settings.from_environment()) as database:
        must_be_migrated(database)
        kept = upkeep.keep_up(database, days=days)
    say(f"Archived {kept.archived} finished instances.")
    removed = kept.removed
    say(
        f"Removed {removed.uploads} abandoned uploads, {removed.stray_files} stray files, {removed.drafts} old drafts, "
        f"the results of {removed.commands} old commands and {removed.tables} tables."
    )


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with opened(Settings.from_environment()) as database:
        _migrate(database)


@app.command()
def deploy(
    folders: Annotated[list[Path], typer.Argument(help="Package folders or zips; none: those that ship.")] = [],  # noqa: B006 - typer copies it
) -> None:
    """Put packages into service."""
    with opened(Settings.from_environment()) as database:
        must_be_migrated(database)
        if not folders:
            _deploy_shipped(database)
        for folder in folders:
            _deploy(database, _package(folder))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="BPMN, DMN or form files, or package folders.", exists=True)],
    as_json: JSON = False,
    locale: Language = "en",
) -> None:
    """Check models, decisions and forms; ends with 1 when one of them would be refused."""
    found = [pair for file in files for pair in _findings(file)]
    if as_json:
        sys.stdout.write(
            orjson.dumps([_as_json(*pair, locale) for pair in found], option=orjson.OPT_INDENT_2).decode() + "\n"
        )
    elif found:
        say(findings.lines(found, partial(sentence, locale=locale), partial(severity, locale=locale)))
    count = Counter(f"{finding.severity}s" for _, finding in found)
    if not as_json:
        nothing = {"errors": 0, "warnings": 0, "hints": 0}
        say(translate(locale, CHECKED, {**nothing, **count, "files": len(files)}))
    raise typer.Exit(1 if count["errors"] else 0)


@app.command()
def seed(remove: Annotated[bool, typer.Option("--remove", help="Take the sample company out again.")] = False) -> None:
    """Put the made-up sample company in, or take it out."""
    with opened(Settings.from_environment()) as database:
        must_be_migrated(database)
        if not remove:
            _seed(database)
            return
        with database.transaction() as session:
            people, customers = sample.remove(session)
        say(f"Removed {people} sample people and {customers} sample customers.")


@admin.command("create")
def create_admin(
    login: Annotated[str, typer.Argument(help="The name to log in with.")],
    name: Annotated[str, typer.Option(help="The name shown to others.")] = "",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Create the first person of a real installation, with every right."""
    with opened(Settings.from_environment()) as database:
        _migrate(database)
        with database.transaction() as session:
            identity.ensure_group(session, "administrators", "Administrators", {"zh-CN": "系统管理员"}, identity.RIGHTS)
            identity.create_person(
                session, SYSTEM, login=login, name=name or login, password=password, groups=["administrators"]
            )
    say(f"{login} can log in now and holds every right.")


@app.command()
def stop() -> None:
    """Stop the embedded database; it starts again by itself with the next command."""
    settings = Settings.from_environment()
    if settings.database_url:
        say("This installation uses a database of its own; there is nothing to stop.")
    else:
        embedded.stop(settings.data_dir)
        say("The embedded database has stopped.")


def _migrate(database: Database) -> None:
    before, after = schema.migrate(database)
    say(f"Database schema: {after}" + ("" if before == after else f" (was {before or 'empty'})"))


def _deploy_shipped(database: Database, *, put_back: bool = True) -> None:
    """Those that ship; `put_back` also where somebody has put files of their own in their place."""
    for folder in sorted(path.parent for path in packages.SHIPPED.glob("*/package.toml")):
        package = packages.read_folder(folder)
        with database.reading() as session:
            replaced = deployments.superseded(session, package)
        if replaced and not put_back:
            say(f"Package {package.key}: other files are in service; `bihuan deploy` puts those that ship back")
        else:
            _deploy(database, package, hints=False)


def _deploy(database: Database, package: packages.Package, *, hints: bool = True) -> None:
    # Hints are for who draws a package, not for who starts the product for the first time.
    try:
        with database.transaction() as session:
            deployed = deployments.put_into_service(session, SYSTEM, package)
    except ModelRefused as refused:
        say(findings.lines([(package.key, finding) for finding in refused.findings]))
        raise
    told = [pair for pair in deployed.findings if hints or pair[1].severity != "hint"]
    if told:
        say(findings.lines(told))
    made = ", ".join(f"{key} version {number}" for key, number in deployed.processes)
    said = f": {made}" if made else ", unchanged"
    say(f"Package {package.key} {deployed.deployment.version} is in service{said}")


def _seed(database: Database) -> None:
    with database.transaction() as session:
        people, customers = sample.seed(session)
    say(f"Sample company: {people} people, {customers} customers, all made up")


def _package(path: Path) -> packages.Package:
    return packages.read_folder(path) if path.is_dir() else packages.read_zip(path.read_bytes(), path.name)


def _findings(path: Path) -> list[tuple[str, Finding]]:
    if path.is_dir():
        return [(f"{path}/{inside}", finding) for inside, finding in deployments.check(packages.read_folder(path))]
    beside = decide.beside(path) if path.suffix == ".dmn" else ()
    return [(str(path), finding) for finding in file_checks.check(path.name, path.read_bytes(), beside)]


def _as_json(path: str, finding: Finding, locale: str) -> dict[str, object]:
    return {
        "file": path,
        "code": finding.code,
        "severity": finding.severity,
        "element": finding.element_id,
        "name": finding.element_name,
        "line": finding.line,
        "params": finding.params,
        "message": sentence(finding, locale),
    }


def _port_is_free(settings: Settings) -> None:
    """Ask before anything is started, so that nobody waits for a database only to be told this."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortInUse(settings.host, settings.port) from error
