"""Numbers of FEEL: decimals of 34 digits, IEEE 754 decimal128 (DMN 1.3, 10.3.2.3.1); whole ones are kept as int."""

import decimal
from decimal import Decimal

DECIMAL = decimal.Context(
    prec=34,
    Emax=6144,
    Emin=-6143,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.Overflow, decimal.InvalidOperation, decimal.DivisionByZero],
)
_BOUND = 10**34

Number = int | Decimal


def exact(value: Number) -> Decimal:
    """The number as a decimal of at most 34 digits."""
    return value if type(value) is Decimal else DECIMAL.create_decimal(value)


def fold(value: int) -> Number:
    """The whole number itself when it fits 34 digits, otherwise rounded."""
    return value if -_BOUND < value < _BOUND else DECIMAL.create_decimal(value)


def from_float(value: float) -> Number | None:
    """The number whose shortest text is that of the float, so 0.1 is one tenth; None for infinities and NaN."""
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else Decimal(repr(value))


def from_decimal(value: Decimal) -> Decimal | None:
    """The decimal rounded to 34 digits; None for infinities, NaN and numbers beyond FEEL's range."""
    try:
        return DECIMAL.plus(value) if value.is_finite() else None
    except decimal.DecimalException:
        return None


def parse_number(text: str) -> Number:
    """The number a FEEL literal stands for; decimal.Overflow when it is beyond FEEL's range."""
    return int(text) if text.isdigit() and len(text) < 34 else DECIMAL.create_decimal(text)


def whole(value: Number) -> int | None:
    """The number as int when it is whole and of a size that can count something, otherwise None."""
    if type(value) is int:
        return value
    number = exact(value)
    return int(number) if abs(number.adjusted()) < 40 and number == number.to_integral_value() else None


def number_text(value: Number) -> str:
    """The digits without exponent and without trailing zeros."""
    if type(value) is int:
        return str(value)
    text = format(exact(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"
