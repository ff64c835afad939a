"""The auditor itself: a history that is whole leads to where the instance is, and one with a gap does not."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from engine import deployments, packages, sample
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import ProcessInstance
from engine.settings import Settings
from tests.chaos.replay import contradictions
from tests.concurrency.consistency import assert_consistent, differences
from tests.processes.scenario import Player

SCENARIOS = packages.SHIPPED / "complaint-handling" / "scenarios"


def played(database: Database, name: str, folder: Path) -> None:
    database.settings = Settings(data_dir=folder)
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, packages.read_folder(SCENARIOS.parent))
        sample.seed(session)
    Player(database, SCENARIOS / f"{name}.toml").play()


def contradicting(database: Database) -> list[str]:
    with database.reading() as session:
        instance_id = session.exec(select(ProcessInstance.id)).one()
        return [*contradictions(session, instance_id), *differences(session, instance_id)]


@pytest.mark.parametrize("name", ["not-accepted", "two-departments", "late-first-answer"])
def test_a_whole_history_leads_to_where_the_instance_is(database: Database, name: str, tmp_path: Path) -> None:
    played(database, name, tmp_path)
    assert_consistent(database)
    assert contradicting(database) == []


@pytest.mark.parametrize("kind", ["task.completed", "job.completed", "message.received"])
def test_a_lost_fact_and_a_doubled_one_are_both_noticed(database: Database, kind: str, tmp_path: Path) -> None:
    played(database, "not-accepted", tmp_path)
    with database.transaction() as session:
        one = session.execute(text("SELECT min(id) FROM history_event WHERE kind = :kind"), {"kind": kind}).scalar()
        copied = "instance_id, task_id, at, kind, element_id, actor_kind, actor_id, data"
        session.execute(
            text(f"INSERT INTO history_event ({copied}) SELECT {copied} FROM history_event WHERE id = :id"), {"id": one}
        )
    assert contradicting(database)
    with database.transaction() as session:
        session.execute(text("DELETE FROM history_event WHERE id >= (SELECT max(id) FROM history_event)"))
        session.execute(text("DELETE FROM history_event WHERE id = :id"), {"id": one})
    assert contradicting(database)


def test_a_row_that_says_something_else_is_noticed(database: Database, tmp_path: Path) -> None:
    played(database, "late-first-answer", tmp_path)
    with database.transaction() as session:
        session.execute(text("DELETE FROM timer WHERE element_id = 'solution-late'"))
    assert [found for found in contradicting(database) if found.startswith("timer")]
