"""Functions of true and false."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not(true)", "false"),
        ("not(null)", "null"),
        ("not(1)", "null"),
        ("all([true, null, false])", "false"),
        ("all([true, null])", "null"),
        ("all([])", "true"),
        ("any(false, true)", "true"),
        ("any([false, null])", "null"),
        ("any([])", "false"),
        ("is(1, 1.0)", "true"),
        ('is(1, "1")', "false"),
        ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
        ('@"10:00:00Z" = @"11:00:00+01:00"', "true"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
