"""Column shapes that several tables share."""

from typing import Any

from sqlalchemy import ARRAY, Column, DateTime, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID


def moment(*, nullable: bool = False, **options: Any) -> Any:
    """A point in time, stored with its zone."""
    return Column(DateTime(timezone=True), nullable=nullable, **options)


def document(*, nullable: bool = False) -> Any:
    """A JSON value of ours whose key order does not matter."""
    return Column(JSONB, nullable=nullable)


def older_answers() -> Any:
    """A JSON object that begins empty."""
    return Column(JSONB, nullable=False, server_default="{}")


def references() -> Any:
    """A list of ids."""
    return Column(ARRAY(UUID(as_uuid=True)), nullable=False, server_default="{}")


def words() -> Any:
    """A list of short texts."""
    return Column(ARRAY(Text), nullable=False, server_default="{}")


def files() -> Any:
    """A list of files, as they are."""
    return Column(ARRAY(LargeBinary), nullable=False, server_default="{}")


def reference(**options: Any) -> Any:
    """A UUID column without a foreign key: hot tables refer to nothing outside their instance."""
    return Column(UUID(as_uuid=True), **options)
