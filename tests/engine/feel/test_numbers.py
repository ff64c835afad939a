"""Numbers are decimals of 34 digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import evaluate
from engine.feel.numbers import DECIMAL, number_text, whole

NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6),
)


@given(NUMBERS, NUMBERS, st.sampled_from("+-*/"))
def test_arithmetic_is_that_of_decimals_with_34_digits(left: int | Decimal, right: int | Decimal, sign: str) -> None:
    one, other = DECIMAL.create_decimal(left), DECIMAL.create_decimal(right)
    operations = {"+": DECIMAL.add, "-": DECIMAL.subtract, "*": DECIMAL.multiply, "/": DECIMAL.divide}
    expected = None if sign == "/" and not other else operations[sign](one, other)
    assert evaluate(f"a {sign} b", {"a": left, "b": right}) == expected


@given(st.integers(-(10**15), 10**15), st.integers(1, 9))
def test_money_survives_the_way_through_floats(cents: int, factor: int) -> None:
    amount = float(Decimal(cents) / 100)
    assert evaluate("amount * factor / factor", {"amount": amount, "factor": factor}) == Decimal(repr(amount))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 ** 0.5", "1.414213562373095048801688724209698"),
        ("9999999999999999999999999999999999 + 1", "1E+34"),
        ("-7 * -1", "7"),
        ("-3 ** 2", "9"),
        ("2 ** 3 ** 2", "64"),
        ("10 - 2 - 3", "5"),
        ("1e3", "1000"),
        (".5", "0.5"),
    ],
)
def test_calculations_have_exact_results(text: str, value: str) -> None:
    assert evaluate(text, {}) == Decimal(value)


@pytest.mark.parametrize("text", ["1 / 0", "10 ** 10000", "1e6000 * 1e6000", "(-1) ** 0.5", "1 + true"])
def test_what_has_no_result_is_null(text: str) -> None:
    assert evaluate(text, {}) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_a_number_is_null(value: object) -> None:
    assert evaluate("x", {"x": value}) is None


def test_text_has_neither_exponent_nor_trailing_zeros() -> None:
    assert [number_text(Decimal(text)) for text in ("1E+3", "1.500", "0.00", "-0", "1E-7")] == [
        *("1000", "1.5", "0", "0", "0.0000001"),
    ]


def test_a_number_counts_something_only_when_it_is_whole() -> None:
    assert [whole(value) for value in (3, Decimal("3.0"), Decimal("3.5"), Decimal("1E+6000"))] == [3, 3, None, None]
