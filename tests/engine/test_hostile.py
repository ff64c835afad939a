"""Harm done by commands stays where it was done: refused whole or bounded, and other instances go on."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from engine import instances, messages, signals, tasks, worker
from engine.bpmn import instance as running
from engine.db import Database
from engine.errors import MessageUnmatched, ModelRefused, StepFailed
from engine.identity import SYSTEM
from engine.models import Job, JobState, ProcessInstance
from tests.engine.bpmn import hostile
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import Deploy, People
from tests.engine.test_signals import open_tasks, prepared

_OPEN = text("SELECT id FROM user_task WHERE instance_id = :id AND element_id = :element AND state = 'open'")
_ROWS = text("SELECT (SELECT count(*) FROM process_instance), (SELECT count(*) FROM history_event)")


def asking(process_id: str = "P", *, storm: bool = False) -> bytes:
    """One task for sales; with `storm` a message makes another one at every call."""
    file = File()
    process = file.process(process_id)
    process.start()
    process.user("ask", extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    if storm:
        process.boundary("called", "ask", file.message("call", key="=number"), interrupting=False)
        process.user("note")
        process.chain("called", "note")
    process.chain("start", "ask", process.end())
    return file.xml()


def the_task(session: Session, instance_id: UUID, element_id: str = "ask") -> UUID:
    found: UUID = session.execute(_OPEN, {"id": instance_id, "element": element_id}).scalar_one()
    return found


def test_variables_that_are_too_large_are_refused_whole(session: Session, deploy: Deploy, people: People) -> None:
    deploy(asking())
    started = instances.start(session, people.ann, "P", {})
    with session.begin_nested() as attempt:
        with pytest.raises(StepFailed, match="16777216"):
            instances.start(session, people.ann, "P", {"text": "x" * 50_000_000})
        attempt.rollback()
    with session.begin_nested() as attempt:
        with pytest.raises(StepFailed):
            instances.set_variables(
                session, people.bob, started.instance_id, {"text": "x" * 50_000_000}, reason="to see what happens"
            )
        attempt.rollback()
    tasks.complete(session, people.ann, the_task(session, started.instance_id), {})


def test_forks_without_end_are_refused_whole_and_others_go_on(
    session: Session, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MAX_TOKENS", 300)
    deploy(hostile.fork_without_join(100), asking("other"))
    other = instances.start(session, people.ann, "other", {})
    before = session.execute(_ROWS).one()
    with session.begin_nested() as attempt:
        with pytest.raises(StepFailed) as refused:
            instances.start(session, people.ann, "P", {})
        attempt.rollback()
    assert refused.value.error_code == "too-many-tokens"
    assert session.execute(_ROWS).one() == before
    tasks.complete(session, people.ann, the_task(session, other.instance_id), {})


def test_a_storm_of_messages_to_nobody_leaves_nothing(session: Session, deploy: Deploy, people: People) -> None:
    deploy(asking(storm=True))
    before = session.execute(_ROWS).one()
    for number in range(1_000):
        with pytest.raises(MessageUnmatched):
            messages.correlate(session, SYSTEM, "call", f"{number}" * 400, {"text": "x" * 1_000})
    assert session.execute(_ROWS).one() == before


def test_a_storm_of_messages_to_one_instance_ends_at_a_limit(
    session: Session, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MAX_TOKENS", 50)
    deploy(asking(storm=True))
    stormed = instances.start(session, people.ann, "P", {"number": "1"})
    other = instances.start(session, people.ann, "P", {"number": "2"})
    for _ in range(48):
        messages.correlate(session, SYSTEM, "call", "1", {})
    for _ in range(10):
        with session.begin_nested() as attempt:
            with pytest.raises(StepFailed, match="tokens"):
                messages.correlate(session, SYSTEM, "call", "1", {})
            attempt.rollback()
    messages.correlate(session, SYSTEM, "call", "2", {})
    for each in (stormed, other):  # who has no need of more room goes on
        tasks.complete(session, people.ann, the_task(session, each.instance_id), {})


def test_ids_that_no_index_can_hold_are_refused_at_deployment(session: Session, deploy: Deploy) -> None:
    with pytest.raises(ModelRefused):
        deploy(asking("P" * 5_000))


def test_an_instance_that_cannot_take_a_signal_does_not_keep_it_from_the_others(database: Database) -> None:
    prepared(database)
    with database.transaction() as session:
        first = session.exec(select(ProcessInstance).order_by(col(ProcessInstance.id))).first()
        assert first is not None
        session.execute(text("UPDATE process_instance SET snapshot = '{}' WHERE id = :id"), {"id": first.id})
        signals.broadcast(session, SYSTEM, "alarm", {"level": 3})
    worker.run_due_jobs(database)
    with database.reading() as session:
        assert open_tasks(session) == ["act", "act", "watch"]
        assert session.exec(select(Job.state)).one() != JobState.COMPLETED  # it is tried again for the one
