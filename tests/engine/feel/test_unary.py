"""Unary tests: cells of decision tables and conditions of forms."""

from typing import Any

import pytest

from engine.feel import unary


@pytest.mark.parametrize(
    ("text", "value", "result"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("> 5", 6, True),
        ("<= 5", 6, False),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("1, 2, 3", 2, True),
        ("not(1, 2)", 2, False),
        ("not(1, 2)", 3, True),
        ('not("a")', "b", True),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("]1..5[", 1, False),
        ('"a", "b"', "b", True),
        ("null", None, True),
        ("> 5", None, None),
        ("not(> 5)", None, None),
        ("? > 5 and ? < 10", 7, True),
        ('starts with(?, "a")', "abc", True),
        ("limit", 10, True),
        ("> limit", 11, True),
        ("limits", 2, True),
        ("other > 3", "anything", True),
        ("? = limit", 10, True),
        ('"?"', "?", True),
        ("function(x) x", 1, None),
        ("not([1..5))", 5, True),
        ("not([1..5))", 4, False),
        ("not((1..5], ]7..9[)", 8, False),
        ("not(negand: false)", 1, True),
        ("not(false), 7", 7, True),
    ],
)
def test_a_value_passes_or_not(text: str, value: Any, result: bool | None) -> None:
    assert unary(text, value, {"limit": 10, "limits": [1, 2], "other": 4}) is result


def test_the_condition_of_a_form_has_no_value_under_test() -> None:
    assert unary("amount > 100", None, {"amount": 200}) is True
    assert unary("amount > 100", None, {"amount": 20}) is False
    assert unary("amount > 100", None, {}) is True  # null is equal to the null under test, so the field is hidden
