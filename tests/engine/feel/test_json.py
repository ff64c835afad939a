"""Results become plain JSON values that keep what they are worth."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import FeelLimit, Limits, evaluate
from engine.feel.json import from_json, to_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.integers(-(10**34) + 1, 10**34 - 1))
def test_whole_numbers_stay_whole(number: int) -> None:
    plain = to_json(evaluate("x", {"x": number}))
    assert type(plain) is int
    assert plain == number


@given(st.integers(-(10**15), 10**15))
def test_cents_survive_the_round_trip(cents: int) -> None:
    amount = json.loads(str(Decimal(cents) / 100))
    result = json.loads(json.dumps(to_json(evaluate("amount + 0.01 - 0.01", {"amount": amount}))))
    assert round(Decimal(repr(result)) * 100) == cents


@given(JSON)
def test_any_json_value_comes_back_equal(value: object) -> None:
    assert to_json(evaluate("x", {"x": value})) == value or _has_large_number(value)


def _has_large_number(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_has_large_number, value))
    if isinstance(value, dict):
        return any(map(_has_large_number, value.values()))
    # a larger float means its shortest text here, which as a whole number is not the binary value
    return isinstance(value, (int, float)) and abs(value) >= 2**53


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19.99 * 3", 59.97),
        ("1 / 3", 0.3333333333333333),
        ("2.50 * 2", 5),
        ('@"2026-01-31"', "2026-01-31"),
        ('[@"PT1H", {d: @"2026-01-31T10:00:00Z"}]', ["PT1H", {"d": "2026-01-31T10:00:00Z"}]),
        ("[1..5)", "[1..5)"),
        ("function(x) x", None),
        ('"text"', "text"),
    ],
)
def test_values_become_plain(text: str, value: object) -> None:
    plain = to_json(evaluate(text, {}))
    assert plain == value
    assert type(plain) is type(value)


def test_an_amount_too_large_for_a_float_keeps_its_cents() -> None:
    assert to_json(evaluate("x + 0.01", {"x": 12345678901234567890})) == Decimal("12345678901234567890.01")


def test_a_value_that_is_too_large_is_refused() -> None:
    with pytest.raises(FeelLimit):
        to_json([[1] * 100] * 100, Limits(steps=1_000))
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(FeelLimit):
        to_json(deep)


def test_values_can_be_converted_beforehand() -> None:
    assert from_json({"a": [0.1, (1, 2)]}) == {"a": [Decimal("0.1"), [1, 2]]}
