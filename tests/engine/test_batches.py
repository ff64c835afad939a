"""Bulk operations: ordered by who operates, worked off one instance at a time, stopped, continued, retried."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from engine import batch_actions, batch_listing, batch_work, batches, deployments, instances, live, worker
from engine.batches import Order
from engine.db import Database
from engine.errors import BatchEmpty, BatchWrongState, Invalid, NotAllowed, NotFound
from engine.identity import SYSTEM, Actor
from engine.listing import Search
from engine.models import Batch, Event, ProcessInstance
from tests.engine.bpmn.builder import File
from tests.engine.conftest import People, add_people, package

SUSPEND = Order(kind="suspend", reason="audit")


def dividing() -> bytes:
    """start → share = total / people → done"""
    file = File()
    process = file.process("P")
    process.start()
    process.script("share", "share", "=total / people")
    process.user("done")
    process.chain("start", "share", "done")
    return file.xml()


@pytest.fixture
def people(database: Database) -> People:
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(dividing()))
        return add_people(session)


@pytest.fixture
def started(database: Database, people: People) -> list[UUID]:
    """Three instances; the second is stuck for want of people."""
    return [start(database, people.ann, number) for number in (1, 0, 2)]


def start(database: Database, actor: Actor, number: int) -> UUID:
    with database.transaction() as session:
        return instances.start(session, actor, "P", {"total": 10, "people": number}).instance_id


def order(database: Database, actor: Actor, order: Order, chosen: list[UUID] | Search) -> UUID:
    with database.transaction() as session:
        return batches.create(session, actor, order, chosen)


def work_off(database: Database) -> None:
    while batch_work.work(database):
        pass


def found(database: Database, batch_id: UUID) -> batch_listing.BatchRow:
    with database.reading() as session:
        return batch_listing.batch(session, SYSTEM, batch_id, "en")


def states(database: Database) -> dict[UUID, str]:
    with database.reading() as session:
        return {row.id: row.state for row in session.exec(select(ProcessInstance))}


def test_chosen_instances_are_suspended_one_by_one(database: Database, people: People, started: list[UUID]) -> None:
    batch_id = order(database, people.bob, SUSPEND, started[:2])
    assert found(database, batch_id).waiting == 2
    work_off(database)
    assert states(database) == {started[0]: "suspended", started[1]: "suspended", started[2]: "active"}
    row = found(database, batch_id)
    assert (row.state, row.total, row.done, row.failed, row.created_by_name) == ("completed", 2, 2, 0, "Bob")
    assert row.ended_at is not None


def test_a_search_takes_all_that_match_and_have_not_ended(
    database: Database, people: People, started: list[UUID]
) -> None:
    with database.transaction() as session:
        instances.cancel(session, people.bob, started[0], "a mistake")
    batch_id = order(database, people.bob, SUSPEND, Search(key="P"))
    work_off(database)
    assert states(database) == {started[0]: "cancelled", started[1]: "suspended", started[2]: "suspended"}
    assert found(database, batch_id).total == 2


def test_one_instance_that_refuses_spoils_no_other(database: Database, people: People, started: list[UUID]) -> None:
    with database.transaction() as session:
        instances.cancel(session, people.bob, started[1], "a mistake")
    batch_id = order(database, people.bob, SUSPEND, started)
    work_off(database)
    row = found(database, batch_id)
    assert (row.state, row.done, row.failed) == ("completed", 2, 1)
    with database.reading() as session:
        [refused] = batch_listing.items(session, people.bob, batch_id, "en", state="failed")
    assert (refused.instance_id, refused.code, refused.params) == (started[1], "wrong-state", {"state": "cancelled"})


def test_what_a_command_did_before_it_failed_is_taken_back(
    database: Database, people: People, started: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(session: Session, *_: object) -> None:
        session.execute(text("UPDATE process_instance SET title = 'spoilt'"))
        raise RuntimeError("a bug")

    monkeypatch.setitem(batch_actions.ACTIONS, "suspend", spoil)
    batch_id = order(database, people.bob, SUSPEND, started)
    work_off(database)
    assert found(database, batch_id).failed == 3
    with database.reading() as session:
        assert set(session.exec(select(ProcessInstance.title))) == {""}
        assert {row.code for row in batch_listing.items(session, people.bob, batch_id, "en")} == {"unexpected"}


def test_the_history_of_each_instance_names_the_bulk_operation(
    database: Database, people: People, started: list[UUID]
) -> None:
    batch_id = order(database, people.bob, SUSPEND, started[:1])
    work_off(database)
    with database.reading() as session:
        facts = session.exec(select(Event).where(Event.instance_id == started[0]).order_by(Event.id)).all()  # type: ignore[arg-type]  # a column
    assert [fact.kind for fact in facts][-2:] == ["batch.applied", "instance.suspended"]
    assert facts[-2].data == {"batch": str(batch_id), "action": "suspend", "reason": "audit"}
    assert {fact.actor_id for fact in facts[-2:]} == {people.bob.person_id}


def test_a_worker_that_dies_on_the_way_leaves_the_rest_to_the_next(
    database: Database, people: People, started: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = order(database, people.bob, SUSPEND, started)
    counted, act = 0, batch_actions.act

    def die_at_the_second(*given: Any) -> None:
        nonlocal counted
        counted += 1
        if counted == 2:
            raise SystemExit  # as a kill does: nothing after it runs, and the transaction is gone
        act(*given)

    monkeypatch.setattr(batch_actions, "act", die_at_the_second)
    with pytest.raises(SystemExit):
        batch_work.work(database)
    assert (found(database, batch_id).done, sorted(states(database).values())) == (1, ["active", "active", "suspended"])
    work_off(database)
    assert (found(database, batch_id).done, set(states(database).values())) == (3, {"suspended"})
    with database.reading() as session:
        assert len(session.exec(select(Event).where(Event.kind == "instance.suspended")).all()) == 3


def test_a_stopped_one_does_no_more_until_it_goes_on(database: Database, people: People, started: list[UUID]) -> None:
    batch_id = order(database, people.bob, SUSPEND, started)
    batch_work.work(database, chunk=1)
    change(database, batches.stop, people.bob, batch_id)
    work_off(database)
    assert (found(database, batch_id).state, found(database, batch_id).waiting) == ("stopped", 2)
    with pytest.raises(BatchWrongState):
        change(database, batches.stop, people.bob, batch_id)
    change(database, batches.go_on, people.bob, batch_id)
    work_off(database)
    assert (found(database, batch_id).state, found(database, batch_id).done) == ("completed", 3)


def change(database: Database, verb: Callable[[Session, Actor, UUID], None], actor: Actor, batch_id: UUID) -> None:
    with database.transaction() as session:
        verb(session, actor, batch_id)


def test_the_failed_ones_are_retried_alone(database: Database, people: People, started: list[UUID]) -> None:
    with database.transaction() as session:
        instances.suspend(session, people.bob, started[0], "already")
    batch_id = order(database, people.bob, SUSPEND, started)
    work_off(database)
    assert (found(database, batch_id).done, found(database, batch_id).failed) == (2, 1)
    with database.transaction() as session:
        instances.resume(session, people.bob, started[0], "now it may")
    change(database, batches.retry, people.bob, batch_id)
    assert (found(database, batch_id).state, found(database, batch_id).waiting) == ("running", 1)
    work_off(database)
    assert (found(database, batch_id).state, found(database, batch_id).done) == ("completed", 3)
    with pytest.raises(BatchEmpty):
        change(database, batches.retry, people.bob, batch_id)


def test_variables_are_set_and_incidents_retried_in_bulk(
    database: Database, people: People, started: list[UUID]
) -> None:
    mended = Order(kind="set-variables", reason="somebody was hired", parameters={"variables": {"people": 5}})
    order(database, people.bob, mended, Search(state="incident"))
    again = order(database, people.bob, Order(kind="retry", reason="mended"), started)
    work_off(database)
    row = found(database, again)
    assert (row.done, row.failed) == (1, 2)
    with database.reading() as session:
        assert {item.code for item in batch_listing.items(session, SYSTEM, again, "en", state="failed")} == {
            "nothing-stuck"
        }
        assert session.execute(text("SELECT count(*) FROM incident WHERE state = 'open'")).scalar() == 0


def test_rights_are_those_of_the_moment_of_doing(database: Database, people: People, started: list[UUID]) -> None:
    batch_id = order(database, people.bob, SUSPEND, started[:1])
    with database.transaction() as session:
        session.execute(text("DELETE FROM membership WHERE person_id = :bob"), {"bob": people.bob.person_id})
    work_off(database)
    with database.reading() as session:
        [item] = batch_listing.items(session, SYSTEM, batch_id, "en")
    assert (item.state, item.code) == ("failed", "not-allowed")


def test_only_who_operates_orders_one(database: Database, people: People, started: list[UUID]) -> None:
    for stranger in (people.ann, people.cat):
        with pytest.raises(NotAllowed):
            order(database, stranger, SUSPEND, started)
    batch_id = order(database, people.bob, SUSPEND, started)
    for verb in (batches.stop, batches.retry, batches.go_on):
        with pytest.raises(NotAllowed):
            change(database, verb, people.ann, batch_id)
    with database.reading() as session, pytest.raises(NotAllowed):
        batch_listing.items(session, people.ann, batch_id, "en")


def test_what_cannot_be_done_is_refused_at_once(database: Database, people: People, started: list[UUID]) -> None:
    with pytest.raises(BatchEmpty):
        order(database, people.bob, SUSPEND, Search(text="nothing is called this"))
    with pytest.raises(NotFound):
        order(database, people.bob, SUSPEND, [started[0], uuid4()])
    for wrong in (
        Order(kind="explode", reason="x"),
        Order(kind="set-variables", reason="x"),
        Order(kind="cancel", reason=" "),
    ):
        with pytest.raises(Invalid):
            order(database, people.bob, wrong, started)
    with database.reading() as session:
        assert session.exec(select(Batch)).all() == []


def test_the_same_key_orders_once(database: Database, people: People, started: list[UUID]) -> None:
    ids = set()
    for _ in range(2):
        with database.transaction() as session:
            ids.add(batches.create(session, people.bob, SUSPEND, started, idempotency_key="k"))
    assert len(ids) == 1


def test_two_workers_share_one_without_doing_anything_twice(database: Database, people: People) -> None:
    for number in range(1, 31):
        start(database, people.ann, number)
    batch_id = order(database, people.bob, SUSPEND, Search(key="P"))
    workers = [threading.Thread(target=work_off, args=(database,)) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(30)
    row = found(database, batch_id)
    assert (row.state, row.done, row.failed) == ("completed", 30, 0)
    with database.reading() as session:
        facts = session.exec(select(Event.instance_id).where(Event.kind == "instance.suspended")).all()
        assert (len(facts), len(set(facts))) == (30, 30)


def test_the_worker_works_bulk_operations_off_by_itself(
    database: Database, people: People, started: list[UUID]
) -> None:
    batch_id = order(database, people.bob, SUSPEND, started)
    running = worker.Worker(database)
    running.start()
    try:
        wait_until_completed(database, batch_id)
    finally:
        running.stop()
    assert set(states(database).values()) == {"suspended"}


def wait_until_completed(database: Database, batch_id: UUID) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(1500):
            connection.execute(text("SELECT pg_sleep(0.01)"))
            state = connection.execute(text("SELECT state FROM batch WHERE id = :id"), {"id": batch_id}).scalar()
            if state == "completed":
                return
    raise AssertionError("not completed within 15 seconds")


def test_open_pages_hear_of_progress() -> None:
    assert "batches" in live.fragments("batch.applied", uuid4())
    assert "batches" in live.fragments("batch.completed", None)
