from typing import Any

import pytest

from forms import rules
from tests.forms.drawing import codes, complaints, field, form, submit


@pytest.mark.parametrize(("value", "wrong"), [("", ["required"]), (None, ["required"]), ("   ", []), ("x", [])])
def test_required_text_may_be_blank_but_not_empty(value: Any, wrong: list[str]) -> None:
    assert complaints(field("textfield", validate={"required": True}), value) == wrong


@pytest.mark.parametrize(
    ("value", "wrong"), [("   ", ["min-length"]), (" ab ", []), ("😀", []), ("abcd", ["max-length"])]
)
def test_lengths_are_counted_in_utf16_without_the_blanks_around(value: str, wrong: list[str]) -> None:
    assert complaints(field("textfield", validate={"minLength": 2, "maxLength": 3}), value) == wrong


def test_all_errors_come_at_once_in_the_order_of_the_viewer() -> None:
    wrong = complaints(field("textfield", validate={"pattern": "^x$", "minLength": 3, "validationType": "email"}), "y")
    assert wrong == ["pattern", "min-length", "email"]


def test_limits_may_be_computed_and_a_null_limit_is_none() -> None:
    drawn = form(field("number", "limit"), field("number", validate={"min": "=limit"}))
    assert codes(submit(drawn, {"limit": 3, "a": 2})) == ["min"]
    assert codes(submit(drawn, {"limit": None, "a": 2})) == []


def test_a_limit_that_is_no_number_refuses_every_answer() -> None:
    assert complaints(field("number", validate={"min": "abc", "max": ""}), 2) == ["min-invalid", "max-invalid"]
    assert complaints(field("number", validate={"min": "abc"}), None) == []


def test_a_flood_of_text_is_refused() -> None:
    assert complaints(field("textarea"), "x" * (rules.LONGEST_TEXT + 1)) == ["max-length"]
    assert complaints(field("textfield", validate={"pattern": "^x*$"}), "x" * 20_000) == ["max-length"]


def test_a_pattern_that_takes_too_long_is_no_match() -> None:
    slow = r"^(a+)(a+)(a+)(a+)(a+)(a+)\1\2\3\4\5\6b$"
    assert complaints(field("textfield", validate={"pattern": slow}), "a" * 60) == ["pattern-too-slow"]


def test_a_phone_number_is_judged() -> None:
    assert complaints(field("textfield", validate={"validationType": "phone"}), "123") == ["phone"]
