"""Gaps, overlaps and rules that never count, each with an example that holds."""

import random
from typing import Any

import pytest

from engine.dmn import load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, table


def remarks(inputs: list[str], rules: list[str], policy: str = "", **options: Any) -> list[tuple[str, dict[str, Any]]]:
    xml = table(inputs, ["y"], rules, policy=policy, **options)
    return [(remark.code, remark.params) for remark in load(definitions(decision("d", xml))).examine()]


def gaps(inputs: list[str], *rules: str, policy: str = "") -> list[str]:
    return [params["example"] for code, params in remarks(inputs, list(rules), policy) if code == "table-gap"]


@pytest.mark.parametrize(
    ("inputs", "rules", "expected"),
    [
        (["x"], ["< 10 | 1", ">= 10 | 2"], []),
        (["x"], ["< 10 | 1", "> 10 | 2"], ["Input 1 = 10"]),
        (["x"], ["[0..10) | 1", "[10..20] | 2"], ["Input 1 = -1", "Input 1 = 21"]),
        (["x"], ["<= 10 | 1", ">= 11 | 2"], ["Input 1 = 10.5"]),
        (["x: integer"], ["<= 10 | 1", ">= 11 | 2"], []),
        (["x"], ["not(5) | 1"], ["Input 1 = 5"]),
        (["x"], ["not(< 5, 7) | 1", "< 5 | 2"], ["Input 1 = 7"]),
        (["x"], ["? > 5 and ? < 10 | 1", "? between 10 and 20 | 2", "? in (> 20, <= 4) | 3"], ["Input 1 = 4.5"]),
        (["x"], ["10 * 2 | 1", "< abs(-20) | 2"], ["Input 1 = 21"]),
        (["x"], ['"A", "B" | 1'], ['Input 1 = "…"']),
        (["x"], ["true | 1"], ["Input 1 = false"]),
        (["x"], ["? | 1", "not(?) | 2"], []),
        (["x"], ['< date("2026-01-31") | 1', '> date("2026-01-31") | 2'], ["Input 1 = 2026-01-31"]),
        (["x"], ['<= date("2026-01-31") | 1', '>= date("2026-02-01") | 2'], []),
        (["x"], ['< @"P3D" | 1', '> @"P3D" | 2'], ["Input 1 = P3D"]),
        (["x"], ['< @"P1Y" | 1', '> @"P13M" | 2'], ["Input 1 = P1Y"]),
        (["x"], ['< @"12:00:00" | 1', '> @"12:00:00" | 2'], ["Input 1 = 12:00:00"]),
        (["x"], ['[@"2026-01-01T00:00:00Z"..@"2026-01-02T00:00:00Z"] | 1', '< @"2026-01-01T00:00:00Z" | 2'],
         ["Input 1 = 2026-01-02T01:00:00Z"]),
        (["x", "z"], ["< 5 | true | 1", ">= 5 | - | 2"], ["Input 1 = 4, Input 2 = false"]),
        (["x", "z"], ["- | true | 1", "- | false | 2"], []),
        (["x"], ["null | 1", "< 5 | 2", ">= 5 | 3"], []),
        (["x"], ["> limit | 1"], []),
    ],
)  # fmt: skip
def test_a_gap_has_an_example(inputs: list[str], rules: list[str], expected: list[str]) -> None:
    assert gaps(inputs, *rules) == expected


def test_a_default_output_closes_every_gap() -> None:
    assert remarks(["x"], ["> 10 | 1"], defaults=["0"]) == []


def test_a_table_that_collects_has_no_gaps_and_no_overlaps() -> None:
    assert remarks(["x"], ["> 10 | 1", "> 20 | 2"], "COLLECT") == []


def test_allowed_values_are_all_there_is() -> None:
    xml = table(["x"], ["y"], ['"A" | 1']).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"A", "B"</text></inputValues>'
    )
    found = load(definitions(decision("d", xml))).examine()
    assert [(remark.code, remark.params) for remark in found] == [("table-gap", {"example": 'Input 1 = "B"'})]


