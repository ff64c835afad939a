"""The history tells what decisions decided, and why."""

from collections.abc import Callable

import pytest

from engine import deployments, identity, instances
from engine.db import Database
from engine.identity import SYSTEM
from tests.engine.conftest import package
from tests.engine.test_decisions import asking, rates
from tests.web.conftest import Browser
from web.pages.decided import MOST_SHOWN, shown


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ["Decision “Rate”: 5", "<th>Rule</th>", "Version 1 of the decision"]),
        ("zh-CN", ["决策“Rate”：5", "<th>规则</th>", "决策版本 1"]),
    ],
)
@pytest.mark.usefixtures("people")
def test_the_rules_that_matched_stand_in_the_history(
    browser: Callable[..., Browser], database: Database, locale: str, said: list[str]
) -> None:
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(asking(), decisions=(rates(5),)))
        bob = identity.actor_of_login(session, "bob")
        started = instances.start(session, bob, "P", {"amount": 500})
    client = browser("bob")
    client.cookies.set("bihuan_locale", locale)
    page = client.get(f"/instances/{started.instance_id}").text
    for text in (*said, "<dt>Input 1</dt><dd>500</dd>", "<td>1</td><td>5</td>"):
        assert text in page


def test_a_table_without_a_matching_rule_has_no_columns() -> None:
    record = {
        "version": 2,
        "evaluations": [
            {
                "name": "Rate",
                "value": None,
                "tables": [{"inputs": [{"label": "Amount", "value": {"net": 5}}], "rules": []}],
            }
        ],
    }
    [decision] = shown([record])
    assert (decision.value, decision.tables[0].inputs, decision.tables[0].columns) == (
        "null",
        [("Amount", "net: 5")],
        [],
    )


def test_long_values_are_cut_and_earlier_records_left_out() -> None:
    record = {"version": 1, "evaluations": [{"name": "d", "value": "x" * 999, "tables": []}]}
    assert len(shown([record])[0].value) == MOST_SHOWN + 1
    assert shown([{"decision": "d", "version": "…", "inputs": {}, "rules": [1], "value": 1}]) == []


def test_lists_and_contexts_are_read_without_signs_of_programs() -> None:
    value = {"level": "high", "to": ["sales", "law"], "limits": [{"days": 2}], "none": []}
    record = {"version": 1, "evaluations": [{"name": "d", "value": value, "tables": []}]}
    assert shown([record])[0].value == "level: high; to: [sales, law]; limits: [(days: 2)]; none: []"
