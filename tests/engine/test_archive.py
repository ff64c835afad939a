"""What ended long ago lies in the archive, is found there as before, and costs nothing where work is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from engine import (
    archive,
    clock,
    comments,
    deployments,
    inbox,
    instances,
    interpreter,
    listing,
    monitoring,
    progress,
    receipts,
    tasks,
    upkeep,
)
from engine.db import Database
from engine.errors import AlreadyDone, WrongState
from engine.history import Fact
from engine.identity import SYSTEM
from engine.models import Incident, Job, ProcessInstance, UserTask
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import People, add_people, field, form, package

NOTE = form("note", field("note"))
_COUNTS = text(
    "SELECT (SELECT count(*) FROM ONLY process_instance), (SELECT count(*) FROM ONLY user_task), "
    "(SELECT count(*) FROM ONLY job), (SELECT count(*) FROM ONLY incident)"
)
_ARCHIVED = text(
    "SELECT (SELECT count(*) FROM archived_process_instance), (SELECT count(*) FROM archived_user_task), "
    "(SELECT count(*) FROM archived_job), (SELECT count(*) FROM archived_incident)"
)


def work() -> bytes:
    """Two tasks side by side, one of which is cancelled when the other ends all; and a job at the beginning."""
    file = File()
    process = file.process("P", extension('<bihuan:case receipt="true"/>'))
    process.start()
    process.service("ask")
    process.node("parallelGateway", "fork")
    for name in ("do", "wait"):
        offered = zeebe("assignmentDefinition", candidateGroups="sales")
        process.user(name, extension(zeebe("formDefinition", formId="note"), offered))
        process.flow("fork", name)
    process.end("all", "<bpmn:terminateEventDefinition/>")
    process.chain("start", "ask", "fork")
    process.chain("do", "all")
    process.chain("wait", process.end())
    return file.xml()


@pytest.fixture
def people(database: Database) -> People:
    """The company with the process in service."""
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(work(), forms=(NOTE,)))
        return people


def start(session: Session, people: People, number: str) -> UUID:
    started = instances.start(session, people.ann, "P", {}, business_key=number)
    instance = interpreter.lock(session, started.instance_id)
    instance.run.complete_job(instance.before[0].token_id, {"asked": True})
    interpreter.save(session, instance, SYSTEM, Fact(kind="job.completed"))
    comments.add(session, people.ann, started.instance_id, "look at this")
    return started.instance_id


def task(session: Session, instance_id: UUID, element_id: str) -> UUID:
    found: UUID = session.execute(
        text("SELECT id FROM user_task WHERE instance_id = :id AND element_id = :element"),
        {"id": instance_id, "element": element_id},
    ).scalar_one()
    return found


def finish(session: Session, people: People, instance_id: UUID) -> None:
    tasks.complete(session, people.ann, task(session, instance_id, "do"), {"note": "done"})


def picture(session: Session, people: People, instance_id: UUID) -> dict[str, Any]:
    """All that anybody can see of an instance, and of all together."""
    bob = people.bob
    code = session.execute(
        text("SELECT receipt_code FROM process_instance WHERE id = :id"), {"id": instance_id}
    ).scalar_one()
    done = task(session, instance_id, "do")
    return {
        "found": listing.search(session, bob, locale="en", search="N-1"),
        "all": listing.search(session, bob, locale="en", state="completed"),
        "detail": listing.detail(session, bob, instance_id, "en"),
        "progress": progress.progress(session, bob, instance_id, "en"),
        "timeline": progress.timeline(session, bob, instance_id, "en"),
        "variables": progress.variables(session, bob, instance_id),
        "comments": comments.of_instance(session, bob, instance_id),
        "receipt": receipts.look_up(session, code, "en"),
        "task": inbox.task(session, people.ann, done, "en"),
        "form": tasks.open_form(session, people.ann, done, "en").data,
        "done by me": inbox.tasks(session, people.ann, view="done", locale="en"),
        "counts": inbox.counts(session, people.ann),
        "figures": monitoring.overview(session, bob, "en"),
    }


@pytest.fixture
def finished(database: Database, people: People) -> UUID:
    """An instance that ended a hundred days ago, beside one that ended lately and one that runs."""
    clock.set_offset(timedelta(days=-100))
    with database.transaction() as session:
        ended = start(session, people, "N-1")
        finish(session, people, ended)
    clock.set_offset(timedelta())
    with database.transaction() as session:
        finish(session, people, start(session, people, "N-2"))
        start(session, people, "N-3")
    clock.freeze(clock.now())
    return ended


def rows(database: Database, statement: Any) -> tuple[int, ...]:
    with database.reading() as session:
        return tuple(session.execute(statement).one())


def test_what_is_in_the_archive_is_seen_as_before(database: Database, people: People, finished: UUID) -> None:
    with database.reading() as session:
        before = picture(session, people, finished)
    assert rows(database, _COUNTS) == (3, 6, 3, 0)
    assert archive.sweep(database, 90) == 1
    assert rows(database, _COUNTS) == (2, 4, 2, 0)
    assert rows(database, _ARCHIVED) == (1, 2, 1, 0)
    with database.reading() as session:
        assert picture(session, people, finished) == before
    assert archive.sweep(database, 90) == 0


def test_commands_on_what_is_in_the_archive_are_answered_as_before(
    database: Database, people: People, finished: UUID
) -> None:
    archive.sweep(database, 90)
    with database.transaction() as session:
        with pytest.raises(AlreadyDone):
            tasks.complete(session, people.ben, task(session, finished, "do"), {"note": "me too"})
        with pytest.raises(WrongState):
            tasks.complete(session, people.ben, task(session, finished, "wait"), {"note": "me too"})
        with pytest.raises(WrongState):
            instances.cancel(session, people.bob, finished, reason="too late")
        comments.add(session, people.ann, finished, "looked at again")
        assert comments.count(session, finished) == 2


def test_what_still_wants_somebody_stays(database: Database, people: People, finished: UUID) -> None:
    with database.transaction() as session:
        session.add(
            Incident(
                instance_id=finished, element_id="do", code="assignment-failed", message="x", created_at=clock.now()
            )
        )
    assert archive.sweep(database, 90) == 0
    with database.transaction() as session:
        session.execute(text("UPDATE incident SET state = 'resolved', resolved_at = now()"))
    assert archive.sweep(database, 90) == 1
    assert rows(database, _ARCHIVED) == (1, 2, 1, 1)


def test_a_crash_in_the_middle_leaves_an_instance_whole(
    database: Database, people: People, finished: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_MOVES", (*archive._MOVES, text("SELECT 1 / 0")))
    with pytest.raises(Exception, match="division by zero"):
        archive.sweep(database, 90)
    assert rows(database, _COUNTS) == (3, 6, 3, 0)
    assert rows(database, _ARCHIVED) == (0, 0, 0, 0)


def test_several_workers_archive_every_instance_once(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "CHUNK", 3)
    clock.set_offset(timedelta(days=-100))
    with database.transaction() as session:
        for number in range(20):
            finish(session, people, start(session, people, f"N-{number}"))
    clock.set_offset(timedelta())
    with ThreadPoolExecutor(4) as pool:
        moved = list(pool.map(lambda _: archive.sweep(database, 90), range(4)))
    archive.sweep(database, 90)
    assert sum(moved) <= 20
    assert rows(database, _ARCHIVED) == (20, 40, 20, 0)
    assert rows(database, _COUNTS) == (0, 0, 0, 0)


@pytest.mark.parametrize("model", [ProcessInstance, UserTask, Job, Incident])
def test_an_archive_has_the_columns_of_its_table(session: Session, model: Any) -> None:
    columns = text(
        "SELECT attname, atttypid::regtype::text, attnotnull FROM pg_attribute "
        "WHERE attrelid = CAST(:name AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attname"
    )
    name = model.__tablename__
    working, archived = (session.execute(columns, {"name": each}).all() for each in (name, f"archived_{name}"))
    assert working == archived
    assert {row.attname for row in working} == set(model.__table__.columns.keys())


@pytest.mark.parametrize(
    "statement",
    [
        str(tasks._LOCK),
        "SELECT id FROM user_task WHERE state = 'open' AND assignee_id = :id",
        "UPDATE user_task SET state = 'cancelled' WHERE instance_id = :id AND state = 'open'",
        "SELECT id FROM job WHERE instance_id = :id AND state IN ('available', 'running')",
        "SELECT id FROM incident WHERE instance_id = :id AND state = 'open'",
        "SELECT id FROM process_instance WHERE definition_id = :id AND state = 'active'",
    ],
)
def test_what_asks_for_the_running_never_looks_into_the_archive(session: Session, statement: str) -> None:
    plan = session.execute(text(f"EXPLAIN {statement}"), {"id": UUID(int=0)}).scalars().all()
    assert not [line for line in plan if "archived_" in line]


def test_the_setting_says_after_how_many_days_and_zero_is_never(
    database: Database, people: People, finished: UUID
) -> None:
    assert upkeep.keep_up(database, days=0).archived == 0
    assert upkeep.keep_up(database, days=101).archived == 0
    assert upkeep.keep_up(database).archived == 1
