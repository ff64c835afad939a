"""Boxed contexts, lists and relations."""

from typing import Any

import pytest

from engine.dmn import DecisionFailed, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, literal


def value(logic: str, **variables: Any) -> Any:
    return load(definitions(decision("d", logic))).decide("d", variables).value


def entry(name: str, logic: str, type_ref: str = "") -> str:
    variable = f'<variable name="{name}" typeRef="{type_ref}"/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


@pytest.mark.proves("DMN boxed expressions")
def test_entries_of_a_context_see_the_ones_above() -> None:
    net, gross = entry("net price", literal("amount")), entry("gross-price", literal("net price * 1.2"))
    assert value(f"<context>{net}{gross}</context>", amount=10) == {"net price": 10, "gross-price": 12}


def test_the_entry_without_a_name_is_the_value_of_the_context() -> None:
    assert value(f"<context>{entry('a', literal('1'))}{entry('', literal('a + 1'))}</context>") == 2


def test_an_entry_of_the_wrong_type_is_a_failure_or_null() -> None:
    model = load(definitions(decision("d", f"<context>{entry('a', literal('1'), 'string')}</context>")))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {})
    assert (caught.value.problem.code, caught.value.problem.params) == (
        "type-mismatch",
        {"wanted": "string", "kind": "number"},
    )
    outcome = model.decide("d", {}, policy=Policy.NULL)
    assert outcome.value == {"a": None}
    assert [problem.code for problem in outcome.problems] == ["type-mismatch"]


@pytest.mark.proves("DMN boxed expressions")
def test_a_list_holds_any_logic() -> None:
    assert value(f"<list>{literal('1')}<list>{literal('2')}</list></list>") == [1, [2]]


@pytest.mark.proves("DMN boxed expressions")
def test_a_relation_is_a_list_of_rows() -> None:
    columns = '<column name="name"/><column name="age" typeRef="number"/>'
    rows = "".join(f"<row>{literal(name)}{literal(age)}</row>" for name, age in (('"Ann"', "7"), ('"Bo"', "[8]")))
    assert value(f"<relation>{columns}{rows}</relation>") == [{"name": "Ann", "age": 7}, {"name": "Bo", "age": 8}]
