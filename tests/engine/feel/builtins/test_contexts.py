"""Functions of contexts."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('get value({a: 1}, "a")', "1"),
        ('get value({a: 1}, "b")', "null"),
        ('get value({a: {b: 2}}, ["a", "b"])', "2"),
        ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context([{key: "a", value: 1}, {key: "b", value: 2}])', "{a: 1, b: 2}"),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
        ('context({key: "a", value: 1})', "{a: 1}"),
        ('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
        ('context put({a: {b: 1}}, ["a", "c"], 2)', "{a: {b: 1, c: 2}}"),
        ('context put({a: 1}, ["a", "c"], 2)', "null"),
        ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
