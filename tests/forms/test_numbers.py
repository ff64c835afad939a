import math
from decimal import Decimal

import pytest

from forms import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), (" ", 0), ("5.50", 5.5), ("0x10", 16), ("0b11", 3), ("0o17", 15), ("1e3", 1000), ("+5", 5), (".5", 0.5)],
)
def test_text_is_read_as_javascript_reads_it(text: str, number: float) -> None:
    assert numbers.parse(text) == number


@pytest.mark.parametrize("text", ["abc", "1,5", "1_000", "١", "0x", "1e", "--1", "0xg"])
def test_other_text_is_no_number(text: str) -> None:
    assert math.isnan(numbers.parse(text))


def test_a_hexadecimal_number_can_be_too_large_for_javascript() -> None:
    assert numbers.parse("0x" + "f" * 300) == math.inf


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (0.000001, "0.000001"),
        (-1.25e-9, "-1.25e-9"),
        (123456789012345680000, "123456789012345680000"),
        (Decimal("19.90"), "19.9"),
        (Decimal("20.00"), "20"),
        (math.nan, "NaN"),
        (-math.inf, "-Infinity"),
    ],
)
def test_numbers_are_written_as_javascript_writes_them(number: float, text: str) -> None:
    assert numbers.text(number) == text


@pytest.mark.parametrize("value", ["", " 1", "+1", "0x1", "abc", None, True, [1], "1e500", "9" * 500])
def test_exact_arithmetic_is_strict_about_what_it_takes(value: object) -> None:
    with pytest.raises(ValueError, match=r"number|range"):
        numbers.exact(value)


def test_steps_are_counted_exactly() -> None:
    assert numbers.remainder(Decimal("0.3"), Decimal("0.1")) == 0
    assert numbers.remainder(Decimal("-3"), Decimal("5")) == -3
    assert numbers.remainder(Decimal("0.35"), Decimal("0.1")) == Decimal("0.05")


def test_digits_after_the_point_are_counted_without_trailing_zeros() -> None:
    assert [numbers.decimal_places(Decimal(text)) for text in ("1.10", "1e-7", "100", "1e3", "0.00")] == [1, 7, 0, 0, 0]


def test_numbers_in_messages_have_no_exponent() -> None:
    assert numbers.written(Decimal("1e3")) == "1000"
    assert numbers.written(numbers.add(Decimal("0.25"), Decimal("-1.5"))) == "-1.25"
