"""Files are read whole or refused with every problem and where it is."""

import pytest

from engine.dmn import MESSAGES, DecisionRefused, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, literal, table

NAMESPACES = [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
]


def problems(xml: bytes) -> list[tuple[str, str]]:
    with pytest.raises(DecisionRefused) as caught:
        load(xml)
    return [(problem.code, problem.element_id) for problem in caught.value.problems]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_version_is_read(namespace: str) -> None:
    assert load(definitions(decision("d", literal("1")), namespace=namespace)).decide("d", {}).value == 1


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"nonsense", "not-xml"),
        (b"<a", "not-xml"),
        (b"<a/>", "not-dmn"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "not-dmn"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "doctype"),
        (b" " * 4_000_001, "file-too-large"),
    ],
)
def test_what_is_no_safe_dmn_file_is_refused(xml: bytes, code: str) -> None:
    assert problems(xml) == [(code, "")]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<businessKnowledgeModel id="b"/>', [("no-logic", "b")]),
        (
            '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic id="l" kind="Java"/></businessKnowledgeModel>',
            [("unsupported-function", "l")],
        ),
        (
            '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic><formalParameter/></encapsulatedLogic>'
            "</businessKnowledgeModel>",
            [("unnamed-parameter", "b")],
        ),
        ('<decisionService id="s"/>', [("no-logic", "s")]),
        ('<decisionService id="s"><outputDecision href="#x"/></decisionService>', [("unknown-reference", "s")] * 1),
        ('<import id="i" name="x" namespace="urn:x"/>', [("import-missing", "i")]),
        ('<itemDefinition id="t" name="tA"><typeRef>tA</typeRef></itemDefinition>', [("circular-type", "t")]),
        (decision("d", '<invocation id="i"/>'), [("no-logic", "i")]),
        (decision("d", "<list>" * 70 + "</list>" * 70), [("nested-too-deeply", "d")]),
        (
            decision(
                "d",
                f'<context id="c"><contextEntry>{literal("1")}</contextEntry>'
                f'<contextEntry id="late">{literal("2")}</contextEntry></context>',
            ),
            [("unnamed-entry", "late")],
        ),
        (
            decision("d", f'<relation id="r"><column name="a"/><row id="row">{literal("1") * 2}</row></relation>'),
            [("cell-count", "row")],
        ),
        (decision("d", ""), [("no-logic", "d")]),
        (decision("d", literal("")), [("no-logic", "d")]),
        (decision("d", literal("1 +")), [("expected-expression", "lit")]),
        (decision("", literal("1")), [("without-id", "defs")]),
        (decision("d", literal("1")) + decision("d", literal("2")), [("duplicate-id", "d")]),
        (decision("d", literal("1"), requires=["x"]), [("unknown-reference", "d")]),
        (decision("d", literal("1"), requires=["d"]), [("circular-requirement", "d")]),
        (
            decision("a", literal("1"), requires=["b"]) + decision("b", literal("1"), requires=["a"]),
            [("circular-requirement", "a")],
        ),
        (decision("d", table(["x"], ["y"], ["1 | 2"], policy="LAST")), [("unknown-hit-policy", "table")]),
        (decision("d", table(["x"], ["y"], [], aggregation="SUM")), [("aggregation-without-collect", "table")]),
        (
            decision("d", table(["x"], ["y"], [], policy="COLLECT", aggregation="AVG")),
            [("unknown-aggregation", "table")],
        ),
        (
            decision("d", table(["x"], ["y", "z"], [], policy="COLLECT", aggregation="SUM")),
            [("aggregation-of-many", "table")],
        ),
        (decision("d", table(["x"], [], [])), [("no-output", "table")]),
        (decision("d", table(["x"], ["y", ""], [])), [("output-without-name", "table")]),
        (decision("d", table(["x"], ["y", "y"], [])), [("duplicate-output", "table")]),
        (decision("d", table(["x"], ["y"], [], policy="PRIORITY")), [("priority-without-values", "table")]),
        (decision("d", table(["x"], ["y"], ["1 | 2 | 3"])), [("cell-count", "rule1")]),
        (decision("d", table([""], ["y"], ["1 | 2"])), [("input-without-expression", "rule1")]),
        (
            decision("d", table(["x"], ["y"], ["> | 2", "1 | (3"])),
            [("expected-expression", "r1c1"), ("expected", "r2c2")],
        ),
        (
            decision("d", '<literalExpression id="l" expressionLanguage="juel"><text>a</text></literalExpression>'),
            [("language-unsupported", "l")],
        ),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(element: str, expected: list[tuple[str, str]]) -> None:
    found = problems(definitions(element))
    assert found == expected
    assert {code for code, _ in found} <= MESSAGES.keys()


def test_an_input_column_that_nobody_tests_may_be_empty() -> None:
    model = load(definitions(decision("d", table([""], ["y"], ["- | 2"]))))
    assert model.decide("d", {}).value == 2


def test_names_of_the_file_are_known_to_its_expressions() -> None:
    inputs = '<inputData id="Stock" name="in stock"/>'
    model = load(definitions(inputs, decision("d", literal("in stock > 3"), requires=["Stock"])))
    assert model.decide("d", {"in stock": 4}).value is True


def test_feel_may_be_named_as_the_language() -> None:
    for language in ("feel", "https://www.omg.org/spec/DMN/20191111/FEEL/"):
        xml = definitions(decision("d", literal("1")), attributes=f'expressionLanguage="{language}"')
        assert load(xml).decide("d", {}).value == 1


def test_a_tolerant_reader_lets_everything_pass_and_makes_null_of_it() -> None:
    model = load(
        definitions(
            decision("a", literal("b"), requires=["b"]),
            decision("b", literal("a"), requires=["a"]),
            decision("c", literal("1 +"), requires=["nothing"]),
            decision("d", table(["x"], ["y"], ["1 | 2 | 3", "- | 5"])),
        ),
        tolerant=True,
    )
    assert {problem.code for problem in model.problems} >= {"circular-requirement", "unknown-reference", "cell-count"}
    assert [model.decide(key, {"x": 1}, policy=Policy.NULL).value for key in "abcd"] == [None, None, None, 5]
    [problem] = model.decide("c", {}, policy=Policy.NULL).problems
    assert (problem.code, problem.element_id) == ("expected-expression", "lit")
