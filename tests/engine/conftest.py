"""What tests of commands stand on: a small company, and a way to deploy a diagram in one line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session

from engine import deployments, identity
from engine.identity import SYSTEM, Actor
from engine.packages import GroupText, Package


@dataclass(frozen=True)
class People:
    """Ann and Ben work in sales, Bob manages them and operates processes, Cat is a stranger."""

    ann: Actor
    ben: Actor
    bob: Actor
    cat: Actor


GROUPS = (
    GroupText(key="sales", name="Sales"),
    GroupText(key="managers", name="Managers", rights=("monitor", "operate")),
)
WHO = {"ann": ("sales",), "ben": ("sales",), "bob": ("managers",), "cat": ()}


def add_people(session: Session) -> People:
    for group in GROUPS:
        identity.ensure_group(session, group.key, group.name, {}, group.rights)
    for login, groups in WHO.items():
        identity.create_person(session, SYSTEM, login=login, name=login.title(), groups=groups)
    return People(**{login: identity.actor_of_login(session, login) for login in WHO})


@pytest.fixture
def people(session: Session) -> People:
    return add_people(session)


def package(
    *models: bytes, forms: tuple[Mapping[str, Any], ...] = (), decisions: tuple[bytes, ...] = (), **texts: Any
) -> Package:
    return Package(
        key="tests",
        version="1",
        name="Tests",
        models={f"{number}.bpmn": xml for number, xml in enumerate(models)},
        forms={f"{form['id']}.form": form for form in forms},
        decisions={f"{number}.dmn": xml for number, xml in enumerate(decisions)},
        groups=GROUPS,
        texts=texts,
        digest=str(hash((models, str(forms), decisions))),
    )


Deploy = Callable[..., None]


@pytest.fixture
def deploy(session: Session) -> Deploy:
    """deploy(xml, …, forms=(schema, …)) puts diagrams and forms into service."""

    def put(*models: bytes, **rest: Any) -> None:
        deployments.deploy(session, SYSTEM, package(*models, **rest))

    return put


def form(key: str, *components: Mapping[str, Any]) -> dict[str, Any]:
    """A form-js schema in one line."""
    return {"type": "default", "id": key, "schemaVersion": 19, "components": [dict(item) for item in components]}


def field(key: str, kind: str = "textfield", **rest: Any) -> dict[str, Any]:
    """A field of a form in one line."""
    return {"type": kind, "id": f"f-{key}", "key": key, "label": key, **rest}
