"""The made-up sample company: its people, groups and customers, put in and taken out as a whole."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from engine import clock, identity
from engine.ids import new_id
from engine.models import Customer, Group, LoginSession, Membership, Person
from engine.packages import SHIPPED

COMPANY = SHIPPED / "sample-company"


def seed(session: Session, folder: Path = COMPANY) -> tuple[int, int]:
    """Put the sample company in, as far as it is not there; returns how many people and customers are there now.

    People join those of their groups that are in service; call it again when there are more.
    """
    company = tomllib.loads((folder / "people.toml").read_text(encoding="utf-8"))
    for group in company.get("groups", ()):
        row = {"key": group["key"], "name": group["name"], "names": group["names"], "rights": group["rights"]}
        session.execute(insert(Group).values(**row, sample=True).on_conflict_do_nothing())
    for person in company["people"]:
        _add_person(session, person)
    with (folder / "customers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _add_customer(session, row)
    session.flush()
    return _count(session, Person), _count(session, Customer)


def _add_person(session: Session, about: Mapping[str, Any]) -> None:
    person_id = session.exec(select(Person.id).where(Person.login == about["login"])).first()
    if person_id is None:
        person_id = identity.create_person(
            session,
            identity.SYSTEM,
            login=about["login"],
            name=about["name"],
            names=about["names"],
            position=about["position"],
            positions=about["positions"],
            email=about["email"],
            locale=about.get("locale", ""),
            sample=True,
        ).id
    for key in about["groups"]:
        # Most groups come with the packages that need them; one put into service later brings its own.
        if session.get(Group, key) is not None:
            identity.join_group(session, identity.SYSTEM, person_id, key)


def _add_customer(session: Session, row: Mapping[str, str]) -> None:
    customer = {
        "id": new_id(),
        "number": row["number"],
        "name": row["name"],
        "customer_class": row["class"],
        "phone": row["phone"],
        "email": row["email"],
        "sample": True,
        "created_at": clock.now(),
    }
    session.execute(insert(Customer).values(customer).on_conflict_do_nothing())


def _count(session: Session, table: Any) -> int:
    return session.exec(select(func.count()).select_from(table).where(table.sample)).one()


def remove(session: Session) -> tuple[int, int]:
    """Take the sample company out again; returns how many people and customers went.

    What sample people did stays in the history of instances; they only cannot log in any more.
    """
    people, customers = _count(session, Person), _count(session, Customer)
    ids = select(col(Person.id)).where(col(Person.sample))
    session.execute(delete(LoginSession).where(col(LoginSession.person_id).in_(ids)))
    session.execute(delete(Membership).where(col(Membership.person_id).in_(ids)))
    session.execute(delete(Person).where(col(Person.sample)))
    session.execute(delete(Customer).where(col(Customer.sample)))
    session.execute(delete(Group).where(col(Group.sample)))
    return people, customers
