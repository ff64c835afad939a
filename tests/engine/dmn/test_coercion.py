"""Declared types: what fits, what is converted, and what is refused."""

from typing import Any

import pytest

from engine.dmn import DecisionFailed, load
from engine.feel import Policy
from engine.feel.dates import Date
from tests.engine.dmn.models import decision, definitions, literal

TYPES = """
<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"low", "high"</text></allowedValues>
</itemDefinition>
<itemDefinition name="tLevels" isCollection="true"><typeRef>tLevel</typeRef></itemDefinition>
<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>
<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="born"><typeRef>date</typeRef></itemComponent>
<itemComponent name="children" isCollection="true"><typeRef>tPerson</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tCheck"><functionItem outputTypeRef="boolean"/></itemDefinition>
"""


def given(type_ref: str, value: Any, text: str = "x", policy: Policy = Policy.STRICT) -> Any:
    data = f'<inputData id="X" name="x"><variable name="x" typeRef="{type_ref}"/></inputData>'
    model = load(definitions(TYPES, data, decision("d", literal(text), requires=["X"])))
    return model.decide("d", {"x": value}, policy=policy).value


def made(type_ref: str, text: str) -> Any:
    typed = f'<decision id="d" name="d"><variable name="d" typeRef="{type_ref}"/>{literal(text)}</decision>'
    return load(definitions(TYPES, typed)).decide("d", {}).value


@pytest.mark.parametrize(
    ("type_ref", "text", "expected"),
    [
        ("number", "[5]", 5),
        ("tLevels", '"low"', ["low"]),
        ("tLevels", '["low", null]', ["low", None]),
        ("date and time", 'string(date("2026-01-31"))', None),
        ("Any", "1", 1),
        ("tUnknown", "1", 1),
        ("feel:number", "1", 1),
        ("number", "null", None),
        ("tFew", "[1, 2]", [1, 2]),
        ("duration", 'duration("P1D") = duration("P1D")', None),
    ],
)
def test_a_result_is_converted_as_the_standard_says(type_ref: str, text: str, expected: object) -> None:
    if expected is None and text != "null":
        with pytest.raises(DecisionFailed) as caught:
            made(type_ref, text)
        assert caught.value.problem.code == "type-mismatch"
    else:
        assert made(type_ref, text) == expected


def test_a_date_becomes_the_midnight_it_begins_with() -> None:
    assert str(made("date and time", 'date("2026-01-31")')) == "2026-01-31T00:00:00Z"


@pytest.mark.parametrize(
    ("type_ref", "value"),
    [
        ("tLevel", "middle"),
        ("tLevels", ["low", "middle"]),
        ("tFew", [1, 2, 3]),
        ("tPerson", {"name": "Ann"}),
        ("tPerson", {"name": 1, "born": None, "children": None}),
        ("tCheck", 1),
        ("boolean", "true"),
    ],
)
@pytest.mark.proves("DMN item definitions")
def test_a_value_of_another_type_is_refused_or_null(type_ref: str, value: Any) -> None:
    with pytest.raises(DecisionFailed) as caught:
        given(type_ref, value)
    assert (caught.value.problem.code, caught.value.problem.element_id) == ("type-mismatch", "X")
    assert given(type_ref, value, policy=Policy.NULL) is None


def test_texts_become_the_dates_that_a_structure_declares() -> None:
    ann = {"name": "Ann", "born": "2000-01-31", "children": [{"name": "Bo", "born": "2020-02-01", "children": []}]}
    assert given("tPerson", ann, "x.born") == Date(2000, 1, 31)
    assert given("tPerson", ann, "x.children[1].born") == Date(2020, 2, 1)
    assert given("tPerson", ann, "x.name") == "Ann"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"low" instance of tLevel', True),
        ('"none" instance of tLevel', False),
        ('["low"] instance of list<tLevel>', True),
        ('{name: "Ann", born: @"2000-01-31", children: null} instance of tPerson', True),
        ("null instance of tLevel", False),
        ('(function(x: tLevel) x)("high")', "high"),
    ],
)
def test_expressions_know_the_types_of_the_file(text: str, expected: object) -> None:
    assert load(definitions(TYPES, decision("d", literal(text)))).decide("d", {}).value == expected


def test_an_argument_that_is_none_of_a_type_of_the_file_is_refused() -> None:
    model = load(definitions(TYPES, decision("d", literal('(function(x: tLevel) x)("none")'))))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {})
    assert caught.value.problem.code == "wrong-parameter-type"
    assert model.decide("d", {}, policy=Policy.NULL).value is None
