"""User tasks: offered, claimed, drafted, completed once."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from engine import drafts, inbox, instances, interpreter, progress, tasks
from engine.draft_merging import Typed
from engine.errors import (
    AlreadyDone,
    FormInvalid,
    NotAllowed,
    NotFound,
    StaleRevision,
    TaskTaken,
    WrongState,
)
from engine.models import Event, InstanceState, ProcessInstance, UserTask
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import Deploy, People, field, form

OFFER = form("offer", field("price", "number", validate={"required": True, "min": 1}), field("note"))


def sales(form_id: str = "offer") -> bytes:
    """start → offer (sales) → check (managers) → end"""
    file = File()
    process = file.process("P")
    process.start()
    process.user(
        "offer",
        extension(zeebe("formDefinition", formId=form_id), zeebe("assignmentDefinition", candidateGroups="sales")),
    )
    process.user("check", extension(zeebe("assignmentDefinition", candidateGroups="managers, bosses")))
    process.end()
    process.chain("start", "offer", "check", "end")
    return file.xml()


def the_task(session: Session, element_id: str) -> UserTask:
    return session.exec(
        select(UserTask).where(UserTask.element_id == element_id, UserTask.state == "open").order_by(col(UserTask.id))
    ).one()


@pytest.fixture
def offered(session: Session, people: People, deploy: Deploy) -> UUID:
    deploy(sales(), forms=(OFFER,))
    instances.start(session, people.ann, "P", {})
    return the_task(session, "offer").id


def test_a_task_is_offered_to_its_group_and_to_nobody_else(session: Session, people: People, offered: UUID) -> None:
    def seen(actor: Any) -> list[UUID]:
        return [row.id for row in inbox.tasks(session, actor, "team", locale="en")]

    assert seen(people.ann) == seen(people.ben) == [offered]
    assert seen(people.bob) == seen(people.cat) == []


def test_completing_a_task_moves_the_instance_on(session: Session, people: People, offered: UUID) -> None:
    completed = tasks.complete(session, people.ann, offered, {"price": 12, "note": "ok"})
    assert the_task(session, "check").candidate_groups == ["managers", "bosses"]
    assert interpreter.read(session, completed.instance_id).run.variables()["price"] == 12
    assert completed.next_task_id is None, "the next step is not hers"


def test_the_last_task_ends_the_instance(session: Session, people: People, offered: UUID) -> None:
    done = tasks.complete(session, people.ann, offered, {"price": 12})
    tasks.complete(session, people.bob, the_task(session, "check").id, {})
    instance = session.get_one(ProcessInstance, done.instance_id)
    assert (instance.state, instance.ended_at is None) == (InstanceState.COMPLETED, False)
    told = select(Event).where(Event.instance_id == instance.id).order_by(col(Event.id))
    assert [event.kind for event in session.exec(told)] == [
        "instance.started",
        "task.completed",
        "task.completed",
        "instance.completed",
    ]


def test_wrong_answers_are_told_all_at_once_and_change_nothing(session: Session, people: People, offered: UUID) -> None:
    with pytest.raises(FormInvalid) as caught:
        tasks.complete(session, people.ann, offered, {"price": 0})
    assert [error.code for error in caught.value.errors] == ["min"]
    assert session.get_one(UserTask, offered).state == "open"


def test_what_the_form_does_not_ask_is_not_taken(session: Session, people: People, offered: UUID) -> None:
    done = tasks.complete(session, people.ann, offered, {"price": 3, "admin": True})
    assert "admin" not in interpreter.read(session, done.instance_id).run.variables()


def test_a_task_is_completed_once(session: Session, people: People, offered: UUID) -> None:
    tasks.complete(session, people.ann, offered, {"price": 12})
    with pytest.raises(AlreadyDone) as caught:
        tasks.complete(session, people.ben, offered, {"price": 13})
    assert caught.value.params["person"] == "Ann"


def test_the_same_command_again_gives_the_first_result(session: Session, people: People, offered: UUID) -> None:
    first = tasks.complete(session, people.ann, offered, {"price": 12}, idempotency_key="k1")
    again = tasks.complete(session, people.ann, offered, {"price": 12}, idempotency_key="k1")
    assert first == again
    with pytest.raises(AlreadyDone):
        tasks.complete(session, people.ann, offered, {"price": 12}, idempotency_key="k2")


def test_strangers_neither_see_nor_complete_a_task(session: Session, people: People, offered: UUID) -> None:
    with pytest.raises(NotAllowed):
        tasks.complete(session, people.cat, offered, {"price": 12})
    with pytest.raises((NotFound, NotAllowed)):
        inbox.task(session, people.cat, offered, "en")
    with pytest.raises((NotFound, NotAllowed)):
        tasks.open_form(session, people.cat, offered, "en")


def test_a_manager_sees_a_task_that_is_not_theirs_but_cannot_do_it(
    session: Session, people: People, offered: UUID
) -> None:
    assert tasks.open_form(session, people.bob, offered, "en").read_only
    with pytest.raises(NotAllowed):
        tasks.complete(session, people.bob, offered, {"price": 12})


def test_an_unknown_task_is_not_found(session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        tasks.complete(session, people.ann, UUID(int=1), {})


def test_a_claimed_task_belongs_to_one_person_until_given_back(session: Session, people: People, offered: UUID) -> None:
    tasks.claim(session, people.ann, offered)
    with pytest.raises(TaskTaken):
        tasks.claim(session, people.ben, offered)
    with pytest.raises(TaskTaken):
        tasks.complete(session, people.ben, offered, {"price": 12})
    tasks.unclaim(session, people.ann, offered)
    tasks.claim(session, people.ben, offered)
    assert inbox.counts(session, people.ben)["mine"] == 1


def test_whoever_operates_may_hand_a_task_to_anybody(session: Session, people: People, offered: UUID) -> None:
    tasks.assign(session, people.bob, offered, "cat")
    tasks.complete(session, people.cat, offered, {"price": 12})
    with pytest.raises(NotAllowed):
        tasks.assign(session, people.ann, the_task(session, "check").id, "ann")


def test_a_draft_is_shown_again_and_gone_after_completion(session: Session, people: People, offered: UUID) -> None:
    rev = tasks.save_draft(session, people.ann, offered, Typed(answers={"note": "half a"}, rev=0)).rev
    rev = tasks.save_draft(session, people.ann, offered, Typed(answers={"note": "half a sentence"}, rev=rev)).rev
    opened = tasks.open_form(session, people.ann, offered, "en")
    assert (opened.data["note"], opened.draft_rev) == ("half a sentence", 2)
    assert tasks.open_form(session, people.ben, offered, "en").data["note"] == "", "drafts are one's own"
    tasks.complete(session, people.ann, offered, {"price": 12})
    assert drafts.find(session, drafts.of_task(offered), people.ann.person_id) is None


def test_a_draft_saved_in_two_windows_is_not_silently_overwritten(
    session: Session, people: People, offered: UUID
) -> None:
    tasks.save_draft(session, people.ann, offered, Typed(answers={"note": "first"}, rev=0))
    with pytest.raises(StaleRevision):
        tasks.save_draft(session, people.ann, offered, Typed(answers={"note": "second"}, rev=0))


def test_a_form_is_opened_with_no_more_than_it_mentions(session: Session, people: People, deploy: Deploy) -> None:
    deploy(sales(), forms=(OFFER,))
    instances.start(session, people.ann, "P", {"price": 5, "secret": "s3"})
    data = tasks.open_form(session, people.ann, the_task(session, "offer").id, "en").data
    assert data == {"price": 5, "note": ""}


def test_a_suspended_instance_takes_no_answers(session: Session, people: People, offered: UUID) -> None:
    instance_id = session.get_one(UserTask, offered).instance_id
    instances.suspend(session, people.bob, instance_id, "audit")
    with pytest.raises(WrongState):
        tasks.complete(session, people.ann, offered, {"price": 12})
    instances.resume(session, people.bob, instance_id, "done")
    tasks.complete(session, people.ann, offered, {"price": 12})


def test_nothing_that_waits_is_left_after_a_cancellation(session: Session, people: People, offered: UUID) -> None:
    instance_id = session.get_one(UserTask, offered).instance_id
    instances.cancel(session, people.bob, instance_id, "mistake")
    assert session.execute(text("SELECT state FROM user_task")).scalars().all() == ["cancelled"]
    with pytest.raises(WrongState):
        tasks.complete(session, people.ann, offered, {"price": 12})


def test_the_timeline_shows_what_was_submitted_as_it_looked(session: Session, people: People, offered: UUID) -> None:
    done = tasks.complete(session, people.ann, offered, {"price": 12, "note": "fine"})
    newest = progress.timeline(session, people.ann, done.instance_id, "en")[0]
    assert (newest.kind, newest.actor_name, newest.element_id) == ("task.completed", "Ann", "offer")
    assert [(row.label, row.text) for row in newest.form] == [("price", "12"), ("note", "fine")]


def test_the_diagram_tells_what_is_done_and_what_waits(session: Session, people: People, offered: UUID) -> None:
    done = tasks.complete(session, people.ann, offered, {"price": 12})
    shown = progress.progress(session, people.ann, done.instance_id, "en")
    assert shown.nodes == {"start": "done", "offer": "done", "check": "active"}
    assert list(shown.flows) == ["P_f1", "P_f2"]


def test_the_process_can_know_who_did_a_task(session: Session, people: People, deploy: Deploy) -> None:
    file = File()
    process = file.process("P")
    process.start()
    process.user(
        "offer",
        extension(zeebe("assignmentDefinition", candidateGroups="sales"), '<bihuan:completer variable="by"/>'),
    )
    process.user("check")
    process.chain("start", "offer", "check")
    deploy(file.xml())
    started = instances.start(session, people.bob, "P", {})
    tasks.complete(session, people.ann, the_task(session, "offer").id, {})
    assert interpreter.read(session, started.instance_id).run.variables()["by"] == "ann"
