"""Deployed decisions: listed, asked directly, and asked by business rule tasks."""

from typing import Any

import pytest
from sqlmodel import Session, select

from engine import decisions, deployments, instances, progress
from engine.errors import DecisionUndecided, NotFound, NotLoggedIn
from engine.identity import PUBLIC, SYSTEM
from engine.models import DecisionDefinition, Event
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import People, package
from tests.engine.dmn.models import decision, definitions, table
from tests.engine.dmn.test_source import LIBRARY, importing


def rates(percent: int, tag: str = "") -> bytes:
    """A table of discounts, in a version that a tag may name."""
    logic = table(["amount"], ["rate"], [f"> 100 | {percent}", "<= 100 | 0"])
    marked = f'<extensionElements><versionTag value="{tag}"/></extensionElements>' if tag else ""
    return definitions(decision("rate", marked + logic, name="Rate"))


def asking(**binding: str) -> bytes:
    file = File()
    process = file.process("P")
    process.start()
    called = zeebe("calledDecision", decisionId="rate", resultVariable="rate", **binding)
    process.node("businessRuleTask", "ask", extension(called))
    process.user("work")
    process.chain("start", "ask", "work")
    return file.xml()


def put(session: Session, *models: bytes, files: tuple[bytes, ...]) -> None:
    deployments.deploy(session, SYSTEM, package(*models, decisions=files))


def rate_of(session: Session, people: People) -> Any:
    started = instances.start(session, people.ann, "P", {"amount": 500})
    found = {row.name: row.value for row in progress.variables(session, people.bob, started.instance_id)}
    return found["rate"]


def test_decisions_are_listed_newest_first(session: Session, people: People) -> None:
    put(session, files=(rates(5),))
    put(session, files=(rates(7, "spring"),))
    rows = decisions.listed(session, people.cat)
    assert [(row.key, row.version, row.version_tag, row.name) for row in rows] == [
        ("rate", 2, "spring", "Rate"),
        ("rate", 1, "", "Rate"),
    ]
    with pytest.raises(NotLoggedIn):
        decisions.listed(session, PUBLIC)


def test_a_decision_is_asked_in_its_newest_version_or_the_one_that_is_named(session: Session, people: People) -> None:
    for percent, tag in ((5, "old"), (7, ""), (9, "")):
        put(session, files=(rates(percent, tag),))

    def ask(**which: Any) -> Any:
        return decisions.evaluate(session, people.ann, "rate", {"amount": 500}, **which)["value"]

    assert (ask(), ask(version=2), ask(version_tag="old")) == (9, 7, 5)
    for which in ({"version": 4}, {"version_tag": "new"}, {"version": 2, "version_tag": "old"}):
        with pytest.raises(NotFound):
            ask(**which)


def test_the_record_is_answered_and_kept(session: Session, people: People) -> None:
    put(session, files=(rates(5),))
    record = decisions.evaluate(session, people.ann, "rate", {"amount": 500})
    [evaluation] = record["evaluations"]
    assert evaluation["milliseconds"] > 0
    assert evaluation["tables"] == [
        {
            "table": "table",
            "inputs": [{"label": "Input 1", "value": 500}],
            "rules": [{"rule": 1, "id": "rule1", "outputs": {"rate": 5}}],
        }
    ]
    [event] = session.exec(select(Event).where(Event.kind == "decision.evaluated")).all()
    assert (event.actor_id, event.data) == (people.ann.person_id, record)


def test_values_without_a_result_are_told_with_the_element(session: Session, people: People) -> None:
    put(session, files=(rates(5),))
    with pytest.raises(DecisionUndecided) as caught:
        decisions.evaluate(session, people.ann, "rate", {"amount": "much"})
    assert caught.value.params["element"] == "r1c1"
    with pytest.raises(NotLoggedIn):
        decisions.evaluate(session, PUBLIC, "rate", {})


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        ({}, 9),
        ({"bindingType": "latest"}, 9),
        ({"bindingType": "deployment"}, 5),
        ({"bindingType": "versionTag", "versionTag": "spring"}, 7),
    ],
)
@pytest.mark.proves("business rule task: version tag or deployment")
def test_a_business_rule_task_asks_the_version_it_is_bound_to(
    session: Session, people: People, binding: dict[str, str], expected: int
) -> None:
    put(session, asking(**binding), files=(rates(5),))
    for percent, tag in ((7, "spring"), (9, "")):
        put(session, files=(rates(percent, tag),))
    assert rate_of(session, people) == expected


def test_a_business_rule_task_writes_the_record_into_the_history(session: Session, people: People) -> None:
    put(session, asking(), files=(rates(5),))
    started = instances.start(session, people.ann, "P", {"amount": 500})
    rows = progress.timeline(session, people.bob, started.instance_id, "en")
    [record] = next(row.details["decisions"] for row in rows if "decisions" in row.details)
    definition = session.exec(select(DecisionDefinition)).one()
    assert (record["decision"], record["version"], record["value"]) == ("rate", 1, 5)
    assert record["definition"] == str(definition.id)
    assert record["evaluations"][0]["tables"][0]["rules"][0]["rule"] == 1


def test_what_a_decision_imports_is_deployed_with_it(session: Session, people: People) -> None:
    put(session, files=(importing("lib", "lib.size"), LIBRARY))
    session.expire_all()
    assert decisions.evaluate(session, people.ann, "d", {"guests-count": 8})["value"] == "L"
