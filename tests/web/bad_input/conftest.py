"""A process whose one step asks for a value of every kind, and somebody who may work on it by page and by API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pytest
from httpx2 import Response
from sqlalchemy import text

from engine import deployments, identity, instances
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Person
from engine.packages import GroupText, Package
from tests.web import question
from tests.web.api.conftest import Program, deployed, program
from tests.web.conftest import Browser

__all__ = ["deployed", "program"]

FIELDS: Sequence[Mapping[str, Any]] = (
    {"type": "textfield", "id": "f-name", "key": "name", "label": "Name", "validate": {"required": True}},
    {"type": "number", "id": "f-amount", "key": "amount", "label": "Amount", "validate": {"min": 10, "max": 500}},
    {"type": "textfield", "id": "f-code", "key": "code", "label": "Code", "validate": {"pattern": "^[A-Z]{3}$"}},
    {"type": "textfield", "id": "f-mail", "key": "mail", "label": "Mail", "validate": {"validationType": "email"}},
    {
        "type": "select",
        "id": "f-way",
        "key": "way",
        "label": "Way",
        "values": [{"label": "Post", "value": "post"}, {"label": "Mail", "value": "mail"}],
        "validate": {"required": True},
    },
    {
        "type": "filepicker",
        "id": "f-proof",
        "key": "proof",
        "label": "Proof",
        "accept": ".pdf",
        "validate": {"required": True},
    },
    {"type": "textfield", "id": "f-fixed", "key": "fixed", "label": "Fixed", "readonly": True},
    {
        "type": "textfield",
        "id": "f-hidden",
        "key": "hidden",
        "label": "Hidden",
        "conditional": {"hide": '=way != "mail"'},
    },
)
FORM = {"type": "default", "id": "wish", "schemaVersion": 19, "components": list(FIELDS)}
START = {"type": "default", "id": "begin", "schemaVersion": 19, "components": [
    {"type": "textfield", "id": "b1", "key": "fixed", "label": "Fixed"},
]}  # fmt: skip

RIGHT: Mapping[str, Any] = {"name": "Lin", "amount": 20, "code": "ABC", "mail": "a@b.example", "way": "post"}
PDF = ("proof.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
PNG = ("proof.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png")
File = tuple[str, bytes, str]


def package() -> Package:
    """The question of the other tests, with a step that asks for everything."""
    model = question.MODEL.replace(b'"question"', b'"wish"').replace(b'formId="ask"', b'formId="begin"')
    model = model.replace(b'formId="answer"', b'formId="wish"').replace(b'formId="helped"', b'formId="begin"')
    return Package(
        key="wish",
        version="1",
        name="Wish",
        models={"wish.bpmn": model.replace(b"=subject", b"=fixed")},
        forms={"begin.form": START, "wish.form": FORM},
        decisions={},
        groups=(GroupText(key="service", name="Service"),),
        texts={},
        digest="1",
    )


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An open task of that process, and the ways to complete it."""

    id: UUID
    instance_id: UUID
    page: Browser
    program: Browser

    def by_page(self, answers: Mapping[str, Any], files: Sequence[File] = (), **headers: str) -> Response:
        """As form.js sends it: answers and files in one request."""
        given = {**answers, "proof": "files::1"} if files else dict(answers)
        return self.page.post(
            f"/tasks/{self.id}/completion",
            files=[("data", (None, orjson.dumps(given), "text/plain")), *(("files::1", file) for file in files)],
            headers={"accept": "application/json", **headers},
        )

    def by_program(self, answers: Mapping[str, Any], files: Sequence[File] = (), **headers: str) -> Response:
        """As the REST API wants it: files first, then answers that name them."""
        uploaded = [self.upload(file) for file in files]
        refused = [answer for answer in uploaded if answer.status_code != 201]
        if refused:
            return refused[0]
        given: dict[str, Any] = {"answers": dict(answers)}
        if uploaded:
            given["answers"]["proof"] = "files::1"
            given["files"] = {"files::1": [answer.json()["id"] for answer in uploaded]}
        return self.program.post(f"/api/v1/tasks/{self.id}/completion", json=given, headers=headers)

    def upload(self, file: File) -> Response:
        """Store a file, tied to nothing yet."""
        return self.program.post("/api/v1/attachments", files={"file": file})


@pytest.fixture
def wish(
    database: Database, deployed: None, people: dict[str, Person], program: Program, browser: Callable[..., Browser]
) -> Wish:
    """Bob has wished for something; ann of the service is at it."""
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package())
        bob = identity.actor_of_login(session, "bob")
        started = instances.start(session, bob, "wish", {"fixed": "as it is"})
        found = text("SELECT id FROM user_task WHERE instance_id = :id")
        task_id = session.execute(found, {"id": started.instance_id}).scalar_one()
    return Wish(id=task_id, instance_id=started.instance_id, page=browser("ann"), program=program("ann"))


@pytest.fixture
def value(database: Database) -> Callable[..., Any]:
    """One value of the database: `value("SELECT …", id=…)`."""

    def ask(statement: str, **params: Any) -> Any:
        with database.reading() as session:
            return session.execute(text(statement), params).scalar()

    return ask
