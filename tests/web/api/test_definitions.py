"""/api/v1/definitions"""

from uuid import uuid4

from tests.web.api.conftest import Program
from tests.web.question import MODEL

DEFINITIONS = "/api/v1/definitions"


def test_definitions_and_their_diagrams(program: Program) -> None:
    ann = program("ann")
    [row] = ann.get(DEFINITIONS).json()["items"]
    assert (row["key"], row["version"], row["name"], row["state"], row["running"]) == (
        "question",
        1,
        "Question",
        "active",
        0,
    )
    assert ann.get(f"{DEFINITIONS}/{row['id']}").json() == row
    diagram = ann.get(f"{DEFINITIONS}/{row['id']}/diagram")
    assert diagram.headers["content-type"].startswith("application/xml")
    assert diagram.content == MODEL


def test_a_version_is_taken_out_of_service_and_put_back(program: Program) -> None:
    bob = program("bob")
    [row] = bob.get(DEFINITIONS).json()["items"]
    start = {"process": "question", "answers": {"subject": "Why?"}}
    assert bob.post(f"{DEFINITIONS}/{row['id']}/retirement").status_code == 204
    assert bob.post("/api/v1/instances", json=start).status_code == 404
    assert bob.delete(f"{DEFINITIONS}/{row['id']}/retirement").status_code == 204
    assert bob.post("/api/v1/instances", json=start).status_code == 201
    assert program("ann").post(f"{DEFINITIONS}/{row['id']}/retirement").status_code == 403


def test_there_is_no_such_definition(program: Program) -> None:
    assert program("ann").get(f"{DEFINITIONS}/{uuid4()}").status_code == 404
    assert program("ann").get(f"{DEFINITIONS}/{uuid4()}/diagram").status_code == 404


def test_it_refuses_strangers(program: Program) -> None:
    nobody = program("ann")
    nobody.headers.pop("authorization")
    assert nobody.get(DEFINITIONS).status_code == 401
