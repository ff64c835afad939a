"""/api/v1/decisions"""

import pytest

from engine import deployments
from engine.db import Database
from engine.identity import SYSTEM
from tests.engine.conftest import package
from tests.engine.test_decisions import rates
from tests.web.api.conftest import Program

DECISIONS = "/api/v1/decisions"


@pytest.fixture
def rated(database: Database, deployed: None) -> None:
    with database.transaction() as session:
        for percent, tag in ((5, "old"), (7, "")):
            deployments.deploy(session, SYSTEM, package(decisions=(rates(percent, tag),)))


@pytest.mark.usefixtures("rated")
def test_decisions_are_listed_and_asked(program: Program) -> None:
    ann = program("ann")
    rows = [row for row in ann.get(DECISIONS).json()["items"] if row["key"] == "rate"]
    assert [(row["version"], row["version_tag"]) for row in rows] == [(2, ""), (1, "old")]
    asked = ann.post(f"{DECISIONS}/rate/evaluation", json={"variables": {"amount": 500}}).json()
    assert (asked["decision"], asked["version"], asked["value"], asked["definition"]) == ("rate", 2, 7, rows[0]["id"])
    assert asked["evaluations"][0]["tables"][0]["rules"] == [{"rule": 1, "id": "rule1", "outputs": {"rate": 7}}]
    old = {"variables": {"amount": 500}, "version_tag": "old"}
    assert ann.post(f"{DECISIONS}/rate/evaluation", json=old).json()["value"] == 5


@pytest.mark.usefixtures("rated")
def test_what_cannot_be_decided_is_told(program: Program) -> None:
    ann = program("ann")
    wrong = ann.post(f"{DECISIONS}/rate/evaluation", json={"variables": {"amount": "much"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "decision-undecided")
    assert ann.post(f"{DECISIONS}/none/evaluation", json={}).status_code == 404
    assert ann.post(f"{DECISIONS}/rate/evaluation", json={"version": 0}).status_code == 422


@pytest.mark.usefixtures("rated")
def test_it_refuses_strangers(program: Program) -> None:
    nobody = program("ann")
    nobody.headers.pop("authorization")
    assert nobody.get(DECISIONS).status_code == 401
    assert nobody.post(f"{DECISIONS}/rate/evaluation", json={}).status_code == 401
