"""The function that reads a range from text (DMN 1.4, 10.3.4.1)."""

import decimal
import re
from collections.abc import Callable
from typing import Any

from engine.feel.builtins.arguments import string
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.comparison import order
from engine.feel.dates import parse_date, parse_date_time, parse_time
from engine.feel.durations import parse_duration
from engine.feel.lexer import unquote
from engine.feel.numbers import DECIMAL, parse_number
from engine.feel.run import Run
from engine.feel.temporal_text import parse_temporal
from engine.feel.values import Range

_RANGE = re.compile(r"\s*([\[\](])(.*?)\.\.(.*?)([\])\[])\s*", re.DOTALL)
_NUMBER = re.compile(r"(-?)\s*((?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_STRING = re.compile(r'(@|[a-z ]+\(\s*|)("(?:[^"\\]|\\.)*")(\s*\)|)')
_MAX_LENGTH = 1_000
_READERS: dict[str, Callable[[str], Any]] = {
    "": str,
    "@": parse_temporal,
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


@builtin("range", "from")
def read_range(run: Run, source: Any) -> Range:
    """`range("[18..21)")`; an end may be left out when it is not included."""
    text = string(source, "from")
    match = _RANGE.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    if not match:
        raise _unreadable(text)
    low, high = _end(match[2].strip(), text), _end(match[3].strip(), text)
    low_included, high_included = match[1] == "[", match[4] == "]"
    if low is None or high is None:
        if (low is None and (low_included or high is None)) or (high is None and high_included):
            raise _unreadable(text)
    elif order(low, high) is None or order(low, high) == 1:
        raise _unreadable(text)
    return Range(low, high, low_included, high_included)


def _unreadable(text: str) -> FunctionFailed:
    return FunctionFailed(f"“{text[:100]}” is not a range")


def _end(text: str, whole: str) -> Any:
    """The value at one end, None when it is left out; a number, a text, or a date, time or duration from text."""
    if not text:
        return None
    value = _number(text) if _NUMBER.fullmatch(text) else _from_string(text)
    if value is None:
        raise _unreadable(whole)
    return value


def _number(text: str) -> Any:
    match = _NUMBER.fullmatch(text)
    try:
        value = parse_number(match[2]) if match else None
    except decimal.DecimalException:
        return None
    return value if value is None or not (match and match[1]) else DECIMAL.minus(DECIMAL.create_decimal(value))


def _from_string(text: str) -> Any:
    match = _STRING.fullmatch(text)
    if not match:
        return None
    name = match[1].rstrip().removesuffix("(").strip()
    if bool(match[3]) != match[1].rstrip().endswith("("):
        return None
    read = _READERS.get(name)
    return read(unquote(match[2])) if read else None
