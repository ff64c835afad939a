"""/api/v1/tasks/{id}/choices"""

import pytest
from sqlalchemy import text

from engine.db import Database
from tests.web import picking
from tests.web.api.conftest import Program

CHOICE = "SELECT id FROM user_task WHERE kind = 'choice'"


@pytest.fixture
def address(program: Program, database: Database) -> str:
    with database.transaction() as session:
        picking.start(session, "bob")
        return f"/api/v1/tasks/{session.execute(text(CHOICE)).scalar_one()}"


def test_what_can_be_begun_is_told_and_begun(program: Program, address: str) -> None:
    ann = program("ann")
    assert (ann.get(address).json()["kind"], ann.get(address).json()["may_complete"]) == ("choice", True)
    assert address[-36:] in [row["id"] for row in ann.get("/api/v1/tasks?view=team").json()["items"]]
    begun = ann.post(f"{address}/choices", json={"elements": ["call", "visit"]})
    assert begun.status_code == 200
    assert begun.json()["next_task_id"]
    shown = ann.get(f"{address}/choices", headers={"accept-language": "zh-CN"}).json()
    assert [(each["name"], each["running"]) for each in shown["choices"]] == [("电话", 1), ("走访", 1)]
    assert ann.post(f"{address}/completion", json={}).status_code == 200
    assert ann.get(f"{address}/choices").status_code == 404
    assert ann.get(address).json()["state"] == "completed"


def test_what_cannot_be_begun_is_refused(program: Program, address: str) -> None:
    ann = program("ann")
    for wrong in (["report"], []):
        assert ann.post(f"{address}/choices", json={"elements": wrong}).status_code == 422


def test_it_refuses_strangers(program: Program, address: str) -> None:
    cat = program("cat")
    assert cat.get(f"{address}/choices").status_code == 403
    assert cat.post(f"{address}/choices", json={"elements": ["call"]}).status_code == 403
    assert cat.post(f"{address}/completion", json={}).status_code == 403
