"""A worker takes over what the dead left, and only that."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import worker
from engine.db import Database
from engine.settings import SettingRefused, Settings
from tests.engine.test_jobs import begun

CLAIM = text(
    "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (CURRENT_TIMESTAMP - :silent) RETURNING id) "
    "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM w)"
)


def claimed(database: Database, silent: timedelta) -> None:
    """A job that a worker took a while ago and that has not been heard of for so long."""
    begun(database)
    with database.transaction() as session:
        session.execute(text("UPDATE job SET run_at = run_at - interval '1 minute', state = 'running'"))
        session.execute(CLAIM, {"silent": silent})


def test_a_job_of_a_dead_worker_is_dispatched_again(database: Database) -> None:
    claimed(database, timedelta(seconds=database.settings.dead_after + 1))
    assert worker.reconcile(database) == 1
    assert worker.reconcile(database) == 0
    with database.reading() as session:
        assert session.execute(text("SELECT status::text FROM procrastinate_jobs")).scalars().all() == ["todo"]


def test_a_job_of_a_living_worker_is_left_to_it(database: Database) -> None:
    claimed(database, timedelta(seconds=1))
    assert worker.reconcile(database) == 0


def test_a_worker_must_not_be_declared_dead_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_DEAD_AFTER", "3")
    with pytest.raises(SettingRefused, match="BIHUAN_DEAD_AFTER"):
        Settings.from_environment()


def test_a_job_over_which_worker_after_worker_dies_becomes_an_incident(database: Database) -> None:
    begun(database)
    for deaths in range(1, worker.DEATHS + 1):
        with database.transaction() as session:
            session.execute(text("UPDATE job SET run_at = run_at - interval '1 minute', state = 'running'"))
            session.execute(CLAIM, {"silent": timedelta(hours=1)})
        assert worker.reconcile(database) == (1 if deaths < worker.DEATHS else 0)
    with database.reading() as session:
        assert session.execute(text("SELECT code FROM incident")).scalars().all() == ["worker-died"]
        assert session.execute(text("SELECT state FROM job")).scalars().all() == ["failed"]
