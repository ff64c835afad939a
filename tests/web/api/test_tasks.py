"""/api/v1/tasks"""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from engine.db import Database
from tests.web.api.conftest import Program

TASKS = "/api/v1/tasks"


def test_the_views_of_the_inbox(program: Program, task_id: UUID) -> None:
    ann = program("ann")
    [row] = ann.get(TASKS, params={"view": "team"}).json()["items"]
    assert row["id"] == str(task_id)
    assert (row["name"], row["process_name"], row["state"]) == ("Answer the question", "Question", "open")
    assert row["due_at"].endswith(("Z", "+00:00"))
    assert ann.get(TASKS).json()["items"] == []
    assert program("cat").get(TASKS, params={"view": "team"}).json()["items"] == []
    assert ann.get(TASKS, params={"view": "all"}).status_code == 422


def test_names_are_in_the_language_of_the_request(program: Program, task_id: UUID) -> None:
    answer = program("ann").get(f"{TASKS}/{task_id}", headers={"accept-language": "zh-CN"})
    assert answer.json()["name"] == "回答问题"


def test_a_task_is_claimed_and_given_back(program: Program, task_id: UUID) -> None:
    ann, bob = program("ann"), program("bob")
    assert ann.post(f"{TASKS}/{task_id}/claim").status_code == 204
    assert ann.get(f"{TASKS}/{task_id}").json()["is_mine"] is True
    refused = bob.post(f"{TASKS}/{task_id}/claim")
    assert (refused.status_code, refused.json()["code"]) == (409, "task-taken")
    assert refused.json()["params"] == {"person": "Ann Li"}
    assert ann.delete(f"{TASKS}/{task_id}/claim").status_code == 204
    assert bob.post(f"{TASKS}/{task_id}/claim").status_code == 204


def test_a_task_is_handed_over(program: Program, task_id: UUID) -> None:
    ann = program("ann")
    ann.post(f"{TASKS}/{task_id}/claim")
    assert ann.put(f"{TASKS}/{task_id}/assignee", json={"login": "bob"}).status_code == 204
    assert program("bob").get(f"{TASKS}/{task_id}").json()["is_mine"] is True


