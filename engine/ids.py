"""Identifiers: UUIDv7 (RFC 9562), which sort by time and need no central counter."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh identifier; two made in one process sort in the order in which they were made."""
    return uuid7()
