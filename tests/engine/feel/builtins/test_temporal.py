"""Functions of dates."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('day of year(@"2024-12-31")', "366"),
        ('day of week(@"2026-05-17T10:00:00Z")', '"Sunday"'),
        ('month of year(@"2026-05-17")', '"May"'),
        ('week of year(@"2005-01-01")', "53"),
        ("day of week(1)", "null"),
        ("now(1)", "null"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
