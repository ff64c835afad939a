"""Moving tokens by command: rights, reasons, rows, and the fact that tells of it."""

import pytest
from sqlmodel import Session, col, select

from engine import history, instances, interpreter, progress, token_moves
from engine.bpmn import Begin
from engine.errors import MoveRefused, NotAllowed, ReasonMissing, WrongState
from engine.models import Event, Incident, InstanceState, ProcessInstance, TaskState, Timer, UserTask
from tests.engine.bpmn.builder import File, timer
from tests.engine.conftest import Deploy, People


def two_steps() -> bytes:
    """a, with a timer, → b."""
    file = File()
    process = file.process()
    process.chain(process.start(), process.user("a"), process.user("b"), process.end())
    process.boundary("late", "a", timer(duration="PT1H"))
    process.chain("late", process.end("too_late"))
    return file.xml()


def tasks(session: Session) -> dict[str, str]:
    session.expire_all()
    return {task.element_id: task.state for task in session.exec(select(UserTask).order_by(col(UserTask.created_at)))}


def test_the_rows_follow_and_the_reason_is_on_record(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    token_moves.move(
        session, people.bob, started.instance_id, ["a"], [Begin(element_id="b")], " skipped ", variables={"x": 1}
    )
    assert tasks(session) == {"a": TaskState.CANCELLED, "b": TaskState.OPEN}
    assert session.exec(select(Timer)).all() == []
    assert interpreter.read(session, started.instance_id).run.variables()["x"] == 1
    fact = history.of_instance(session, started.instance_id)[-1]
    assert (fact.kind, fact.actor_id, fact.data["reason"]) == ("instance.moved", people.bob.person_id, "skipped")
    assert [element for _, element in fact.data["ended"]] == ["a"]
    assert [element for _, element in fact.data["begun"]] == ["b"]
    assert ["cancelled", "a", []] in fact.data["steps"]


def test_what_can_be_moved_where_is_asked_first(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    possible = token_moves.possible(session, people.bob, started.instance_id)
    assert [(each.element_id, each.kind) for each in possible.standing] == [("a", "user")]
    assert {each.element_id for each in possible.places if not each.refused} >= {"a", "b", "end"}


def test_a_suspended_instance_can_be_moved_and_stays_suspended(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    instances.suspend(session, people.bob, started.instance_id, "wait")
    token_moves.move(session, people.bob, started.instance_id, ["a"], [Begin(element_id="b")], "skip")
    row = session.get_one(ProcessInstance, started.instance_id, populate_existing=True)
    assert row.state == InstanceState.SUSPENDED


def test_a_move_to_the_end_completes_the_instance(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    token_moves.move(session, people.bob, started.instance_id, ["a"], [Begin(element_id="end")], "done by phone")
    row = session.get_one(ProcessInstance, started.instance_id, populate_existing=True)
    assert row.state == InstanceState.COMPLETED
    with pytest.raises(WrongState):
        token_moves.move(session, people.bob, started.instance_id, [], [Begin(element_id="a")], "again")


def test_an_incident_that_is_moved_away_from_is_closed(session: Session, people: People, deploy: Deploy) -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.script("bad", "x", "=missing"), process.user("a"), process.end())
    deploy(file.xml())
    started = instances.start(session, people.ann, "P", {})
    token_moves.move(session, people.bob, started.instance_id, ["bad"], [Begin(element_id="a")], "by hand")
    session.expire_all()
    assert [incident.state for incident in session.exec(select(Incident))] == ["resolved"]
    assert tasks(session) == {"a": TaskState.OPEN}


def test_a_refusal_changes_nothing(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    with pytest.raises(MoveRefused):
        token_moves.move(session, people.bob, started.instance_id, ["a"], [Begin(element_id="late")], "x")
    with pytest.raises(MoveRefused):
        token_moves.move(session, people.bob, started.instance_id, ["b"], [Begin(element_id="a")], "x")
    with pytest.raises(ReasonMissing):
        token_moves.move(session, people.bob, started.instance_id, ["a"], [Begin(element_id="b")], "  ")
    assert tasks(session) == {"a": TaskState.OPEN}
    assert session.exec(select(Event.kind).where(Event.kind == "instance.moved")).all() == []


def test_only_who_operates_may_move(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    for stranger in (people.ann, people.cat):
        with pytest.raises(NotAllowed):
            token_moves.move(session, stranger, started.instance_id, ["a"], [Begin(element_id="b")], "x")
        with pytest.raises(NotAllowed):
            token_moves.possible(session, stranger, started.instance_id)


def test_the_story_names_what_was_moved(session: Session, people: People, deploy: Deploy) -> None:
    deploy(two_steps())
    started = instances.start(session, people.ann, "P", {})
    token_moves.move(session, people.bob, started.instance_id, ["a"], [Begin(element_id="b")], "skip")
    line = progress.timeline(session, people.bob, started.instance_id, "en")[0]
    assert (line.details["ended"], line.details["begun"]) == (["a"], ["b"])
