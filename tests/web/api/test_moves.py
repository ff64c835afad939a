"""/api/v1/instances/{id}/moves"""

from uuid import UUID

from tests.web.api.conftest import Program

INSTANCES = "/api/v1/instances"


def test_it_tells_where_an_instance_stands_and_what_can_begin(program: Program, asked: UUID) -> None:
    told = program("bob").get(f"{INSTANCES}/{asked}/moves").json()
    assert [(each["element_id"], each["kind"]) for each in told["standing"]] == [("answer", "user")]
    assert {each["element_id"] for each in told["places"] if not each["refused"]} >= {"answer", "done"}


def test_tokens_are_moved_with_a_reason(program: Program, asked: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{asked}"
    given = {"cancel": ["answer"], "begin": [{"element": "done"}], "reason": "answered by phone"}
    told = bob.post(f"{address}/moves", json=given)
    assert told.status_code == 200, told.text
    assert [each["element_id"] for each in told.json()["ended"]] == ["answer"]
    assert bob.get(address).json()["state"] == "completed"
    assert bob.post(f"{address}/moves", json=given).status_code == 409


def test_a_refusal_says_why_in_words_and_as_a_code(program: Program, asked: UUID) -> None:
    answer = program("bob").post(f"{INSTANCES}/{asked}/moves", json={"cancel": ["answer"], "reason": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "move-refused")
    assert answer.json()["params"]["reason"] == "nothing-left"
    assert "cancel the instance instead" in answer.json()["detail"]


def test_it_shows_what_is_wrong(program: Program, asked: UUID) -> None:
    bob, address = program("bob"), f"{INSTANCES}/{asked}/moves"
    assert bob.post(address, json={"cancel": ["answer"], "begin": [{"element": "done"}]}).status_code == 422
    assert (
        bob.post(address, json={"cancel": ["nothing"], "reason": "x"}).json()["params"]["reason"]
        == "not-standing-there"
    )
    blank = bob.post(address, json={"cancel": ["answer"], "begin": [{"element": "done"}], "reason": "  "})
    assert blank.json()["code"] == "reason-missing"


def test_it_refuses_strangers(program: Program, asked: UUID) -> None:
    address = f"{INSTANCES}/{asked}/moves"
    for login in ("ann", "cat"):
        assert program(login).get(address).status_code == 403
        given = {"cancel": ["answer"], "begin": [{"element": "done"}], "reason": "x"}
        assert program(login).post(address, json=given).status_code == 403
