"""Moving tokens and migrating instances, from the pages of an instance and of a version."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from engine import batch_work
from engine.db import Database
from engine.models import Person
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.web import picking
from tests.web.conftest import Browser

Open = Callable[..., Browser]
SERVICE = extension(zeebe("assignmentDefinition", candidateGroups="service"))


def version(first: str, name: str) -> bytes:
    """start → a task of that id and name → report"""
    file = File()
    process = file.process("picking")
    process.start()
    process.node("userTask", first, SERVICE, name=name)
    process.user("report", SERVICE)
    process.chain("start", first, "report")
    return file.xml()


@pytest.fixture
def started(database: Database, people: dict[str, Person]) -> str:
    """The address of an instance of version 1; version 2 calls its task otherwise."""
    with database.transaction() as session:
        instance_id = picking.start(session, "bob", version("check", "Check it"))
    with database.transaction() as session:
        picking.deploy(session, version("verify", "Check it"))
    return f"/instances/{instance_id}"


def definition(database: Database, number: int) -> str:
    with database.reading() as session:
        found = text("SELECT id FROM process_definition WHERE key = 'picking' AND version = :n")
        return str(session.execute(found, {"n": number}).scalar_one())


def token(database: Database) -> str:
    with database.reading() as session:
        return str(session.execute(text("SELECT token_id FROM user_task WHERE state = 'open'")).scalar_one())


def open_tasks(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(text("SELECT element_id FROM user_task WHERE state = 'open'")).scalars())


def test_a_token_is_moved_with_a_reason(browser: Open, started: str, database: Database) -> None:
    bob = browser("bob")
    shown = bob.get(f"{started}/moves").text
    assert "waits for people" in shown
    assert '<option value="report" data-element="report">report</option>' in shown
    given = {"cancel": token(database), "begin": "report", "reason": "The customer came by"}
    answer = bob.post(f"{started}/moves", data=given)
    assert answer.headers["location"] == f"{started}?said=tokens-moved"
    assert open_tasks(database) == ["report"]
    assert "The customer came by" in bob.get(started).text


def test_a_refused_move_is_said_and_changes_nothing(browser: Open, started: str, database: Database) -> None:
    bob = browser("bob")
    answer = bob.post(f"{started}/moves", data={"cancel": token(database), "reason": "Gone"})
    assert answer.status_code == 422
    assert "the instance would have nothing left to do; cancel the instance instead" in answer.text
    assert "Gone" in answer.text
    assert bob.post(f"{started}/moves", data={"reason": "Nothing"}).status_code == 422
    assert bob.post(f"{started}/moves", data={"begin": "report", "reason": ""}).status_code == 422
    assert open_tasks(database) == ["check"]


def test_an_instance_is_migrated_and_taken_back(browser: Open, started: str, database: Database) -> None:
    bob = browser("bob")
    shown = bob.get(f"{started}/migration").text
    for said in ("Mapped", "“Check it” goes to", '<option value="verify" selected>Check it</option>'):
        assert said in shown
    target = definition(database, 2)
    unmapped = bob.get(f"{started}/migration?target={target}&old=check&new=").text
    assert "Needs a mapping" in unmapped
    assert "It cannot go yet" in unmapped
    refused = bob.post(f"{started}/migration", data={"target": target, "reason": "Better"})
    assert refused.status_code == 422
    given = {"target": target, "old": "check", "new": "verify", "reason": "Better"}
    assert bob.post(f"{started}/migration", data=given).headers["location"] == f"{started}?said=migrated"
    assert open_tasks(database) == ["verify"]
    assert "Take the last migration back" in bob.get(f"{started}/migration").text
    back = bob.post(f"{started}/migration/undo", data={"reason": "Worse"})
    assert back.headers["location"] == f"{started}?said=unmigrated"
    assert open_tasks(database) == ["check"]
    again = bob.post(f"{started}/migration/undo", data={"reason": "Worse"})
    assert (again.status_code, "there is no migration to take back" in again.text) == (422, True)


def test_a_new_name_is_told_as_people_read_it(browser: Open, people: dict[str, Person], database: Database) -> None:
    with database.transaction() as session:
        instance_id = picking.start(session, "bob", version("call", "Call them"))
    with database.transaction() as session:
        picking.deploy(session, version("visit", "Visit them"))
    bob = browser("bob")
    bob.cookies.set("bihuan_locale", "zh-CN")
    shown = bob.get(f"/instances/{instance_id}/migration?old=call&new=visit").text
    assert "<td>电话</td><td>走访</td>" in shown


def test_all_instances_of_a_version_are_migrated_from_its_page(browser: Open, started: str, database: Database) -> None:
    bob, old = browser("bob"), definition(database, 1)
    assert "Migrate its instances" in bob.get(f"/definitions/{old}").text
    address = f"/batches/new?kind=migrate&all=1&definition={old}"
    assert "1 safe" in bob.get(address).text
    unmapped = bob.get(f"{address}&old=check&new=").text
    for said in ("1 needs a mapping", "there is no such element in the new version", "None of them can go yet"):
        assert said in unmapped
    given = {"kind": "migrate", "all": "1", "definition": old, "target": definition(database, 2), "reason": "Better"}
    answer = bob.post("/batches", data={**given, "old": "check", "new": "verify"})
    assert answer.status_code == 303, answer.text
    batch_work.work(database)
    assert "1 of 1" in bob.get(answer.headers["location"]).text
    assert open_tasks(database) == ["verify"]


def test_a_bulk_migration_without_a_version_is_refused(browser: Open, started: str, database: Database) -> None:
    bob = browser("bob")
    assert bob.get("/batches/new?kind=migrate&all=1").status_code == 422
    answer = bob.post("/batches", data={"kind": "migrate", "all": "1", "reason": "x"})
    assert answer.status_code == 422


def test_there_may_be_no_other_version(browser: Open, people: dict[str, Person], database: Database) -> None:
    with database.transaction() as session:
        instance_id = picking.start(session, "bob")
    bob = browser("bob")
    assert "There is no other version" in bob.get(f"/instances/{instance_id}/migration").text
    only = f"/batches/new?kind=migrate&all=1&definition={definition(database, 1)}"
    assert "There is no other version" in bob.get(only).text


def test_it_refuses_strangers_and_those_who_only_take_part(browser: Open, started: str) -> None:
    for login in ("cat", "ann"):
        someone = browser(login)
        for path in ("moves", "migration"):
            assert someone.get(f"{started}/{path}").status_code == 403
        given = {"begin": "report", "reason": "x", "target": str(UUID(int=1))}
        for path in ("moves", "migration", "migration/undo"):
            assert someone.post(f"{started}/{path}", data=given).status_code == 403
    assert "Move tokens" not in browser("ann").get(started).text
