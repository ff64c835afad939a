"""Browser and server agree on the expressions of forms, but for differences that are recorded, told and explained."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.browser_feel import differences as told
from engine.deployments import check_form
from engine.feel import FeelError, compile_expression, compile_unary
from tests.agreement.answers import DIFFERENCES, FEELIN, VARIABLES, Case, cases, differences, of_server, same

_RECORDED: dict[str, dict[str, Any]] = json.loads(DIFFERENCES.read_text())
_HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"
DEPENDS_ON_VALUES = frozenset(
    {
        'amount < "a"',
        "amount in missing",
        "if amount then 1 else 2",
        'substring("foobar", 0)',
        'max(["a", "b"])',
        "insert before([1, 3], 5, 2)",
        "remove([1, 2, 3], -1)",
        "remove([1], 5)",
        "sublist([1, 2, 3], 5)",
        "for i in 5 return i",
        "some i in [1, null] satisfies i > 5",
        "every i in [1, null] satisfies i > 0",
    }
)
"""Differences that the text does not show: they come with certain values only. The handbook explains them."""


def _told(case: Case) -> list[str]:
    try:
        return told((compile_unary if case.is_unary else compile_expression)(case.text, VARIABLES))
    except FeelError:
        return []


@pytest.mark.skipif(not FEELIN.exists(), reason="the browser's packages are not installed")
def test_browser_and_server_agree_but_for_what_is_recorded() -> None:
    found = differences()
    assert found.keys() == _RECORDED.keys()
    for written, both in found.items():
        assert same(both["browser"], _RECORDED[written]["browser"]), written


def test_the_answers_of_the_server_are_those_recorded() -> None:
    for written, both in _RECORDED.items():
        assert same(of_server(Case(written)), both["server"]), written


def test_each_difference_is_told_at_publishing_unless_it_depends_on_values() -> None:
    untold = {written for written in _RECORDED if not _told(Case(written))}
    assert untold == DEPENDS_ON_VALUES


def test_nothing_is_told_that_never_differs() -> None:
    differing = {construct for written in _RECORDED for construct in _told(Case(written))}
    assert {construct for case in cases() for construct in _told(case)} == differing


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_handbook_names_each_difference(locale: str) -> None:
    chapter = (_HANDBOOK / locale / "modeller.md").read_text()
    constructs = {construct for written in _RECORDED for construct in _told(Case(written))}
    assert [each for each in sorted(constructs | DEPENDS_ON_VALUES) if f"`{each}`" not in chapter] == []


def test_a_form_with_such_an_expression_is_warned_about() -> None:
    field = {"type": "number", "id": "f", "key": "a", "label": "A", "conditional": {"hide": "=finishes(1, [0..1])"}}
    found = check_form({"type": "default", "id": "x", "components": [field]})
    assert [(finding.code, finding.severity, finding.element_id, finding.params["construct"]) for finding in found] == [
        ("differs-in-browser", "warning", "f", "finishes()")
    ]
