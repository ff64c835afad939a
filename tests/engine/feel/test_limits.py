"""An evaluation gets as much as its limits allow, and no more."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.feel import FeelLimit, Limits, evaluate
from tests.engine.feel.hostile import EXPRESSIONS

_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def weighed() -> dict[str, dict[str, Any]]:
    """What each hostile expression cost in a process of its own."""
    command = [sys.executable, "-m", "tests.engine.feel.weigh"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    return {found["name"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_hostile_expression_ends_soon_and_small(name: str, weighed: dict[str, dict[str, Any]]) -> None:
    found = weighed[name]
    assert found["seconds"] <= 0.3
    assert found["megabytes"] <= 100
    assert found["code"] is None if name in _HARMLESS else found["code"] in _LIMIT_CODES


_LIMIT_CODES = {
    *("nested-too-deeply", "text-too-long", "unexpected", "expected-expression", "too-many-steps", "too-deep"),
    *("text-value-too-long", "list-too-long", "too-much-time"),
}
_HARMLESS = {  # these have a result after all, or an error that is null
    *("nested stars", "nested stars of choices", "nested counted", "repeated optional", "many dots and stars"),
    *("an email bomb", "a splitting bomb", "a replacing bomb", "a deep pattern"),
    *("a tower of powers", "a huge exponent", "a huge product", "a huge duration", "a far date"),
    *("a huge rounding", "a huge exponential", "a huge position"),
    *("many names with symbols", "many entries with symbols", "many parameters with symbols"),
    *("entries twice", "shared lists as arguments"),
}


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("for i in 1..100 return i", Limits(steps=50), "too-many-steps"),
        ("for i in 1..100 return i", Limits(items=50), "list-too-long"),
        ('"aaaaaaaaaa" + "bbbbbbbbbb"', Limits(characters=15), "text-value-too-long"),
        ("{f: function(g, n) if n = 0 then 0 else g(g, n - 1), r: f(f, 9)}.r", Limits(calls=5), "too-deep"),
        ("for i in 1..90000 return i", Limits(seconds=0.0), "too-much-time"),
    ],
)
def test_each_limit_has_its_error(text: str, limits: Limits, code: str) -> None:
    with pytest.raises(FeelLimit) as caught:
        evaluate(text, {}, limits=limits)
    assert caught.value.code == code


def test_values_nested_too_deeply_are_refused() -> None:
    deep: list[object] = []
    for _ in range(3_000):
        deep = [deep]
    with pytest.raises(FeelLimit):
        evaluate("string(x)", {"x": deep})
