"""What nobody will ask for again goes; what somebody may still want stays."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from engine import attachments, clock, drafts, leftovers, repeats
from engine.db import Database
from engine.ids import new_id
from engine.models import Attachment, Draft
from tests.engine import rows

PDF = b"%PDF-1.7\n" + b"x" * 100
DAY = timedelta(days=1)


@pytest.fixture
def installation(database: Database, data_dir: Path) -> Database:
    """A database whose files lie in the data folder of the test."""
    database.settings = replace(database.settings, data_dir=data_dir)
    return database


def upload(session: Session, name: str) -> Attachment:
    return attachments.store(session, rows.person(session, name), BytesIO(PDF), "evidence.pdf")


def kept(data_dir: Path) -> int:
    return sum(1 for path in (data_dir / "files").rglob("*") if path.is_file())


def test_uploads_that_no_submission_took_go_after_a_day(installation: Database, data_dir: Path) -> None:
    with installation.transaction() as session:
        upload(session, "ann")
        taken = upload(session, "ben")
        taken.instance_id = new_id()
    assert leftovers.sweep(installation).uploads == 0
    clock.set_offset(DAY + timedelta(minutes=1))
    assert leftovers.sweep(installation).uploads == 1
    assert kept(data_dir) == 1
    with installation.reading() as session:
        assert session.exec(select(Attachment.id)).all() == [taken.id]


def test_bytes_that_no_row_knows_go_after_a_day(installation: Database, data_dir: Path) -> None:
    with installation.transaction() as session:
        known = upload(session, "ann")
        known.instance_id = new_id()
        folder = (data_dir / "files" / known.path).parent
    (folder / str(new_id())).write_bytes(b"half of a fi")
    (folder / "readme.txt").write_bytes(b"not ours")
    assert leftovers.sweep(installation).stray_files == 0
    clock.set_offset(DAY + timedelta(minutes=1))
    assert leftovers.sweep(installation).stray_files == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted([str(known.id), "readme.txt"])


def test_drafts_of_tasks_that_are_done_go_and_others_stay(installation: Database) -> None:
    with installation.transaction() as session:
        ann = rows.person(session, "ann", "sales")
        instance = rows.instance(session, rows.definition(session))
        open_task, done_task = (rows.task(session, instance) for _ in range(2))
        done_task.state = "completed"
        subjects = [drafts.of_task(open_task.id), drafts.of_task(done_task.id), "start:question"]
        for subject in subjects:
            drafts.save(session, subject, ann, {"note": "half a sentence"}, 0)
    assert leftovers.sweep(installation).drafts == 0
    clock.set_offset(DAY + timedelta(minutes=1))
    assert leftovers.sweep(installation).drafts == 1
    with installation.reading() as session:
        assert sorted(session.exec(select(Draft.subject)).all()) == sorted([subjects[0], subjects[2]])


def test_results_of_repeated_commands_go_after_a_month(installation: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "BATCH", 2)
    with installation.transaction() as session:
        ann = rows.person(session, "ann")
        for number in range(5):
            repeats.remember(session, ann, "tasks.complete", str(number), {"done": True})
    clock.set_offset(29 * DAY)
    with installation.transaction() as session:
        repeats.remember(session, ann, "tasks.complete", "young", {"done": True})
    assert leftovers.sweep(installation).commands == 0
    clock.set_offset(31 * DAY)
    assert leftovers.sweep(installation).commands == 5
    with installation.reading() as session:
        assert repeats.recall(session, ann, "tasks.complete", "young") == {"done": True}


def test_windows_of_attempts_and_sessions_that_are_over_go(installation: Database) -> None:
    with installation.transaction() as session:
        session.execute(
            text("INSERT INTO attempt (subject, \"window\", count) VALUES ('login:x', :at, 3), ('login:y', :old, 3)"),
            {"at": clock.now(), "old": clock.now() - 2 * DAY},
        )
    leftovers.sweep(installation)
    with installation.reading() as session:
        assert session.execute(text("SELECT subject FROM attempt")).scalars().all() == ["login:x"]
    assert leftovers._made(UUID("01a20075-739e-7011-bfff-da0f2c2a20ab")).year > 2000
