"""Messages from one instance to another: delivered once, and never lost without a word."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from engine import clock, deployments, incidents, instances, interpreter, jobs, worker
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Incident, Job, JobState, ProcessInstance, UserTask
from tests.engine.bpmn.builder import File, extension, mapping, zeebe
from tests.engine.conftest import add_people, package


def posting(*, caught: bool = True, optional: bool = False) -> bytes:
    """start → tell (the message "news" to whom) → told; nobody there → look"""
    file = File()
    process = file.process("sender")
    process.start()
    headers = zeebe("taskHeaders", zeebe("header", key="optional", value="true")) if optional else ""
    inputs = {"name": "news", "correlationKey": "=whom", "variables.text": '="hello"'}
    process.node(
        "sendTask",
        "tell",
        extension(zeebe("taskDefinition", type="message", retries=2), headers, mapping(inputs=inputs)),
    )
    process.user("told")
    process.chain("start", "tell", "told")
    if caught:
        process.boundary("nobody", "tell", file.error("message-unmatched"))
        process.user("look")
        process.chain("nobody", "look")
    return file.xml()


def listening() -> bytes:
    """start → hear (the message "news" for me) → heard"""
    file = File()
    process = file.process("hearer")
    process.start()
    process.node("intermediateCatchEvent", "hear", file.message("news", key="=me"))
    process.user("heard")
    process.chain("start", "hear", "heard")
    return file.xml()


def begun(database: Database, sender: bytes, *hearers: str, whom: Any = "A") -> None:
    with database.transaction() as session:
        add_people(session)
        deployments.deploy(session, SYSTEM, package(sender, listening()))
        for me in hearers:
            instances.start(session, SYSTEM, "hearer", {"me": me})
        instances.start(session, SYSTEM, "sender", {"whom": whom})


def open_tasks(session: Session) -> list[str]:
    return sorted(session.exec(select(UserTask.element_id).where(UserTask.state == "open")))


def the_job(database: Database) -> Job:
    with database.reading() as session:
        return session.exec(select(Job)).one()


def run(database: Database) -> None:
    job = the_job(database)
    jobs.run(database, job.id, job.attempt)


def test_a_message_reaches_the_instance_with_its_key_with_what_it_brings(database: Database) -> None:
    begun(database, posting(), "A", "B")
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["heard", "told"]
        heard = session.exec(select(UserTask).where(UserTask.element_id == "heard")).one()
        variables = interpreter.read(session, heard.instance_id).run.variables()
    assert (variables["me"], variables["text"]) == ("A", "hello")


def test_a_number_is_as_good_a_key_as_its_text(database: Database) -> None:
    begun(database, posting(), "7", whom=7)
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["heard", "told"]


def test_a_job_that_is_tried_again_delivers_once(database: Database) -> None:
    begun(database, posting(), "A")
    job = the_job(database)
    jobs._deliver(database, job.id, "news", "A", {"text": "hello"})
    # A worker died here, after the message had arrived; meanwhile somebody else waits for the same.
    with database.transaction() as session:
        instances.start(session, SYSTEM, "hearer", {"me": "A"})
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["heard", "told"]


def test_nobody_waiting_is_an_error_that_the_diagram_may_catch(database: Database) -> None:
    begun(database, posting())
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["look"]
        assert session.exec(select(Incident)).all() == []


def test_without_an_event_that_catches_it_the_message_is_tried_again_and_then_an_incident(database: Database) -> None:
    begun(database, posting(caught=False))
    run(database)
    assert the_job(database).state == JobState.AVAILABLE
    for _ in range(2):
        clock.set_offset(clock.offset() + jobs.LONGEST_WAIT)
        run(database)
    with database.transaction() as session:
        [incident] = incidents.open_incidents(session, SYSTEM, "en")
        assert incident.code == "error-not-caught"
        instances.start(session, SYSTEM, "hearer", {"me": "A"})
        incidents.retry(session, SYSTEM, incident.id)
    worker.run_due_jobs(database)
    with database.reading() as session:
        assert open_tasks(session) == ["heard", "told"]


def test_an_optional_message_to_nobody_is_nothing_to_do(database: Database) -> None:
    for whom in ("Z", None):
        with database.transaction() as session:
            if whom:
                add_people(session)
            deployments.deploy(session, SYSTEM, package(posting(caught=False, optional=True), listening()))
            instances.start(session, SYSTEM, "sender", {"whom": whom})
        worker.run_due_jobs(database)
    with database.reading() as session:
        assert open_tasks(session) == ["told", "told"]


def test_a_key_without_a_value_is_an_incident_at_once(database: Database) -> None:
    begun(database, posting(), whom=None)
    run(database)
    assert the_job(database).state == JobState.FAILED


def test_a_suspended_instance_takes_its_message_when_it_is_resumed(database: Database) -> None:
    begun(database, posting(), "A")
    with database.transaction() as session:
        hearer = hearer_id(session)
        instances.suspend(session, SYSTEM, hearer, "holiday")
    run(database)
    assert the_job(database).state == JobState.AVAILABLE
    with database.transaction() as session:
        instances.resume(session, SYSTEM, hearer, "back")
    clock.set_offset(jobs.LONGEST_WAIT)
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["heard", "told"]


def hearer_id(session: Session) -> UUID:
    return session.exec(select(ProcessInstance.id).where(ProcessInstance.definition_key == "hearer")).one()
