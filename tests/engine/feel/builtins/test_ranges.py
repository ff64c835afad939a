"""Relations between points and ranges."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(1, 10)", "true"),
        ("before([1..5), 5)", "true"),
        ("before([1..5], [5..9])", "false"),
        ("after(12, [2..10])", "true"),
        ("meets([1..5], [5..10])", "true"),
        ("met by([5..10], [1..5])", "true"),
        ("overlaps([1..5], [3..8])", "true"),
        ("overlaps([1..5), [5..8])", "false"),
        ("overlaps before([1..5], [3..8])", "true"),
        ("overlaps after([3..8], [1..5])", "true"),
        ("finishes(10, [1..10])", "true"),
        ("finished by([1..10], [5..10])", "true"),
        ("includes([1..10], 4)", "true"),
        ("includes([1..10], [4..10))", "true"),
        ("during([4..6], (1..10))", "true"),
        ("starts(1, [1..5])", "true"),
        ("started by([1..10], [1..5])", "true"),
        ("coincides([1..5], [1..5))", "false"),
        ("coincides(3, 3)", "true"),
        ("includes((< 10), 4)", "true"),
        ('before(1, "a")', "null"),
        ('range("[1..5)")', "[1..5)"),
        ('range("(-1..2.5]")', "(-1..2.5]"),
        ('range("[\\"a\\"..\\"b\\"]")', '["a".."b"]'),
        ('range("[@\\"2026-01-01\\"..date(\\"2026-01-31\\")]")', '[@"2026-01-01"..@"2026-01-31"]'),
        ('includes(range("(..5]"), 3)', "true"),
        ('range("[..5]")', "null"),
        ('range("[5..1]")', "null"),
        ('range("1..5")', "null"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
