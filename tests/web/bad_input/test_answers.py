"""Wrong answers get the same errors by page and by API, in both languages; tampered ones change nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.web.api.conftest import Program
from tests.web.bad_input.conftest import PDF, PNG, RIGHT, File, Wish

Value = Callable[..., Any]

WRONG: Mapping[str, tuple[Mapping[str, Any], Sequence[File], set[tuple[str, str]]]] = {
    "a value is missing": ({**RIGHT, "name": ""}, [PDF], {("f-name", "required")}),
    "a number is too small": ({**RIGHT, "amount": 9.99}, [PDF], {("f-amount", "min")}),
    "a number is too large": ({**RIGHT, "amount": 501}, [PDF], {("f-amount", "max")}),
    "a text does not match": ({**RIGHT, "code": "abc"}, [PDF], {("f-code", "pattern")}),
    "an address is none": ({**RIGHT, "mail": "nobody"}, [PDF], {("f-mail", "email")}),
    "an option was not offered": ({**RIGHT, "way": "pigeon"}, [PDF], {("f-way", "required")}),
    "a file is of another type": (RIGHT, [PNG], {("f-proof", "file-type")}),
    "a file is missing": (RIGHT, [], {("f-proof", "required")}),
    "several files where one is asked for": (RIGHT, [PDF, PDF], {("f-proof", "file-count")}),
    "everything at once": (
        {"name": "", "amount": 0, "code": "1", "mail": "@", "way": None},
        [],
        {(f"f-{name}", "required") for name in ("name", "way", "proof")}
        | {("f-amount", "min"), ("f-code", "pattern"), ("f-mail", "email")},
    ),
    "values of other kinds": (
        {"name": ["a"], "amount": {"a": 1}, "code": 5, "mail": True, "way": {"value": "post"}},
        [PDF],
        {("f-name", "required"), ("f-code", "pattern"), ("f-mail", "email"), ("f-way", "required")},
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_page_and_program_are_told_the_same(wish: Wish, case: str, value: Value) -> None:
    answers, files, expected = WRONG[case]
    told = {}
    for language in ("en", "zh-CN"):
        page = wish.by_page(answers, files, **{"accept-language": language})
        told[language] = page
        by_program = wish.by_program(answers, files, **{"accept-language": language})
        assert (page.status_code, by_program.status_code) == (422, 422), (page.text, by_program.text)
        assert page.headers["content-type"] == "application/problem+json"
        assert page.json() == by_program.json()
        assert {(error["component_id"], error["code"]) for error in page.json()["errors"]} == expected
    english, chinese = (told[language].json()["errors"] for language in ("en", "zh-CN"))
    assert [error["code"] for error in english] == [error["code"] for error in chinese]
    assert all(said["message"] != gesagt["message"] for said, gesagt in zip(english, chinese, strict=True))
    assert value("SELECT state FROM user_task WHERE id = :id", id=wish.id) == "open"
    assert value("SELECT count(*) FROM attachment WHERE instance_id IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("proof.pdf", b"", "application/pdf"), "file-empty"),
        (("proof.pdf", b"MZ\x90\0 this is a program", "application/pdf"), "file-not-as-named"),
        (("proof.exe", b"MZ\x90\0", "application/pdf"), "file-type-refused"),
        (("proof.pdf.js", b"alert(1)", "application/pdf"), "file-type-refused"),
        (("..", b"%PDF-1.4", "application/pdf"), "file-type-refused"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_alike(wish: Wish, file: File, code: str, value: Value) -> None:
    page, by_program = wish.by_page(RIGHT, [file]), wish.by_program(RIGHT, [file])
    assert (page.status_code, page.json()["code"]) == (422, code)
    assert page.json() == by_program.json()
    assert value("SELECT count(*) FROM attachment") == 0


def test_what_may_not_be_changed_is_not_changed(wish: Wish, value: Value) -> None:
    tampered = {**RIGHT, "fixed": "as I like it", "hidden": "psst", "extra": 1, "instance": {}, "__proto__": {"a": 1}}
    assert wish.by_page(tampered, [PDF]).status_code == 200
    data = value("SELECT data FROM history_event WHERE task_id = :id AND kind = 'task.completed'", id=wish.id)
    assert set(data["answers"]) <= {"name", "amount", "code", "mail", "way", "proof", "fixed"}
    assert data["answers"].get("fixed", "as it is") == "as it is"
    variables = wish.program.get(f"/api/v1/instances/{wish.instance_id}/variables").json()["variables"]
    assert variables["fixed"] == "as it is"
    assert {"hidden", "extra", "instance", "__proto__"}.isdisjoint(variables)


def test_a_foreign_file_cannot_be_claimed(wish: Wish, program: Program, value: Value) -> None:
    bobs = program("bob").post("/api/v1/attachments", files={"file": PDF}).json()["id"]
    given = {"answers": {**RIGHT, "proof": "files::1"}, "files": {"files::1": [bobs]}}
    answer = wish.program.post(f"/api/v1/tasks/{wish.id}/completion", json=given)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert wish.program.get(f"/api/v1/attachments/{bobs}").status_code == 404
    assert value("SELECT instance_id FROM attachment WHERE id = :id", id=bobs) is None


def test_one_file_cannot_be_used_for_two_instances(wish: Wish, value: Value) -> None:
    mine = wish.upload(PDF).json()["id"]
    given = {"answers": {**RIGHT, "proof": "files::1"}, "files": {"files::1": [mine]}}
    assert wish.program.post(f"/api/v1/tasks/{wish.id}/completion", json=given).status_code == 200
    second = {"process": "question", "answers": {"subject": "x", "evidence": "files::1"}, "files": given["files"]}
    assert wish.program.post("/api/v1/instances", json=second).status_code == 404


def test_a_draft_is_its_writers_alone(wish: Wish, program: Program) -> None:
    draft = f"/api/v1/tasks/{wish.id}/draft"
    assert wish.program.put(draft, json={"data": {"name": "Ann's"}, "rev": 0}).json() == {"rev": 1}
    bob = program("bob")
    assert bob.get(f"/api/v1/tasks/{wish.id}/form").json()["data"].get("name") != "Ann's"
    assert bob.put(draft, json={"data": {"name": "Bob's"}, "rev": 0}).json() == {"rev": 1}
    assert wish.program.get(f"/api/v1/tasks/{wish.id}/form").json()["data"]["name"] == "Ann's"


def test_a_draft_that_comes_twice_is_answered_as_it_was(wish: Wish) -> None:
    draft = f"/api/v1/tasks/{wish.id}/draft"
    body = {"data": {"name": "Lin", "amount": None}, "rev": 0}
    assert wish.program.put(draft, json=body).json() == {"rev": 1}
    assert wish.program.put(draft, json=body).json() == {"rev": 1}
    stale = wish.program.put(draft, json={"data": {"name": "Other"}, "rev": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-revision")


@pytest.mark.parametrize("way", ["by_page", "by_program"])
def test_sending_twice_does_it_once(wish: Wish, way: str, value: Value) -> None:
    send = getattr(wish, way)
    key = {"idempotency-key": "3f6c"}
    first, again, late = send(RIGHT, [PDF], **key), send(RIGHT, [PDF], **key), send(RIGHT, [PDF])
    assert (first.status_code, again.status_code, late.status_code) == (200, 200, 409)
    assert first.json() == again.json()
    assert late.json()["code"] == "already-done"
    assert late.json()["detail"].startswith("This task was done by Ann Li at ")
    done = "SELECT count(*) FROM history_event WHERE task_id = :id AND kind = 'task.completed'"
    assert value(done, id=wish.id) == 1


def test_a_key_of_somebody_else_gives_nothing_away(wish: Wish, program: Program) -> None:
    key = {"idempotency-key": "3f6c"}
    assert wish.by_program(RIGHT, [PDF], **key).status_code == 200
    answer = program("bob").post(f"/api/v1/tasks/{wish.id}/completion", json={"answers": {}}, headers=key)
    assert answer.json()["code"] == "already-done"
