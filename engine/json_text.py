"""JSON text for columns and queues: exact decimals stay numbers, and no whole number is too large."""

import json
from decimal import Decimal
from typing import Any

import orjson


def dumps(value: Any) -> str:
    """The JSON text of a value; what JSON has no word for (dates, ids) becomes its text."""
    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        # orjson stops at 64 bits; FEEL does not.
        return json.dumps(value, default=_text, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    return str(value)


def _text(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)
