"""Number text as JavaScript reads and writes it, and exact decimals for limits and steps."""

import math
import re
from decimal import Decimal

# What JavaScript's trim() and Number() skip; Python's str.strip() skips a different set.
WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))

LONGEST_TEXT = 400
LARGEST_EXPONENT = 400

_PREFIXED = {"0x": (16, re.compile(r"[0-9a-f]+")), "0o": (8, re.compile(r"[0-7]+")), "0b": (2, re.compile(r"[01]+"))}
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BIG = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INFINITY = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


def parse(written: str) -> float:
    """JavaScript's `Number(text)`: blanks are 0, hexadecimal is read, anything else unreadable is NaN."""
    stripped = written.strip(WHITE_SPACE)
    if stripped == "":
        return 0.0
    if stripped[:2].lower() in _PREFIXED:
        return _prefixed(stripped.lower())
    if stripped in _INFINITY:
        return _INFINITY[stripped]
    return float(stripped) if _DECIMAL.fullmatch(stripped) else math.nan


def _prefixed(written: str) -> float:
    base, digits = _PREFIXED[written[:2]]
    if not digits.fullmatch(written, 2):
        return math.nan
    try:
        return float(int(written[2:], base))
    except OverflowError:
        return math.inf


def as_float(number: int | float | Decimal) -> float:
    """The number as JavaScript keeps it; an integer beyond all floats is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def text(number: int | float | Decimal) -> str:
    """JavaScript's `String(number)`: no trailing zeros, exponents from 1e21 up and below 1e-6."""
    rounded = as_float(number)
    if math.isnan(rounded):
        return "NaN"
    if math.isinf(rounded):
        return "Infinity" if rounded > 0 else "-Infinity"
    if rounded == 0:
        return "0"
    if abs(rounded) < 1e21 and number == int(number):
        return str(int(number))
    return _fraction(number if isinstance(number, Decimal) else Decimal(repr(rounded)))


def _fraction(number: Decimal) -> str:
    minus, all_digits, exponent = _parts(number)
    digits = all_digits.rstrip("0")
    point = len(all_digits) + exponent
    if 0 < point <= 21:
        return f"{minus}{digits[:point]}.{digits[point:]}" if point < len(digits) else minus + digits.ljust(point, "0")
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{minus}{mantissa}e{point - 1:+d}"


def plain(number: float) -> int | float | None:
    """What JSON keeps of a JavaScript number: integers without a point, nothing of NaN and Infinity."""
    if math.isnan(number) or math.isinf(number):
        return None
    return int(number) if number == int(number) and abs(number) < 1e21 else number


def exact(value: object) -> Decimal:
    """The exact decimal of a number or of number text (stricter than `parse`: no blanks, no plus, no hexadecimal).

    Raises ValueError when the value is no number, or so long or so large that exact arithmetic would not be safe.
    """
    written = text(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value
    if not isinstance(written, str) or len(written) > LONGEST_TEXT or not _BIG.fullmatch(written):
        raise ValueError("not a number")
    number = Decimal(written)
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("out of range")
    return number


def decimal_places(number: Decimal) -> int:
    """How many digits stand after the point when the number is written without an exponent."""
    _, digits, exponent = _parts(number)
    kept = digits.rstrip("0")
    return max(0, -(exponent + len(digits) - len(kept))) if kept else 0


def remainder(number: Decimal, step: Decimal) -> Decimal:
    """What is left over the last whole step; it has the sign of the number. Computed on integers, so never rounded."""
    places = max(decimal_places(number), decimal_places(step))
    units, unit_step = _units(number, places), _units(step, places)
    left = abs(units) % abs(unit_step)
    return Decimal(-left if units < 0 else left).scaleb(-places)


def add(left: Decimal, right: Decimal) -> Decimal:
    """The exact sum, whatever the number of digits."""
    places = max(decimal_places(left), decimal_places(right))
    return _from_units(_units(left, places) + _units(right, places), places)


def _units(number: Decimal, places: int) -> int:
    minus, digits, exponent = _parts(number)
    shift = exponent + places
    whole = int(digits + "0" * shift) if shift >= 0 else int(digits[:shift] or "0")
    return -whole if minus else whole


def _parts(number: Decimal) -> tuple[str, str, int]:
    """Minus sign, digits and exponent of a finite decimal."""
    sign, digits, exponent = number.as_tuple()
    return "-" if sign else "", "".join(map(str, digits)), int(exponent)


def _from_units(units: int, places: int) -> Decimal:
    return Decimal((units < 0, tuple(map(int, str(abs(units)))), -places))


def padded(number: Decimal, places: int) -> Decimal:
    """The same number written with at least so many digits after the point, never with an exponent."""
    kept = max(places, decimal_places(number))
    return _from_units(_units(number, kept), kept)


def written(number: Decimal) -> str:
    """The number without exponent and without trailing zeros, as it is shown in a message."""
    places = decimal_places(number)
    units = _units(number, places)
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