def test_a_draft_is_kept_and_two_windows_are_told_apart(program: Program, task_id: UUID) -> None:
    ann = program("ann")
    assert ann.put(f"{TASKS}/{task_id}/draft", json={"data": {"reply": "Soo"}, "rev": 0}).json() == {"rev": 1}
    form = ann.get(f"{TASKS}/{task_id}/form").json()
    assert (form["data"]["reply"], form["draft_rev"]) == ("Soo", 1)
    assert form["schema"]["id"] == "answer"
    stale = ann.put(f"{TASKS}/{task_id}/draft", json={"data": {}, "rev": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-revision")


def test_a_task_is_completed_once(program: Program, task_id: UUID, asked: UUID) -> None:
    ann = program("ann")
    done = ann.post(f"{TASKS}/{task_id}/completion", json={"answers": {"reply": "Tomorrow."}})
    assert done.json() == {"instance_id": str(asked), "next_task_id": None}
    again = program("bob").post(f"{TASKS}/{task_id}/completion", json={"answers": {"reply": "No."}})
    assert (again.status_code, again.json()["code"]) == (409, "already-done")
    assert again.json()["detail"].startswith("This task was done by Ann Li at ")


def test_repeating_a_completion_with_its_key_returns_the_first_result(program: Program, task_id: UUID) -> None:
    ann = program("ann")
    key = {"idempotency-key": "b7c1"}
    body = {"answers": {"reply": "Tomorrow."}}
    first = ann.post(f"{TASKS}/{task_id}/completion", json=body, headers=key)
    again = ann.post(f"{TASKS}/{task_id}/completion", json=body, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


def test_wrong_answers_are_told_with_code_place_and_sentence(
    program: Program, task_id: UUID, database: Database
) -> None:
    answer = program("ann").post(f"{TASKS}/{task_id}/completion", json={"answers": {}})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "form-invalid"
    assert answer.json()["errors"] == [
        {
            "code": "required",
            "params": {},
            "component_id": "f2",
            "path": ["reply"],
            "message": "Field is required.",
        }
    ]
    with database.reading() as session:
        assert session.execute(text("SELECT state FROM user_task")).scalar_one() == "open"


def test_errors_are_said_in_chinese_too(program: Program, task_id: UUID) -> None:
    answer = program("ann").post(
        f"{TASKS}/{task_id}/completion", json={"answers": {}}, headers={"accept-language": "zh-CN"}
    )
    assert answer.json()["detail"] == "部分填写内容需要修改。"
    assert answer.json()["errors"][0]["message"] == "此项必填。"


def test_it_refuses_strangers(program: Program, task_id: UUID) -> None:
    cat = program("cat")
    for answer in (
        cat.get(f"{TASKS}/{task_id}"),
        cat.get(f"{TASKS}/{task_id}/form"),
        cat.post(f"{TASKS}/{task_id}/claim"),
        cat.put(f"{TASKS}/{task_id}/draft", json={"data": {}, "rev": 0}),
        cat.post(f"{TASKS}/{task_id}/completion", json={"answers": {"reply": "x"}}),
    ):
        assert answer.status_code == 403, answer.request.url
    cat.headers.pop("authorization")
    assert cat.get(f"{TASKS}/{task_id}").status_code == 401


def test_there_is_no_such_task(program: Program) -> None:
    ann = program("ann")
    for answer in (ann.get(f"{TASKS}/{uuid4()}"), ann.post(f"{TASKS}/{uuid4()}/completion", json={"answers": {}})):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert ann.get(f"{TASKS}/17").status_code == 422


@pytest.mark.parametrize("body", ["[]", '{"answers": 1}', "{", '{"answers": {"a": ' + "9" * 40 + "}}"])
def test_a_body_of_the_wrong_kind_is_a_problem(program: Program, task_id: UUID, body: str) -> None:
    answer = program("ann").post(
        f"{TASKS}/{task_id}/completion", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "request-invalid"


def test_a_program_that_sends_its_base_gets_both_sides_merged(program: Program, task_id: UUID) -> None:
    ann, draft = program("ann"), f"{TASKS}/{task_id}/draft"
    form_id = ann.get(f"{TASKS}/{task_id}/form").json()["form_id"]
    ann.put(draft, json={"data": {"reply": "There"}, "rev": 0})
    body = {"data": {"reply": "Here"}, "rev": 0, "base": {"reply": ""}, "form_id": form_id}
    merged = ann.put(draft, json=body).json()
    assert (merged["rev"], merged["data"], merged["by"]) == (1, {"reply": "There"}, "Ann Li")
    [difference] = merged["differences"]
    assert {**difference, "label": ""} == {
        "path": ["reply"],
        "label": "",
        "mine": "Here",
        "theirs": "There",
        "own": "Here",
        "value": "There",
    }
    assert ann.put(draft, json={**body, "base": merged["data"]}).json() == {"rev": 2, "data": {"reply": "Here"}}


def test_the_draft_of_whoever_had_the_task_before_is_offered_and_taken_over(program: Program, task_id: UUID) -> None:
    ann, bob = program("ann"), program("bob")
    ann.post(f"{TASKS}/{task_id}/claim")
    ann.put(f"{TASKS}/{task_id}/draft", json={"data": {"reply": "Half a"}, "rev": 0})
    ann.put(f"{TASKS}/{task_id}/assignee", json={"login": "bob"})
    [offered] = bob.get(f"{TASKS}/{task_id}/form").json()["offered"]
    assert offered["name"] == "Ann Li"
    body = {"person_id": offered["person_id"], "data": {"reply": ""}, "rev": 0}
    taken = bob.post(f"{TASKS}/{task_id}/draft/takeovers", json=body)
    assert taken.json() == {"rev": 1, "data": {"reply": "Half a"}}
    assert ann.post(f"{TASKS}/{task_id}/draft/takeovers", json=body).status_code in (403, 409)
