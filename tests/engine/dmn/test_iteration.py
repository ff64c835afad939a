"""Boxed conditional, filter and iterators."""

from typing import Any

import pytest

from engine.dmn import DecisionFailed, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, literal


def model(logic: str) -> Any:
    return load(definitions(decision("d", logic)))


def value(logic: str, **variables: Any) -> Any:
    return model(logic).decide("d", variables).value


def conditional(condition: str) -> str:
    return (
        f'<conditional id="c"><if>{literal(condition)}</if><then>{literal("1")}</then><else>{literal("2")}</else>'
        "</conditional>"
    )


def filtered(match: str) -> str:
    return f'<filter id="f"><in>{literal("list")}</in><match>{literal(match)}</match></filter>'


def iterator(kind: str, source: str, body: str) -> str:
    inner = "return" if kind == "for" else "satisfies"
    return (
        f'<{kind} id="i" iteratorVariable="each one"><in>{literal(source)}</in>'
        f"<{inner}>{literal(body)}</{inner}></{kind}>"
    )


@pytest.mark.proves("DMN boxed expressions")
def test_a_conditional_takes_one_of_two() -> None:
    assert [value(conditional("a > 1"), a=a) for a in (1, 2)] == [2, 1]


def test_a_condition_that_is_neither_true_nor_false_is_a_failure() -> None:
    with pytest.raises(DecisionFailed) as caught:
        value(conditional("1"))
    assert (caught.value.problem.code, caught.value.problem.element_id) == ("condition-not-boolean", "c")
    assert model(conditional("1")).decide("d", {}, policy=Policy.NULL).value == 2


@pytest.mark.proves("DMN boxed expressions")
def test_a_filter_knows_the_item_and_its_entries() -> None:
    rows = [{"age": 1}, {"age": 5}]
    assert value(filtered("age > 2"), list=rows) == [{"age": 5}]
    assert value(filtered("item.age > 2"), list=rows) == [{"age": 5}]
    assert value(filtered("item > 2"), list=3) == [3]
    assert value(filtered("item > 2"), list=None) is None


def test_a_filter_needs_a_condition() -> None:
    with pytest.raises(DecisionFailed) as caught:
        value(filtered('"x"'), list=[1])
    assert caught.value.problem.code == "filter-not-boolean"


@pytest.mark.proves("DMN boxed expressions")
def test_for_makes_a_list_and_knows_what_it_made_so_far() -> None:
    assert value(iterator("for", "[1, 2, 3]", "each one + count(partial)")) == [1, 3, 5]
    assert value(iterator("for", "[1..3]", "each one * 2")) == [2, 4, 6]
    assert value(iterator("for", "null", "each one")) is None


@pytest.mark.proves("DMN boxed expressions")
def test_some_and_every_ask_the_items() -> None:
    assert value(iterator("some", "[1, 2]", "each one > 1")) is True
    assert value(iterator("every", "[1, 2]", "each one > 1")) is False
    assert value(iterator("every", "[]", "false")) is True
    assert value(iterator("some", "[1]", "null")) is None


def test_there_is_nothing_to_go_through_in_a_text() -> None:
    with pytest.raises(DecisionFailed) as caught:
        value(iterator("for", '"abc"', "1"))
    assert caught.value.problem.code == "cannot-iterate"
