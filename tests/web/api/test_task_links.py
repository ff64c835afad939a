"""/api/v1/tasks/{id}/links"""

from uuid import UUID

from sqlalchemy import text

from engine.db import Database
from tests.web.api.conftest import Program


def test_a_link_is_made_listed_and_taken_back(program: Program, task_id: UUID) -> None:
    ann, at = program("ann"), f"/api/v1/tasks/{task_id}/links"
    made = ann.post(at, json={"recipient": "Mrs Li", "days": 2})
    assert made.status_code == 201
    assert made.json()["state"] == "open"
    assert "/link/" in made.json()["address"]
    assert [link["recipient"] for link in ann.get(at).json()] == ["Mrs Li"]
    assert ann.delete(f"{at}/{made.json()['id']}").status_code == 204
    [link] = ann.get(at).json()
    assert (link["state"], link["address"]) == ("revoked", "")


def test_a_mailed_link_becomes_a_job_that_does_not_hold_the_address(
    program: Program, task_id: UUID, database: Database
) -> None:
    at = f"/api/v1/tasks/{task_id}/links"
    made = program("ann").post(at, json={"recipient": "li@example.com", "send": True})
    assert made.status_code == 201
    with database.reading() as session:
        given = str(session.execute(text("SELECT input FROM job WHERE connector = 'mail'")).scalar_one())
    assert "li@example.com" in given
    assert made.json()["address"].rpartition("/")[2] not in given


def test_what_makes_no_sense_is_refused(program: Program, task_id: UUID) -> None:
    at = f"/api/v1/tasks/{task_id}/links"
    for body in ({"recipient": ""}, {"recipient": "Li", "days": 0}, {"recipient": "no address", "send": True}):
        assert program("ann").post(at, json=body).status_code == 422


def test_strangers_see_no_links(program: Program, task_id: UUID) -> None:
    assert program("cat").get(f"/api/v1/tasks/{task_id}/links").status_code == 403
