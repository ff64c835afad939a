"""Tables: inputs, cells, outputs and the record of what happened."""

from decimal import Decimal

import pytest

from engine.dmn import DecisionFailed, InputValue, MatchedRule, load
from engine.feel.dates import Date
from tests.engine.dmn.models import decision, definitions, literal, table


def test_the_record_says_what_went_in_which_rules_matched_and_what_came_out() -> None:
    logic = table(["amount * 2", "class"], ["rate"], ['> 100 | "A", "B" | amount / 10', "- | - | 0"], policy="FIRST")
    outcome = load(definitions(decision("d", logic, name="Rate"))).decide("d", {"amount": 55.5, "class": "B"})
    assert outcome.value == Decimal("5.55")
    assert outcome.inputs == (
        InputValue(input_id="in1", label="Input 1", value=111),
        InputValue(input_id="in2", label="Input 2", value="B"),
    )
    assert outcome.matched == (MatchedRule(rule_id="rule1", number=1, outputs={"rate": 5.55}),)
    assert (outcome.decided.decision_id, outcome.decided.name, outcome.decided.value) == ("d", "Rate", 5.55)


def test_a_text_is_the_date_that_its_column_declares() -> None:
    logic = table(["born: date"], ["of_age"], ['<= date("2008-01-31") | true', '> date("2008-01-31") | false'])
    model = load(definitions(decision("d", logic)))
    assert model.decide("d", {"born": "2000-05-01"}).value is True
    assert model.decide("d", {"born": Date(2020, 1, 1)}).value is False
    with pytest.raises(DecisionFailed):
        model.decide("d", {"born": "yesterday"})


def test_a_null_input_passes_only_the_tests_for_null() -> None:
    logic = table(["amount"], ["size"], ['> 10 | "big"', '<= 10 | "small"', 'null | "unknown"'])
    assert load(definitions(decision("d", logic))).decide("d", {"amount": None}).value == "unknown"


def test_cells_may_use_the_value_and_other_variables() -> None:
    logic = table(["amount"], ["x"], ["> limit | 1", "? > 5 and even(?) | 2"], policy="FIRST")
    model = load(definitions(decision("d", logic)))
    assert model.decide("d", {"amount": 8, "limit": 10}).value == 2
    assert model.decide("d", {"amount": 12, "limit": 10}).value == 1


def test_names_with_spaces_and_symbols_are_found() -> None:
    logic = table(["credit score", "e-mail"], ["x"], ['> 600 | "a" | 1'])
    assert load(definitions(decision("d", logic))).decide("d", {"credit score": 700, "e-mail": "a"}).value == 1


@pytest.mark.parametrize(
    ("rule", "variables", "code", "element"),
    [
        ("> 1 | 1", {}, "unknown-variable", "inx1"),
        ("> 1 | 1", {"amount": "text"}, "cannot-compare", "r1c1"),
        ("> limit | 1", {"amount": 1}, "unknown-variable", "r1c1"),
        ("- | 1 / 0", {"amount": 1}, "division-by-zero", "r1c2"),
    ],
)
def test_a_failure_names_the_cell(rule: str, variables: dict[str, object], code: str, element: str) -> None:
    model = load(definitions(decision("d", table(["amount"], ["x"], [rule]))))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", variables)
    assert caught.value.decision_id == "d"
    assert (caught.value.problem.code, caught.value.problem.element_id) == (code, element)
    assert caught.value.problem.line > 0


def test_a_value_that_the_column_does_not_allow_is_a_failure() -> None:
    logic = table(["class"], ["x"], ["- | 1"]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"A", "B"</text></inputValues>'
    )
    model = load(definitions(decision("d", logic)))
    assert model.decide("d", {"class": "A"}).value == 1
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {"class": "C"})
    assert (caught.value.problem.code, caught.value.problem.element_id) == ("input-not-allowed", "in1")


def test_a_literal_expression_decides_too() -> None:
    outcome = load(definitions(decision("d", literal("amount * 0.19")))).decide("d", {"amount": 100})
    assert outcome.value == 19
    assert outcome.matched == ()
