"""The values of a browser's JSON, with the few JavaScript rules that form-js leans on: truth, equality, text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeGuard

from forms import numbers

Number = int | float | Decimal
# Asked a thousand times in a submission: a tuple is checked in half the time of a union that is made each time.
_NUMBERS = (int, float, Decimal)
_SCALARS = frozenset((str, int, float, bool, type(None), Decimal))


def is_number(value: Any) -> TypeGuard[Number]:
    """Is it a JSON number? Booleans, which Python counts among the integers, are not."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def truthy(value: Any) -> bool:
    """JavaScript's truth: empty lists and objects are true, the empty text, zero and NaN are false."""
    if value is None or value is False or value == "":
        return False
    return not (is_number(value) and (value == 0 or value != value))


def equal(left: Any, right: Any) -> bool:
    """Deep equality of JSON values; 1 and 1.0 are the same number, 1 and true are not."""
    if left is None or type(left) is str:
        return bool(left == right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return left == right or numbers.as_float(left) == numbers.as_float(right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return type(left) is type(right) and bool(left == right)


def contains(offered: Sequence[Any], value: Any) -> bool:
    """Is the value, by deep equality, one of those offered?"""
    return any(equal(value, other) for other in offered)


def fingerprint(value: Any) -> str:
    """A text that two values share only when they are equal, for finding duplicates among many."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{fingerprint(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(fingerprint, value)) + "]"
    return numbers.text(value) if is_number(value) else repr(value)


def text_of(value: Any) -> str:
    """JavaScript's `String(value)` for the values a field can hold; lists and objects have no text here."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return numbers.text(value) if is_number(value) else ""


def is_blank(value: Any) -> bool:
    """What `required` refuses: nothing, the empty text, the empty list."""
    return value is None or value == "" or value == []


def is_shallow(value: Any, levels: int = 20) -> bool:
    """Is it nested no deeper than that? No answer is, and deeper ones would only exhaust the stack."""
    if type(value) not in _SCALARS and isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return levels > 0 and all(is_shallow(item, levels - 1) for item in inner)
    return True


def copied(value: Any) -> Any:
    """A deep copy of a JSON value; much cheaper than `copy.deepcopy` because JSON has no cycles."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value
