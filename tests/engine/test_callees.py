"""Call activities find processes in service, run inside the caller's instance, and keep to their version."""

from sqlmodel import Session, select

from engine import deployments, inbox, instances, interpreter, tasks
from engine.identity import SYSTEM
from engine.models import Incident, ProcessDefinition, UserTask
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import People, package


def calling() -> bytes:
    """start → call "C" → after"""
    file = File()
    process = file.process("P")
    process.start()
    process.node("callActivity", "call", extension(zeebe("calledElement", processId="C")))
    process.user("after")
    process.chain("start", "call", "after")
    return file.xml()


def called(name: str) -> bytes:
    """start → inside (sales)"""
    file = File()
    process = file.process("C")
    process.start()
    process.user(name, extension(zeebe("assignmentDefinition", candidateGroups="sales")))
    process.chain("start", name)
    return file.xml()


def open_task(session: Session) -> UserTask:
    return session.exec(select(UserTask).where(UserTask.state == "open")).one()


def test_the_task_of_a_called_process_belongs_to_its_definition(session: Session, people: People) -> None:
    deployments.deploy(session, SYSTEM, package(calling(), called("inside")))
    started = instances.start(session, people.ann, "P", {})
    task = open_task(session)
    assert (task.instance_id, task.element_id) == (started.instance_id, "inside")
    definition = session.get_one(ProcessDefinition, task.definition_id)
    assert definition.key == "C"
    assert inbox.task(session, people.ann, task.id, "en").name == "inside"
    tasks.complete(session, people.ann, task.id, {"found": 7})
    assert open_task(session).element_id == "after"
    assert interpreter.read(session, started.instance_id).run.variables()["found"] == 7


def test_a_running_call_stays_with_the_version_it_called(session: Session, people: People) -> None:
    deployments.deploy(session, SYSTEM, package(calling(), called("inside")))
    instances.start(session, people.ann, "P", {})
    deployments.deploy(session, SYSTEM, package(called("renewed")))
    task = open_task(session)
    assert task.element_id == "inside"
    tasks.complete(session, people.ann, task.id, {})
    assert open_task(session).element_id == "after"
    instances.start(session, people.ann, "P", {})
    assert "renewed" in session.exec(select(UserTask.element_id).where(UserTask.state == "open")).all()


def test_calling_what_is_not_in_service_is_an_incident(session: Session, people: People) -> None:
    deployments.deploy(session, SYSTEM, package(calling()))
    instances.start(session, people.ann, "P", {})
    assert session.exec(select(Incident.element_id)).all() == ["call"]
