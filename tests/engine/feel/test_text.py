"""Values as text."""

import pytest

from engine.feel import evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('string("a")', "a"),
        ("string(1.50)", "1.5"),
        ("string(true)", "true"),
        ('string(["a", 1, null])', '["a", 1, null]'),
        ('string({a: "x", "b c": [1]})', '{a: "x", "b c": [1]}'),
        ("string([1..5))", "[1..5)"),
        ("string((< 5))", "(< 5)"),
        ('string("say \\"hi\\"")', 'say "hi"'),
        ('string(["\\"", "\\\\"])', '["\\"", "\\\\"]'),
        ("string(null)", None),
        ("string(1e-7)", "0.0000001"),
    ],
)
def test_string_gives_the_text_of_a_value(text: str, value: str | None) -> None:
    assert evaluate(text, {}) == value