@pytest.mark.parametrize(
    ("policy", "rules", "expected"),
    [
        ("UNIQUE", ["<= 10 | 1", ">= 10 | 1"], [("rules-overlap", {"rules": "1, 2", "example": "Input 1 = 10"})]),
        ("UNIQUE", ["- | 1", "- | 1"], [("rules-overlap", {"rules": "1, 2", "example": "Input 1: -"})]),
        ("ANY", ["<= 10 | 1", ">= 10 | 1"], []),
        ("ANY", ["<= 10 | 1", ">= 10 | 2"], [("rules-contradict", {"rules": "1, 2", "example": "Input 1 = 10"})]),
        ("FIRST", ["<= 10 | 1", ">= 10 | 2"], []),
        ("FIRST", ["<= 10 | 1", "> 10 | 2", "[5..15] | 3"], [("rule-unreachable", {"rule": 3})]),
        ("FIRST", ["<= 10 | 1", "> limit | 2", "> 10 | 3"], None),
    ],
)
def test_overlaps_and_masked_rules_go_by_the_policy(
    policy: str, rules: list[str], expected: list[tuple[str, dict[str, Any]]] | None
) -> None:
    found = remarks(["x"], rules, policy)
    assert [code for code, _ in found] == ["column-not-analysed"] if expected is None else found == expected


def test_a_rule_that_takes_no_allowed_value_is_told() -> None:
    xml = table(["x"], ["y"], ['"A" | 1', '"C" | 2', '"B" | 3']).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"A", "B"</text></inputValues>'
    )
    found = load(definitions(decision("d", xml))).examine()
    assert [(remark.code, remark.element_id) for remark in found] == [("rule-matches-nothing", "rule2")]


@pytest.mark.parametrize("cell", ["> limit", "modulo(?, 2) = 0", "? > x", "now()", "{a: 1}", '"a", 1', '< "b"'])
def test_what_cannot_be_analysed_is_said(cell: str) -> None:
    [(code, params), *others] = remarks(["x"], [f"{cell} | 1"])
    assert (code, params["rule"], params["label"]) == ("column-not-analysed", 1, "Input 1")
    assert others == []


def test_a_table_with_too_many_combinations_is_told() -> None:
    columns = [f"x{number}" for number in range(12)]
    draw = random.Random(1)
    cells = ["-", "-", "< 50", ">= 50", "> 20", "<= 80"]
    rules = [" | ".join(draw.choice(cells) for _ in columns) + " | 1" for _ in range(200)]
    rules += ["- |" * len(columns) + " 1"] * 20
    assert [code for code, _ in remarks(columns, rules, "FIRST")][-1] == "table-too-large"


def test_what_is_said_holds_when_the_table_decides() -> None:
    draw = random.Random(7)
    cells = ["-", "< 5", ">= 5", "[3..8)", "not(4)", "7", "1, 5, 9", "? > 2 and ? <= 6", "(8..12]"]
    for policy in ("UNIQUE", "FIRST"):
        for _ in range(12):
            rules = [f"{draw.choice(cells)} | {draw.choice(cells)} | {n}" for n in range(draw.randint(1, 6))]
            _holds(rules, policy)


def _holds(rules: list[str], policy: str) -> None:
    """Every combination on a fine grid agrees with the remarks, in both directions."""
    model = load(definitions(decision("d", table(["a", "b"], ["y"], rules, policy=policy))))
    all_hits = load(definitions(decision("d", table(["a", "b"], ["y"], rules, policy="RULE ORDER"))))
    places = [number / 2 for number in range(28)]
    hits = {
        (a, b): [rule.number for rule in all_hits.decide("d", {"a": a, "b": b}, policy=Policy.NULL).matched]
        for a in places
        for b in places
    }
    said = [remark.code for remark in model.examine()]
    assert ("table-gap" in said) == (not all(hits.values())), rules
    assert ("rules-overlap" in said) == (policy == "UNIQUE" and any(len(hit) > 1 for hit in hits.values())), rules
    first = {hit[0] for hit in hits.values() if hit}
    masked = {n for n in range(1, len(rules) + 1) if n not in first}
    assert {r.params["rule"] for r in model.examine() if r.code == "rule-unreachable"} == (
        masked if policy == "FIRST" else set()
    ), rules
