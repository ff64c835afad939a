"""/api/v1/imports"""

from uuid import UUID

from engine import row_import_work
from engine.db import Database
from tests.web.api.conftest import Program


def test_a_program_brings_a_table_and_starts_its_good_rows(program: Program, asked: UUID, database: Database) -> None:
    ann = program("ann")
    made = ann.post("/api/v1/processes/question/imports", files={"table": ("a.csv", b'subject\nFirst\n"",x\n')})
    assert made.status_code == 201, made.text
    at = made.headers["location"]
    while row_import_work.work(database):
        pass
    found = ann.get(at).json()
    assert (found["state"], found["good"], found["bad"]) == ("judged", 1, 1)
    assert ann.post(f"{at}/beginning").status_code == 204
    while row_import_work.work(database):
        pass
    [row] = ann.get(f"{at}/rows", params={"state": "started"}).json()
    assert (row["line"], row["cells"], row["errors"]) == (2, ["First"], [])
    assert ann.get(f"/api/v1/instances/{row['instance_id']}").status_code == 200
    assert ann.delete(at).status_code == 409


def test_the_same_codes_as_everywhere_tell_what_is_wrong(program: Program, asked: UUID, database: Database) -> None:
    ann = program("ann")
    made = ann.post("/api/v1/processes/question/imports", files={"table": ("a.csv", b"subject,x\n,1\n")})
    while row_import_work.work(database):
        pass
    [row] = ann.get(f"{made.headers['location']}/rows").json()
    assert [(error["code"], error["message"]) for error in row["errors"]] == [
        ("required", "subject: Field is required.")
    ]
    assert ann.delete(made.headers["location"]).status_code == 204


def test_what_is_no_table_is_refused(program: Program, asked: UUID) -> None:
    made = program("ann").post("/api/v1/processes/question/imports", files={"table": ("a.xlsx", b"no")})
    assert (made.status_code, made.json()["code"]) == (422, "table-refused")
