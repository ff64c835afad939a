"""Arithmetic beside exact fractions, rounded once to 34 digits: an oracle that shares no code with decimals."""

import decimal
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.feel import evaluate
from engine.feel.numbers import Number

_DIGITS = 34
_NUMBERS = st.one_of(
    st.integers(-(10**34) + 1, 10**34 - 1),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent),
        st.integers(-(10**34) + 1, 10**34 - 1),
        st.integers(-60, 60),
    ),
    st.sampled_from([0, 1, -1, Decimal("0.1"), Decimal("1E-60"), 10**34 - 1, Decimal("9.99")]),
)


def _rounded(value: Fraction) -> Fraction:
    """The nearest number of 34 digits, the even one of two that are equally near."""
    if not value:
        return value
    exponent = len(str(abs(value.numerator))) - len(str(value.denominator)) - _DIGITS
    while abs(value) >= Fraction(10) ** (exponent + _DIGITS):
        exponent += 1
    unit = Fraction(10) ** exponent
    return round(value / unit) * unit


@given(_NUMBERS, _NUMBERS, st.sampled_from("+-*/"))
def test_each_operator_rounds_the_exact_result_once(left: Number, right: Number, sign: str) -> None:
    one, other = Fraction(left), Fraction(right)
    found = evaluate(f"a {sign} b", {"a": left, "b": right})
    if sign == "/" and not other:
        assert found is None
        return
    exact = {"+": lambda: one + other, "-": lambda: one - other, "*": lambda: one * other, "/": lambda: one / other}
    assert Fraction(found) == _rounded(exact[sign]())


@given(_NUMBERS, _NUMBERS)
def test_numbers_compare_exactly(left: Number, right: Number) -> None:
    one, other = Fraction(left), Fraction(right)
    texts = ("a < b", "a <= b", "a = b", "a != b", "a >= b", "a > b", "-a = b", "a between b and b")
    found = [evaluate(text, {"a": left, "b": right}) for text in texts]
    equal, less = one == other, one < other
    assert found == [less, less or equal, equal, not equal, not less, not (less or equal), -one == other, equal]


@given(st.integers(-(10**6), 10**6), st.integers(-30, 30))
def test_whole_powers_are_those_of_fractions(base: int, exponent: int) -> None:
    found = evaluate("a ** b", {"a": base, "b": exponent})
    if not base and exponent <= 0:
        assert found in (None, 1)
    else:
        exact = Fraction(base) ** exponent  # decimals promise powers that are rounded right almost always
        assert abs(Fraction(found) - exact) <= abs(exact) * Fraction(10) ** (1 - _DIGITS)


@given(
    st.decimals(min_value=Decimal("1E-9"), max_value=10**9, allow_nan=False),
    st.decimals(min_value=-20, max_value=20, allow_nan=False, places=3),
)
def test_other_powers_are_those_of_decimals(base: Decimal, exponent: Decimal) -> None:
    with decimal.localcontext(decimal.Context(prec=34, Emax=6144, Emin=-6143)) as context:
        expected = context.power(context.create_decimal(base), context.create_decimal(exponent))
    assert evaluate("a ** b", {"a": base, "b": exponent}) == expected


@given(st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False), st.integers(-5, 10))
def test_rounding_is_that_of_decimals(value: Decimal, scale: int) -> None:
    unit = Fraction(10) ** -scale
    found = evaluate("decimal(a, scale)", {"a": value, "scale": scale})
    assert Fraction(found) == round(_rounded(Fraction(value)) / unit) * unit
