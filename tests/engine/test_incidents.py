"""Incidents: an automatic step that fails parks its token, and a person can try it again."""

import pytest
from sqlmodel import Session, select

from engine import incidents, instances, tasks
from engine.errors import NotAllowed, WrongState
from engine.models import Incident, UserTask
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People


def dividing() -> bytes:
    """start → ask → share = total / people → done"""
    file = File()
    process = file.process("P")
    process.start()
    process.user("ask")
    process.script("share", "share", "=total / people")
    process.user("done")
    process.chain("start", "ask", "share", "done")
    return file.xml()


@pytest.fixture
def stuck(session: Session, people: People, deploy: Deploy) -> Incident:
    deploy(dividing())
    instances.start(session, people.bob, "P", {"total": 10})
    task = session.exec(select(UserTask)).one()
    tasks.assign(session, people.bob, task.id, "ann")
    tasks.complete(session, people.ann, task.id, {"people": 0})
    return session.exec(select(Incident)).one()


def test_a_failing_step_does_not_take_back_what_a_person_did(session: Session, people: People, stuck: Incident) -> None:
    assert session.exec(select(UserTask.state)).all() == ["completed"]
    assert (stuck.code, stuck.element_id) == ("division-by-zero", "share")


def test_it_keeps_what_names_the_cause_and_never_a_value(session: Session, people: People, stuck: Incident) -> None:
    assert stuck.parameters == {"expression": "=total / people"}
    instances.set_variables(session, people.bob, stuck.instance_id, {"people": "four"}, "a number was meant")
    incidents.retry(session, people.bob, stuck.id)
    [again] = incidents.open_incidents(session, people.bob, "en")
    assert again.parameters == {"expression": "=total / people", "operator": "/", "left": "number", "right": "string"}
    assert "four" not in again.message


def test_what_was_mended_goes_on_after_a_retry(session: Session, people: People, stuck: Incident) -> None:
    instances.set_variables(session, people.bob, stuck.instance_id, {"people": 4}, "nobody divides by zero")
    incidents.retry(session, people.bob, stuck.id)
    assert incidents.open_incidents(session, people.bob, "en") == []
    assert session.exec(select(UserTask.element_id).where(UserTask.state == "open")).all() == ["done"]


def test_what_was_not_mended_is_an_incident_again(session: Session, people: People, stuck: Incident) -> None:
    incidents.retry(session, people.bob, stuck.id)
    [again] = incidents.open_incidents(session, people.bob, "en")
    assert again.id != stuck.id
    assert again.element_id == "share"


def test_an_incident_is_retried_once_and_only_by_who_operates(
    session: Session, people: People, stuck: Incident
) -> None:
    with pytest.raises(NotAllowed):
        incidents.retry(session, people.ann, stuck.id)
    incidents.retry(session, people.bob, stuck.id)
    with pytest.raises(WrongState):
        incidents.retry(session, people.bob, stuck.id)


def test_cancelling_an_instance_closes_its_incidents(session: Session, people: People, stuck: Incident) -> None:
    instances.cancel(session, people.bob, stuck.instance_id, "pointless")
    assert incidents.open_incidents(session, people.bob, "en") == []
