"""Functions of lists."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, 2], 2)", "true"),
        ("list contains([1, null], null)", "true"),
        ("sublist([1, 2, 3], 2)", "[2, 3]"),
        ("sublist([1, 2, 3], -2, 1)", "[2]"),
        ("sublist([1, 2, 3], 4)", "null"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("remove([1, 2, 3], -1)", "[1, 2]"),
        ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"),
        ("list replace([2, 4, 7], function(item, new) item < new, 5)", "[5, 5, 7]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ('distinct values([1, 1.0, "1", true, {a: 1}, {a: 1}])', '[1, "1", true, {a: 1}]'),
        ("duplicate values([1, 2, 1, [3], [3], null])", "[1, [3]]"),
        ("flatten([1, [2, [3, []]], [[[4]]]])", "[1, 2, 3, 4]"),
        ("sort([3, 1, 2])", "[1, 2, 3]"),
        ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
        ('sort(list: ["b", "a"], precedes: function(a, b) a < b)', '["a", "b"]'),
        ("sort([1, 2], function(a) a)", "null"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
