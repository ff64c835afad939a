"""Moves and migrations from a terminal."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select
from typer.testing import CliRunner

from engine import deployments, instances
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import ProcessInstance, TaskState, UserTask
from tests.engine.bpmn.builder import File
from tests.engine.conftest import package
from web.cli import app

MIGRATE = ["migrate-instances", "--process", "steps", "--from", "1", "--to", "2"]


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line on this test's database."""
    monkeypatch.setenv("BIHUAN_DATABASE_URL", database.dsn)
    monkeypatch.setenv("BIHUAN_DATA_DIR", str(tmp_path))
    return CliRunner()


def deploy(database: Database, *tasks: str) -> None:
    file = File()
    process = file.process("steps")
    for task in tasks:
        process.node("userTask", task, name=task[0].upper())
    process.chain(process.start(), *tasks, process.end())
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(file.xml()))


@pytest.fixture
def started(database: Database) -> list[UUID]:
    """Two instances of version 1; in version 2 the first task is called otherwise, the second is the same."""
    deploy(database, "ask", "do")
    with database.transaction() as session:
        found = [instances.start(session, SYSTEM, "steps", {}).instance_id for _ in range(2)]
    deploy(database, "answer", "do")
    return found


def standing(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(UserTask.element_id).where(UserTask.state == TaskState.OPEN)))


def test_a_move_tells_what_it_did(run: CliRunner, database: Database, started: list[UUID]) -> None:
    answer = run.invoke(app, ["move", str(started[0]), "--cancel", "ask", "--begin", "do", "--reason", "skip"])
    assert answer.exit_code == 0, answer.output
    assert "ended    ask" in answer.output
    assert standing(database) == ["ask", "do"]


def test_without_anything_to_move_it_tells_where_the_instance_stands(run: CliRunner, started: list[UUID]) -> None:
    answer = run.invoke(app, ["move", str(started[0])])
    assert "stands at ask  user" in answer.output
    assert "can begin do" in answer.output


def test_a_refused_move_says_why(run: CliRunner, started: list[UUID]) -> None:
    for arguments in (["--cancel", "ask", "--reason", "x"], ["--cancel", "ask", "--begin", "do"]):
        answer = run.invoke(app, ["move", str(started[0]), *arguments])
        assert answer.exit_code == 1
    assert "the reason stands in the history" in answer.output


def test_a_preview_counts_and_suggests(run: CliRunner, database: Database, started: list[UUID]) -> None:
    answer = run.invoke(app, [*MIGRATE, "--preview"])
    assert answer.exit_code == 1
    assert "2  ask (A): there is no such element" in answer.output
    assert "Perhaps --map ask=answer" in answer.output
    assert run.invoke(app, [*MIGRATE, "--preview", "--map", "ask=answer"]).exit_code == 0
    assert standing(database) == ["ask", "ask"]


def test_instances_go_one_by_one(run: CliRunner, database: Database, started: list[UUID]) -> None:
    run.invoke(app, ["move", str(started[0]), "--cancel", "ask", "--begin", "do", "--reason", "skip"])
    answer = run.invoke(app, [*MIGRATE, "--reason", "new law"])
    assert answer.exit_code == 1
    assert "1 of 2 instances have gone to the new version, 1 have not." in answer.output
    answer = run.invoke(app, [*MIGRATE, "--reason", "new law", "--map", "ask=answer"])
    assert answer.exit_code == 0, answer.output
    assert standing(database) == ["answer", "do"]
    with database.reading() as session:
        assert len(set(session.exec(select(ProcessInstance.definition_id)))) == 1


def test_a_migration_is_taken_back(run: CliRunner, database: Database, started: list[UUID]) -> None:
    run.invoke(app, [*MIGRATE, "--reason", "new law", "--map", "ask=answer"])
    answer = run.invoke(app, ["undo-migration", str(started[0]), "--reason", "too early"])
    assert "as it was before" in answer.output
    assert standing(database) == ["answer", "ask"]
    assert run.invoke(app, ["undo-migration", str(started[0]), "--reason", "again"]).exit_code == 1


def test_a_migration_needs_a_reason(run: CliRunner, database: Database, started: list[UUID]) -> None:
    assert run.invoke(app, MIGRATE).exit_code == 1
    assert run.invoke(app, [*MIGRATE, "--reason", "x", "--map", "ask"]).exit_code == 1
    assert standing(database) == ["ask", "ask"]


def test_an_instance_is_named_by_its_number_too(run: CliRunner, database: Database, started: list[UUID]) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE process_instance SET business_key = 'CP-1' WHERE id = :id"), {"id": started[0]})
    assert "stands at" in run.invoke(app, ["move", "CP-1"]).output
    unknown = run.invoke(app, ["move", "CP-2"])
    assert unknown.exit_code == 1
    assert "CP-2" in unknown.output
