"""What each hit policy makes of the rules that match."""

from typing import Any

import pytest

from engine.dmn import DecisionFailed, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, table

RULES = ['> 10 | "low" | 1', '> 20 | "high" | 2', '> 30 | "mid" | 3', '< 0 | "low" | 1']


def decide(policy: str, amount: Any, *, aggregation: str = "", columns: int = 2, **options: Any) -> Any:
    rules = RULES if columns == 2 else [rule.replace(rule.split("|")[1] + "|", "") for rule in RULES]
    logic = table(["amount"], ["level", "points"][-columns:], rules, policy=policy, aggregation=aggregation, **options)
    return load(definitions(decision("d", logic))).decide("d", {"amount": amount})


@pytest.mark.proves("DMN decision table: all hit policies")
@pytest.mark.parametrize(
    ("policy", "amount", "value"),
    [
        ("", 15, {"level": "low", "points": 1}),
        ("UNIQUE", 5, None),
        ("FIRST", 35, {"level": "low", "points": 1}),
        ("FIRST", 5, None),
        ("ANY", 15, {"level": "low", "points": 1}),
        ("PRIORITY", 35, {"level": "high", "points": 2}),
        ("OUTPUT ORDER", 35, [{"level": n, "points": p} for n, p in (("high", 2), ("mid", 3), ("low", 1))]),
        ("RULE ORDER", 25, [{"level": "low", "points": 1}, {"level": "high", "points": 2}]),
        ("COLLECT", 25, [{"level": "low", "points": 1}, {"level": "high", "points": 2}]),
        ("COLLECT", 5, []),
        ("RULE ORDER", 5, None),
    ],
)
def test_a_policy_picks_and_orders_the_matching_rules(policy: str, amount: int, value: object) -> None:
    assert decide(policy, amount, values=['"high", "mid", "low"']).value == value


@pytest.mark.proves("DMN decision table: all hit policies")
@pytest.mark.parametrize(
    ("aggregation", "amount", "value"),
    [
        ("SUM", 35, 6),
        ("MIN", 35, 1),
        ("MAX", 35, 3),
        ("COUNT", 35, 3),
        ("COUNT", 5, 0),
        ("SUM", 5, None),
    ],
)
def test_collect_aggregates_numbers(aggregation: str, amount: int, value: object) -> None:
    assert decide("COLLECT", amount, aggregation=aggregation, columns=1).value == value


def test_two_matches_where_one_may_be_are_a_failure() -> None:
    with pytest.raises(DecisionFailed) as caught:
        decide("UNIQUE", 25)
    problem = caught.value.problem
    assert (problem.code, problem.element_id, problem.params) == ("several-rules-match", "table", {"rules": "1, 2"})


def test_rules_that_disagree_are_a_failure() -> None:
    with pytest.raises(DecisionFailed) as caught:
        decide("ANY", 25)
    assert caught.value.problem.code == "rules-disagree"


def test_a_failure_is_null_where_the_caller_wants_it_so() -> None:
    model = load(definitions(decision("d", table(["amount"], ["x"], ["> 1 | 1", "> 2 | 2"]))))
    assert model.decide("d", {"amount": 5}, policy=Policy.NULL).value is None


def test_the_default_counts_when_no_rule_matches() -> None:
    assert decide("UNIQUE", 5, defaults=['"none"', "0"]).value == {"level": "none", "points": 0}
    assert decide("COLLECT", 5, defaults=['"none"', "0"]).value == [{"level": "none", "points": 0}]


def test_priority_goes_by_the_leftmost_column_first() -> None:
    logic = table(
        ["x"], ["a", "b"], ['- | "p" | "s"', '- | "q" | "r"', '- | "p" | "r"'], policy="PRIORITY",
        values=['"p", "q"', '"r", "s"'],
    )  # fmt: skip
    assert load(definitions(decision("d", logic))).decide("d", {"x": 1}).value == {"a": "p", "b": "r"}
