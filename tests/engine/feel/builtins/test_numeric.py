"""Functions of numbers."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(2.675, 2)", "2.68"),
        ("decimal(2.5, 0)", "2"),
        ("floor(-1.5)", "-2"),
        ("floor(1.56, 1)", "1.5"),
        ("ceiling(1.2)", "2"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(-1.126, 2)", "-1.12"),
        ("round half up(2.5, 0)", "3"),
        ("round half down(2.5, 0)", "2"),
        ("round half up(1234, -2)", "1200"),
        ("round up(1234, -2)", "1300"),
        ("decimal(1, 9999)", "null"),
        ("abs(-1.5)", "1.5"),
        ('abs(@"-P1D")', '@"P1D"'),
        ("modulo(-12, 5)", "3"),
        ("modulo(10.1, -4.5)", "-3.4"),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", "null"),
        ("log(0)", "null"),
        ("exp(0)", "1"),
        ("even(-2)", "true"),
        ("odd(2.5)", "false"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
