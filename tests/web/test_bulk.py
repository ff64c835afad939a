"""Bulk operations from a terminal."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from engine.db import Database
from engine.models import Person
from tests.web import picking
from tests.web.pages.test_interventions import version
from web.cli import app


@pytest.fixture
def run(database: Database, people: dict[str, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line on this test's database, with two instances of a process in it."""
    monkeypatch.setenv("BIHUAN_DATABASE_URL", database.dsn)
    monkeypatch.setenv("BIHUAN_DATA_DIR", str(tmp_path))
    with database.transaction() as session:
        picking.start(session, "bob", version("check", "Check"))
        picking.start(session, "bob", version("check", "Check"))
    return CliRunner()


def ids(database: Database) -> list[str]:
    with database.reading() as session:
        return [str(each) for each in session.execute(text("SELECT id FROM process_instance ORDER BY id")).scalars()]


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(text("SELECT state FROM process_instance ORDER BY id")).scalars())


def test_all_instances_of_a_process_are_suspended(run: CliRunner, database: Database) -> None:
    answer = run.invoke(app, ["bulk", "run", "suspend", "--process", "picking", "--reason", "audit"])
    assert answer.exit_code == 0, answer.output
    assert "suspend: completed, 2 of 2 done, 0 failed, 0 waiting (audit)" in answer.output
    assert states(database) == ["suspended", "suspended"]
    assert "2 of 2 done" in run.invoke(app, ["bulk", "list"]).output


def test_those_that_fail_are_told_and_tried_again(run: CliRunner, database: Database) -> None:
    first = ids(database)[0]
    answer = run.invoke(app, ["bulk", "run", "resume", "--instance", first, "--reason", "go on"])
    assert answer.exit_code == 1
    assert f"{first}    This is not possible while the instance is active." in answer.output
    batch = re.search(r"Bulk operation (\S+)", answer.output)
    assert batch
    assert "1 waiting" in run.invoke(app, ["bulk", "retry", batch[1]]).output
    assert "stopped" in run.invoke(app, ["bulk", "stop", batch[1]]).output
    assert "running" in run.invoke(app, ["bulk", "go-on", batch[1]]).output
    assert "1 waiting" in run.invoke(app, ["bulk", "show", batch[1]]).output
    refused = run.invoke(app, ["bulk", "go-on", batch[1]])
    assert "This is not possible while the bulk operation is running." in refused.output


def test_variables_are_set_and_versions_changed(run: CliRunner, database: Database) -> None:
    with database.transaction() as session:
        picking.deploy(session, version("verify", "Verify"))
    given = ["bulk", "run", "set-variables", "--process", "picking", "--reason", "x", "--variable", "amount=5"]
    assert run.invoke(app, given).exit_code == 0
    given = ["bulk", "run", "migrate", "--process", "picking", "--version", "1", "--to", "2", "--reason", "better"]
    answer = run.invoke(app, [*given, "--map", "check=verify"])
    assert answer.exit_code == 0, answer.output
    assert "2 of 2 done" in answer.output


def test_it_says_what_is_missing(run: CliRunner) -> None:
    assert "name instances by --instance" in run.invoke(app, ["bulk", "run", "cancel", "--reason", "x"]).output
    answer = run.invoke(app, ["bulk", "run", "cancel", "--process", "nothing", "--reason", "x"])
    assert "No instance is chosen" in answer.output
    answer = run.invoke(app, ["bulk", "run", "migrate", "--process", "picking", "--to", "9", "--reason", "x"])
    assert "There is no process definition" in answer.output
