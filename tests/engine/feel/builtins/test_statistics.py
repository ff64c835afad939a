"""Functions that make one number of many."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min([3, 1, 2])", "1"),
        ('max("a", "c", "b")', '"c"'),
        ('max([1, "a"])', "null"),
        ("min([])", "null"),
        ("sum(1, 2, 3)", "6"),
        ("sum([0.1, 0.2])", "0.3"),
        ("sum([])", "null"),
        ('sum([@"PT1H", @"PT2H"])', '@"PT3H"'),
        ("mean([1, 2, 3, 4])", "2.5"),
        ("median([8, 2, 5, 3, 4])", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"),
        ("mode([6, 3, 9, 6, 6, 9, 9])", "[6, 9]"),
        ("mode([])", "[]"),
        ("product([2, 3, 4])", "24"),
        ("count([1, null])", "2"),
        ("count(null)", "null"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
