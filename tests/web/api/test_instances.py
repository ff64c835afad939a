"""/api/v1/instances"""

from uuid import UUID, uuid4

from tests.web.api.conftest import Program

INSTANCES = "/api/v1/instances"


def test_an_instance_is_started(program: Program) -> None:
    bob = program("bob")
    answer = bob.post(INSTANCES, json={"process": "question", "answers": {"subject": "Why?"}, "business_key": "Q-1"})
    assert answer.status_code == 201
    started = answer.json()
    assert started["business_key"] == "Q-1"
    assert started["receipt_code"]
    found = bob.get(answer.headers["location"]).json()
    assert (found["title"], found["state"], found["key"]) == ("Why?", "active", "question")


def test_repeating_a_start_with_its_key_starts_one_instance(program: Program) -> None:
    bob = program("bob")
    body = {"process": "question", "answers": {"subject": "Why?"}}
    answers = [bob.post(INSTANCES, json=body, headers={"idempotency-key": "a"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert bob.get(INSTANCES).json()["total"] == 1


def test_the_start_form_judges_the_answers(program: Program) -> None:
    answer = program("bob").post(INSTANCES, json={"process": "question", "answers": {}})
    assert answer.status_code == 422
    assert [error["component_id"] for error in answer.json()["errors"]] == ["f1"]


def test_there_is_no_such_process(program: Program) -> None:
    answer = program("bob").post(INSTANCES, json={"process": "nothing"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_person_finds_the_instances_they_may_see(program: Program, asked: UUID) -> None:
    found = program("ann").get(INSTANCES, params={"search": "parcel", "state": "active", "process": "question"}).json()
    assert (found["total"], [row["id"] for row in found["items"]]) == (1, [str(asked)])
    assert program("ann").get(INSTANCES, params={"search": "nothing like it"}).json()["total"] == 0
    assert program("cat").get(INSTANCES).json() == {"items": [], "total": 0}


def test_variables_are_read_and_set(program: Program, asked: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{asked}/variables"
    assert bob.get(address).json()["variables"]["subject"] == "Where is my parcel?"
    given = {"variables": {"urgent": True, "parts": [1, 2.5]}, "reason": "asked by phone"}
    assert bob.patch(address, json=given).status_code == 204
    kept = bob.get(address).json()["variables"]
    assert (kept["urgent"], kept["parts"], kept["subject"]) == (True, [1, 2.5], "Where is my parcel?")


def test_an_instance_is_suspended_resumed_and_cancelled(program: Program, asked: UUID, task_id: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{asked}"
    assert bob.post(f"{address}/suspension", json={"reason": "waiting"}).status_code == 204
    assert bob.get(address).json()["state"] == "suspended"
    refused = bob.post(f"/api/v1/tasks/{task_id}/completion", json={"answers": {"reply": "x"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
    assert refused.json()["detail"] == "This is not possible while the instance is suspended."
    assert bob.delete(f"{address}/suspension", params={"reason": "go on"}).status_code == 204
    assert bob.post(f"{address}/cancellation", json={"reason": "by mistake"}).status_code == 204
    assert bob.get(address).json()["state"] == "cancelled"
    assert bob.post(f"{address}/cancellation", json={"reason": "again"}).status_code == 409


def test_it_refuses_strangers(program: Program, asked: UUID) -> None:
    cat, address = program("cat"), f"{INSTANCES}/{asked}"
    assert cat.get(address).status_code == 403
    assert cat.get(f"{address}/variables").status_code == 403
    for login in ("cat", "ann"):
        someone = program(login)
        assert someone.post(f"{address}/suspension", json={"reason": "x"}).status_code == 403
        assert someone.post(f"{address}/cancellation", json={"reason": "x"}).status_code == 403
        assert someone.patch(f"{address}/variables", json={"variables": {}, "reason": "x"}).status_code == 403


def test_there_is_no_such_instance(program: Program) -> None:
    assert program("bob").get(f"{INSTANCES}/{uuid4()}").status_code == 404
    assert program("bob").post(f"{INSTANCES}/{uuid4()}/suspension", json={"reason": "x"}).status_code == 404
