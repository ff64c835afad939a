"""JSON that comes in as process data or drafts: objects that the database can hold."""

from math import isfinite
from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, Field


def _holdable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise ValueError(f"cannot be stored: {error}") from error
    if not _finite(value):
        raise ValueError("cannot be stored: JSON has no NaN and no Infinity")
    return value


def _finite(value: Any) -> bool:
    """Python reads NaN and writes null for it, so that a value would be lost without a word."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list):
        return all(map(_finite, value))
    return not isinstance(value, float) or isfinite(value)


JsonObject = Annotated[dict[str, Any], AfterValidator(_holdable), Field(description="Names and JSON values.")]
"""Integers of more than 64 bits, half characters (lone surrogates) and what is no number are refused here."""


class _Typed(BaseModel):
    values: JsonObject


def typed(text: str) -> dict[str, Any]:
    """The object that a person typed as JSON; ValueError when it is none, holds nothing, or cannot be kept."""
    values = _Typed(values=orjson.loads(text)).values
    if not values:
        raise ValueError("the object holds nothing")
    return values
