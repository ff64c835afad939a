"""Values as text: what string() gives, and the FEEL literal that stands for a value inside a list or context."""

import re
from typing import Any

from engine.feel.numbers import number_text
from engine.feel.run import Run
from engine.feel.values import Function, Range, from_host, is_number

_PLAIN_KEY = re.compile(r"[^\W\d]\w*")


def text(value: Any, run: Run) -> str:
    """The text of a value: a string is itself, a date its ISO form, a list or context a FEEL literal."""
    return value if type(value) is str else _literal(value, run)


def _literal(value: Any, run: Run) -> str:
    if value is None:
        return "null"
    if type(value) is str:
        return quoted(value)
    if type(value) is bool:
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    if type(value) is list:
        return _joined("[", [_literal(from_host(item), run) for item in value], "]", run)
    if type(value) is dict:
        entries = [f"{_key(name)}: {_literal(from_host(entry), run)}" for name, entry in value.items()]
        return _joined("{", entries, "}", run)
    if type(value) is Range:
        return _range(value, run)
    return "function" if type(value) is Function else str(value)


def _joined(opening: str, parts: list[str], closing: str, run: Run) -> str:
    run.charge(1 + len(parts))
    run.text(sum(map(len, parts)))
    return opening + ", ".join(parts) + closing


def _range(value: Range, run: Run) -> str:
    if value.comparison:
        end = value.high if value.comparison.startswith("<") else value.low
        return f"({value.comparison} {_literal(end, run)})"
    ends = f"{_literal(value.low, run)}..{_literal(value.high, run)}"
    return ("[" if value.low_included else "(") + ends + ("]" if value.high_included else ")")


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else quoted(name)


def quoted(value: str) -> str:
    """The text as a FEEL literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
