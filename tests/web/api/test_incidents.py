"""/api/v1/incidents"""

from uuid import UUID, uuid4

from engine import clock
from engine.db import Database
from engine.models import Incident
from tests.web.api.conftest import Program

INCIDENTS = "/api/v1/incidents"


def stuck(database: Database, instance_id: UUID) -> UUID:
    incident = Incident(
        instance_id=instance_id, element_id="answer", code="step-failed", message="503", created_at=clock.now()
    )
    with database.transaction() as session:
        session.add(incident)
    return incident.id


def test_open_incidents_are_listed(program: Program, asked: UUID, database: Database) -> None:
    incident_id = stuck(database, asked)
    [row] = program("bob").get(INCIDENTS).json()["items"]
    assert (row["id"], row["code"], row["element_name"]) == (str(incident_id), "step-failed", "Answer the question")
    assert program("ann").get(INCIDENTS, params={"instance": str(asked)}).json()["items"] == [row]
    assert program("bob").get(INCIDENTS, params={"instance": str(uuid4())}).json()["items"] == []


def test_an_incident_is_said_in_the_language_of_the_request(program: Program, asked: UUID, database: Database) -> None:
    stuck(database, asked)
    [row] = program("bob").get(INCIDENTS, headers={"accept-language": "zh-CN"}).json()["items"]
    assert (row["sentence"], row["message"]) == ("由此引发的某个步骤执行失败。", "503")


def test_it_refuses_strangers(program: Program, asked: UUID, database: Database) -> None:
    incident_id = stuck(database, asked)
    assert program("ann").get(INCIDENTS).status_code == 403
    assert program("ann").post(f"{INCIDENTS}/{incident_id}/retry").status_code == 403
    assert program("cat").get(INCIDENTS, params={"instance": str(asked)}).status_code == 403


def test_there_is_no_such_incident(program: Program) -> None:
    assert program("bob").post(f"{INCIDENTS}/{uuid4()}/retry").status_code == 404
