"""/api/v1/batches"""

from typing import Any
from uuid import UUID, uuid4

from engine import batch_work
from engine.db import Database
from tests.web.api.conftest import Program
from tests.web.conftest import Browser

BATCHES = "/api/v1/batches"


def order(client: Browser, **given: Any) -> str:
    answer = client.post(BATCHES, json={"kind": "suspend", "reason": "audit", **given})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{BATCHES}/{answer.json()['id']}"
    return f"{BATCHES}/{answer.json()['id']}"


def test_chosen_instances_are_suspended(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    address = order(bob, instances=[str(asked)])
    assert (bob.get(address).json()["state"], bob.get(address).json()["waiting"]) == ("running", 1)
    batch_work.work(database)
    found = bob.get(address).json()
    assert (found["state"], found["total"], found["done"], found["failed"]) == ("completed", 1, 1, 0)
    assert (found["kind"], found["reason"], found["created_by_name"]) == ("suspend", "audit", "Bob Wang")
    assert bob.get(f"/api/v1/instances/{asked}").json()["state"] == "suspended"
    assert [row["id"] for row in bob.get(BATCHES).json()["items"]] == [found["id"]]


def test_a_search_chooses_too(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    address = order(bob, search={"search": "parcel", "process": "question"})
    batch_work.work(database)
    assert bob.get(address).json()["done"] == 1
    nothing = bob.post(BATCHES, json={"kind": "cancel", "reason": "x", "search": {"search": "nothing like it"}})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "batch-empty")


def test_each_outcome_is_told_in_the_language_of_the_request(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    address = order(bob, kind="retry", instances=[str(asked)])
    batch_work.work(database)
    [item] = bob.get(f"{address}/items").json()["items"]
    assert (item["instance_id"], item["state"], item["code"]) == (str(asked), "failed", "nothing-stuck")
    assert item["message"] == "There is no open incident in this instance."
    [item] = bob.get(f"{address}/items", headers={"accept-language": "zh-CN"}).json()["items"]
    assert item["message"] == "该流程实例中没有未处理的异常。"
    assert bob.get(f"{address}/items", params={"state": "done"}).json()["items"] == []


def test_one_is_stopped_continued_and_retried(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    address = order(bob, kind="resume", instances=[str(asked)])
    assert bob.post(f"{address}/stop").status_code == 204
    assert bob.get(address).json()["state"] == "stopped"
    refused = bob.post(f"{address}/stop")
    assert (refused.status_code, refused.json()["code"]) == (409, "batch-wrong-state")
    assert refused.json()["detail"] == "This is not possible while the bulk operation is stopped."
    assert bob.delete(f"{address}/stop").status_code == 204
    batch_work.work(database)
    assert bob.get(address).json()["failed"] == 1
    assert bob.post(f"{address}/retry").status_code == 204
    assert bob.get(address).json()["waiting"] == 1


def test_variables_are_set(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    order(bob, kind="set-variables", instances=[str(asked)], variables={"urgent": True})
    batch_work.work(database)
    assert bob.get(f"/api/v1/instances/{asked}/variables").json()["variables"]["urgent"] is True


def test_a_migration_is_looked_at_and_ordered(program: Program, asked: UUID, database: Database) -> None:
    bob = program("bob")
    version = bob.get(f"/api/v1/instances/{asked}").json()["definition_id"]
    found = bob.post(f"{BATCHES}/migration-survey", json={"search": {}, "definition_id": version}).json()
    assert (found["total"], found["safe"], found["blocked"]) == (1, 0, 1)
    assert found["obstacles"][0]["reason"] == "same-version"
    address = order(bob, kind="migrate", instances=[str(asked)], definition_id=version)
    batch_work.work(database)
    [item] = bob.get(f"{address}/items").json()["items"]
    assert item["message"].endswith(": it runs on this version already")
    assert program("ann").post(f"{BATCHES}/migration-survey", json={"definition_id": version}).status_code == 403


def test_an_order_that_says_too_little_or_too_much_is_refused(program: Program, asked: UUID) -> None:
    bob = program("bob")
    for wrong in (
        {"kind": "suspend", "reason": "x"},
        {"kind": "suspend", "reason": "x", "instances": [str(asked)], "search": {}},
        {"kind": "suspend", "reason": "", "instances": [str(asked)]},
        {"kind": "explode", "reason": "x", "instances": [str(asked)]},
        {"kind": "set-variables", "reason": "x", "instances": [str(asked)]},
    ):
        assert bob.post(BATCHES, json=wrong).status_code == 422


def test_the_same_key_orders_once(program: Program, asked: UUID) -> None:
    bob, body = program("bob"), {"kind": "suspend", "reason": "x", "instances": [str(asked)]}
    ids = {bob.post(BATCHES, json=body, headers={"idempotency-key": "a"}).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_it_refuses_strangers(program: Program, asked: UUID) -> None:
    address = order(program("bob"), instances=[str(asked)])
    for login in ("cat", "ann"):
        someone = program(login)
        assert someone.post(BATCHES, json={"kind": "cancel", "reason": "x", "search": {}}).status_code == 403
        assert someone.post(f"{address}/stop").status_code == 403
        for read in (BATCHES, address, f"{address}/items"):
            assert someone.get(read).status_code == 403


def test_there_is_no_such_bulk_operation(program: Program) -> None:
    bob = program("bob")
    assert bob.get(f"{BATCHES}/{uuid4()}").status_code == 404
    assert bob.post(f"{BATCHES}/{uuid4()}/stop").status_code == 404
    unknown = {"kind": "cancel", "reason": "x", "instances": [str(uuid4())]}
    assert bob.post(BATCHES, json=unknown).status_code == 404
