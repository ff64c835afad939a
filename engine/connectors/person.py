"""Looks a colleague up by login: the name, mail address and language that a process needs to write to them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import text

from engine.connectors.connector import Call

_FIND = text("SELECT login, name, email, locale, position FROM person WHERE login = :login AND active")


class PersonInput(BaseModel):
    """Whose login."""

    login: str | None = Field(default=None, max_length=120)


class Person:
    """The person connector."""

    input_model = PersonInput

    def call(self, given: PersonInput, call: Call) -> Mapping[str, Any]:
        """The person who logs in by this name; somebody unknown or gone is no failure, only not found."""
        login = (given.login or "").strip()
        with call.database.reading() as session:
            found = session.execute(_FIND, {"login": login}).first()
        if found is None:
            return {"found": False, "login": login, "name": login, "email": None, "locale": "", "position": ""}
        return {
            "found": True,
            "login": found.login,
            "name": found.name,
            "email": found.email or None,
            "locale": found.locale,
            "position": found.position,
        }
