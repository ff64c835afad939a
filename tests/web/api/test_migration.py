"""/api/v1/instances/{id}/migration"""

from uuid import UUID, uuid4

import pytest

from engine import deployments, instance_migration
from engine.db import Database
from engine.identity import SYSTEM
from tests.engine.bpmn.builder import File
from tests.engine.conftest import package
from tests.web.api.conftest import Program

INSTANCES = "/api/v1/instances"


def deploy(database: Database, task: str, name: str) -> UUID:
    """A version of the process `two-steps`; gives its id."""
    file = File()
    process = file.process("two-steps")
    process.node("userTask", task, name=name)
    process.chain(process.start(), task, process.user("after"), process.end())
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(file.xml()))
        return instance_migration.version(session, "two-steps", 1 if task == "check" else 2)


@pytest.fixture
def instance(database: Database, program: Program) -> UUID:
    """An instance of the first version."""
    deploy(database, "check", "Check")
    return UUID(program("bob").post(INSTANCES, json={"process": "two-steps"}).json()["instance_id"])


@pytest.fixture
def target(database: Database, instance: UUID) -> UUID:
    """The second version, where the task is called otherwise."""
    return deploy(database, "verify", "Check")


def test_a_preview_gives_a_verdict_on_every_token(program: Program, instance: UUID, target: UUID) -> None:
    address = f"{INSTANCES}/{instance}/migration/preview"
    told = program("bob").post(address, json={"definition_id": str(target)}).json()
    assert (told["from_version"], told["to_version"], told["possible"]) == (1, 2, False)
    assert [(each["element_id"], each["verdict"]) for each in told["verdicts"]] == [("check", "needs_mapping")]
    assert told["suggested"] == {"check": "verify"}


def test_an_instance_goes_to_another_version_and_back(program: Program, instance: UUID, target: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{instance}"
    given = {"definition_id": str(target), "mapping": {"check": "verify"}, "reason": "new law"}
    told = bob.post(f"{address}/migration", json=given)
    assert told.status_code == 200, told.text
    assert [each["verdict"] for each in told.json()["verdicts"]] == ["mapped"]
    assert bob.get(address).json()["version"] == 2
    assert bob.delete(f"{address}/migration", params={"reason": "wrong one"}).json() == {"exact": True}
    assert bob.get(address).json()["version"] == 1


def test_a_refusal_names_the_elements_and_says_why(program: Program, instance: UUID, target: UUID) -> None:
    given = {"definition_id": str(target), "reason": "new law"}
    answer = program("bob").post(f"{INSTANCES}/{instance}/migration", json=given)
    assert (answer.status_code, answer.json()["code"]) == (422, "migration-refused")
    assert answer.json()["params"] == {"reason": "no-such-element", "elements": "check", "where": " (check)"}
    assert "say which one is meant" in answer.json()["detail"]


def test_it_shows_what_is_wrong(program: Program, instance: UUID, target: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{instance}/migration"
    assert bob.post(address, json={"definition_id": str(target)}).status_code == 422
    assert bob.post(address, json={"definition_id": str(uuid4()), "reason": "x"}).status_code == 404
    assert bob.delete(address, params={"reason": "x"}).json()["params"]["reason"] == "nothing-to-undo"


def test_it_refuses_strangers(program: Program, instance: UUID, target: UUID) -> None:
    address, given = f"{INSTANCES}/{instance}/migration", {"definition_id": str(target), "reason": "x"}
    for login in ("ann", "cat"):
        assert program(login).post(f"{address}/preview", json={"definition_id": str(target)}).status_code == 403
        assert program(login).post(address, json=given).status_code == 403
        assert program(login).delete(address, params={"reason": "x"}).status_code == 403
