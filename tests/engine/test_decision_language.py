"""Decisions that are written in other languages than FEEL."""

import pytest

from engine.decision_files import load
from engine.decision_language import translate
from engine.dmn import DecisionRefused
from tests.engine.dmn.models import decision, definitions, table


@pytest.mark.parametrize(
    ("text", "language", "unary", "feel"),
    [
        ("'silver'", "juel", True, '"silver"'),
        ("== 5", "", True, "= (5)"),
        (">= a.b", "juel", True, ">= (a.b)"),
        ("${cellInput > 5 && x == 1}", "juel", True, "[cellInput > 5 and x = 1, ?][1]"),
        ('a == 1 ? "x" : "y"', "juel", False, 'if a = 1 then "x" else "y"'),
        ("${a.b}", "juel", False, "a.b"),
        ("'x' if a else 'y'", "python", False, 'if a then "x" else "y"'),
        ("return 5;", "javascript", False, "5"),
    ],
)
def test_what_feel_can_say_is_translated(text: str, language: str, unary: bool, feel: str) -> None:
    assert translate(text, language, unary) == feel


@pytest.mark.parametrize(("text", "language"), [("${bean.run()}", "juel"), ("x", "jruby"), ("a.b()", "groovy")])
def test_what_it_cannot_say_is_refused(text: str, language: str) -> None:
    with pytest.raises(ValueError, match=r"belongs to|are not run"):
        translate(text, language, False)


def juel(*rules: str) -> bytes:
    return definitions(decision("d", table(["x"], ["y"], rules, policy="FIRST")))


@pytest.mark.proves("DMN cells in JUEL that FEEL can say")
def test_a_table_that_names_no_language_is_read_as_its_tool_wrote_it() -> None:
    model = load(juel("== 'a' | 'first'", "${x != 'd' && cellInput != 'd'} | x == 'b' ? 1 : 2", "- | 'other'"))
    assert [model.decide("d", {"x": x}).value for x in "abcd"] == ["first", 1, 2, "other"]


def test_a_condition_decides_by_itself_also_over_true_and_false() -> None:
    model = load(juel("${amount > 5} | 1", "- | 2"))
    assert model.decide("d", {"x": False, "amount": 9}).value == 1
    assert model.decide("d", {"x": True, "amount": 1}).value == 2


def test_what_is_neither_feel_nor_anything_else_keeps_the_error_of_feel() -> None:
    with pytest.raises(DecisionRefused) as caught:
        load(juel("1 + | 2"))
    assert [problem.code for problem in caught.value.problems] == ["expected-expression"]


def test_another_language_is_refused_with_its_reason() -> None:
    xml = juel("a | b").replace(b"<definitions ", b'<definitions expressionLanguage="jruby" ')
    with pytest.raises(DecisionRefused) as caught:
        load(xml)
    assert {problem.code for problem in caught.value.problems} == {"language-unsupported"}
    assert {problem.params["reason"] for problem in caught.value.problems} == {"expressions in “jruby” are not run"}
