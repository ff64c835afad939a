"""Checks a table of expressions against their values, written as FEEL too."""

from engine.feel import evaluate
from engine.feel.comparison import equals
from engine.feel.run import Run


def check(text: str, expected: str) -> None:
    """The expression has the value that the other expression has."""
    value, wanted = evaluate(text, {}), evaluate(expected, {})
    assert equals(value, wanted, Run()) is True, f"{text} is {value!r}, not {wanted!r}"
