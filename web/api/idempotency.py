"""The header that makes a repeated command return its first result."""

from typing import Annotated

from fastapi import Header

IdempotencyKey = Annotated[
    str | None,
    Header(max_length=100, description="Repeating a request with the same key returns the first result."),
]
