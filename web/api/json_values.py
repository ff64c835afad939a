"""JSON that programs send as process data: objects that the database can hold."""

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, Field


def _holdable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise ValueError(f"cannot be stored: {error}") from error
    return value


JsonObject = Annotated[dict[str, Any], AfterValidator(_holdable), Field(description="Names and JSON values.")]
"""Integers of more than 64 bits and half characters (lone surrogates) are refused here, not in the database."""
