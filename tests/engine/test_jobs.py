"""Jobs: made with their command, run once, retried, ended in an incident that a person can retry."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel
from sqlalchemy import text
from sqlmodel import Session, select

from engine import clock, deployments, incidents, instances, interpreter, jobs, worker
from engine.connectors import CONNECTORS, BusinessOutcome, Call, ConnectorFailed
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Incident, Job, JobState, ProcessInstance, UserTask
from tests.engine.bpmn.builder import File, extension, mapping, zeebe
from tests.engine.conftest import People, add_people, package


class Parcel(BaseModel):
    weight: int = 0


class Post:
    """A connector whose outside world is this object: what it was asked, and what it shall answer next."""

    input_model = Parcel

    def __init__(self) -> None:
        self.calls: list[tuple[int, UUID]] = []
        self.answers: list[Mapping[str, Any] | Exception] = []

    def call(self, given: Parcel, call: Call) -> Mapping[str, Any]:
        self.calls.append((given.weight, call.job_id))
        answer = self.answers.pop(0) if self.answers else {"track": "T1"}
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    CONNECTORS["post"] = post
    yield post
    del CONNECTORS["post"]


def sending(retries: int = 2) -> bytes:
    """start → send (a job; error REFUSED → refused) → done"""
    file = File()
    process = file.process("P")
    process.start()
    process.node(
        "serviceTask",
        "send",
        extension(
            zeebe("taskDefinition", type="post", retries=retries),
            zeebe("taskHeaders", zeebe("header", key="resultVariable", value="parcel")),
            mapping(inputs={"weight": "=kilos"}),
        ),
    )
    process.boundary("refused", "send", file.error("REFUSED"))
    process.user("call back")
    process.user("done")
    process.chain("start", "send", "done")
    process.chain("refused", "call back")
    return file.xml()


def begun(database: Database, xml: bytes | None = None) -> People:
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(xml or sending()))
        instances.start(session, people.ann, "P", {"kilos": 3})
    return people


def the_job(database: Database) -> Job:
    with database.reading() as session:
        return session.exec(select(Job)).one()


def run(database: Database) -> None:
    job = the_job(database)
    jobs.run(database, job.id, job.attempt)


def open_tasks(session: Session) -> list[str]:
    return list(session.exec(select(UserTask.element_id).where(UserTask.state == "open")))


def test_a_job_and_its_dispatch_exist_only_if_the_command_committed(database: Database, post: Post) -> None:
    def start_and_fail() -> None:
        with database.transaction() as session:
            people = add_people(session)
            deployments.deploy(session, SYSTEM, package(sending()))
            instances.start(session, people.ann, "P", {"kilos": 3})
            assert session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        start_and_fail()
    with database.reading() as session:
        assert session.exec(select(Job)).all() == []
        assert session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 0


def test_a_connector_gets_its_inputs_and_its_result_becomes_the_named_variable(database: Database, post: Post) -> None:
    begun(database)
    run(database)
    assert [weight for weight, _ in post.calls] == [3]
    with database.reading() as session:
        instance_id = session.exec(select(ProcessInstance.id)).one()
        assert interpreter.read(session, instance_id).run.variables()["parcel"] == {"track": "T1"}
        assert open_tasks(session) == ["done"]
    assert the_job(database).state == JobState.COMPLETED


def test_a_second_dispatch_of_the_same_attempt_does_nothing(database: Database, post: Post) -> None:
    begun(database)
    job = the_job(database)
    jobs.run(database, job.id, 1)
    jobs.run(database, job.id, 1)
    assert len(post.calls) == 1


def test_a_failed_attempt_is_repeated_later_under_the_same_key(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [ConnectorFailed("down"), {"track": "T2"}]
    run(database)
    job = the_job(database)
    assert (job.state, job.attempt, job.retries_left) == (JobState.AVAILABLE, 2, 1)
    assert job.run_at > clock.now()
    run(database)
    assert the_job(database).state == JobState.COMPLETED
    assert len({job_id for _, job_id in post.calls}) == 1


def test_the_last_failure_opens_an_incident_that_says_no_data(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [ConnectorFailed("down")] * 3
    for _ in range(3):
        run(database)
    assert the_job(database).state == JobState.FAILED
    with database.reading() as session:
        incident = session.exec(select(Incident)).one()
        assert (incident.code, incident.message, incident.element_id) == ("connector-failed", "down", "send")


def test_a_permanent_failure_is_not_repeated(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [ConnectorFailed("no such street", permanent=True)]
    run(database)
    assert the_job(database).state == JobState.FAILED


def test_an_unexpected_exception_keeps_its_text_to_itself(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [RuntimeError("password=hunter2")] * 3
    for _ in range(3):
        run(database)
    with database.reading() as session:
        assert session.exec(select(Incident)).one().message == "RuntimeError"


def test_retrying_an_incident_runs_the_job_again(database: Database, post: Post) -> None:
    people = begun(database)
    post.answers = [ConnectorFailed("no", permanent=True)]
    run(database)
    with database.transaction() as session:
        [incident] = incidents.open_incidents(session, people.bob, "en")
        incidents.retry(session, people.bob, incident.id)
    run(database)
    with database.reading() as session:
        assert incidents.open_incidents(session, people.bob, "en") == []
        assert open_tasks(session) == ["done"]


def test_a_bpmn_error_takes_the_way_drawn_for_it(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [BusinessOutcome("REFUSED", "too heavy")]
    run(database)
    with database.reading() as session:
        assert open_tasks(session) == ["call back"]
        assert session.exec(select(Incident)).all() == []


def test_a_bpmn_error_that_nothing_catches_is_an_incident(database: Database, post: Post) -> None:
    begun(database)
    post.answers = [BusinessOutcome("OTHER")]
    run(database)
    with database.reading() as session:
        assert session.exec(select(Incident)).one().code == "error-not-caught"


def test_a_job_whose_token_is_gone_is_called_off(database: Database, post: Post) -> None:
    people = begun(database)
    job = the_job(database)
    with database.transaction() as session:
        instances.cancel(session, people.bob, job.instance_id, "mistake")
    jobs.run(database, job.id, job.attempt)
    assert the_job(database).state == JobState.CANCELLED
    assert post.calls == []


def test_an_input_that_does_not_fit_names_the_field_and_not_the_value(database: Database, post: Post) -> None:
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(sending()))
        instances.start(session, people.ann, "P", {"kilos": "secret"})
    run(database)
    with database.reading() as session:
        message = session.exec(select(Incident)).one().message
    assert message.startswith("weight:")
    assert "secret" not in message


def test_a_job_without_a_live_dispatch_is_dispatched_again(database: Database, post: Post) -> None:
    begun(database)
    with database.transaction() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
        session.execute(text("UPDATE job SET run_at = run_at - interval '1 minute'"))
    assert worker.reconcile(database) == 1
    assert worker.reconcile(database) == 0, "a waiting dispatch is enough"


def test_the_waits_between_attempts_grow_up_to_a_limit() -> None:
    waits = [jobs.back_off(attempt) for attempt in range(1, 30)]
    assert waits[0] >= jobs.FIRST_WAIT
    assert waits[3] > waits[0] * 4
    assert max(waits) <= jobs.LONGEST_WAIT * 1.25


def test_a_worker_that_woke_too_late_changes_nothing(database: Database, post: Post) -> None:
    begun(database)
    job = the_job(database)

    def overtaken() -> Exception:
        with database.transaction() as session:
            session.execute(text("UPDATE job SET attempt = 2, state = 'available'"))
        return ConnectorFailed("too late")

    post.call = lambda *_: (_ for _ in ()).throw(overtaken())  # type: ignore[method-assign]  # this once
    jobs.run(database, job.id, 1)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 1
        assert session.exec(select(Job)).one().attempt == 2


def test_what_a_customer_wrote_does_not_get_into_the_log(
    database: Database, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(sending()))
        instances.start(session, people.ann, "P", {"kilos": "hunter2"})
    run(database)
    begun_again = the_job(database)
    assert begun_again.state == JobState.FAILED
    assert "failed at attempt 1" in caplog.text
    assert "hunter2" not in caplog.text
