"""The person connector finds colleagues by login."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import identity
from engine.connectors import Call
from engine.connectors.person import Person, PersonInput
from engine.db import Database
from engine.identity import SYSTEM
from engine.ids import new_id
from engine.models import Person as Row


def look_up(database: Database, login: str | None) -> Mapping[str, Any]:
    call = Call(job_id=new_id(), instance_id=UUID(int=1), database=database)
    return Person().call(PersonInput(login=login), call)


def test_a_colleague_is_found_with_what_a_letter_needs(database: Database) -> None:
    with database.transaction() as session:
        identity.create_person(session, SYSTEM, login="ann", name="Ann", email="ann@x.example", locale="en")
    found = look_up(database, " ann ")
    assert found == {
        "found": True,
        "login": "ann",
        "name": "Ann",
        "email": "ann@x.example",
        "locale": "en",
        "position": "",
    }


def test_somebody_unknown_gone_or_unnamed_is_only_not_found(database: Database) -> None:
    with database.transaction() as session:
        session.add(Row(login="left", name="Left", active=False))
    for login in ("nobody", "left", None):
        found = look_up(database, login)
        assert (found["found"], found["email"]) == (False, None)
