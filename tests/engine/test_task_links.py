"""Somebody without a login does one task, once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from engine import clock, inbox, instances, task_links, tasks
from engine.errors import (
    AlreadyDone,
    FormInvalid,
    Invalid,
    LinkExpired,
    LinkOver,
    LinkRevoked,
    LinksTooMany,
    LinkUsed,
    NotAllowed,
    NotFound,
    TaskTaken,
)
from engine.identity import PUBLIC
from engine.settings import Settings
from engine.task_links import Link, LinkState
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People, field, form

SALES = (
    '<bpmn:extensionElements><zeebe:userTask/><zeebe:formDefinition formId="ask"/>'
    '<zeebe:assignmentDefinition candidateGroups="sales"/>{more}</bpmn:extensionElements>'
)
ASK = form("ask", field("reply", validate={"required": True}))


def asking(more: str = "") -> bytes:
    """ask (sales, or somebody outside) → after"""
    process = File().process("P")
    process.start()
    process.user("ask", SALES.format(more=more))
    process.user("after")
    process.end()
    process.chain("start", "ask", "after", "end")
    return process.file.xml()


@pytest.fixture
def session(session: Session) -> Session:
    session.info["settings"] = Settings(secret_key="k", public_url="https://crm.example")
    return session


@pytest.fixture
def task_id(session: Session, people: People, deploy: Deploy) -> UUID:
    deploy(asking(), forms=(ASK,))
    started = instances.start(session, people.ann, "P", {})
    assert started.task_id
    return started.task_id


def signed(link: Link) -> str:
    return link.address.rpartition("/")[2]


def facts(session: Session, kind: str) -> list[dict[str, Any]]:
    rows = session.execute(text("SELECT data, actor_kind FROM history_event WHERE kind = :kind"), {"kind": kind})
    return [{**(row.data or {}), "by": row.actor_kind} for row in rows]


def test_a_link_does_its_task_once(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    shown = task_links.open_link(session, signed(link), "en")
    assert (shown.task_name, shown.recipient, shown.form.read_only) == ("ask", "Mrs Li", False)
    with pytest.raises(FormInvalid):
        task_links.answer(session, signed(link), {})
    task_links.answer(session, signed(link), {"reply": "yes"})
    (fact,) = facts(session, "task.completed")
    assert (fact["answers"], fact["recipient"], fact["by"]) == ({"reply": "yes"}, "Mrs Li", "public")
    with pytest.raises(LinkUsed):
        task_links.answer(session, signed(link), {"reply": "again"})
    with pytest.raises(LinkUsed):
        task_links.open_link(session, signed(link), "en")
    assert task_links.of_task(session, people.bob, task_id)[0].state == LinkState.USED


def test_colleagues_learn_who_did_it(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    task_links.answer(session, signed(link), {"reply": "yes"})
    with pytest.raises(AlreadyDone) as done:
        tasks.complete(session, people.ann, task_id, {"reply": "mine"})
    assert done.value.params["person"] == "Mrs Li"
    assert inbox.task(session, people.ann, task_id, "en").completed_by_name == "Mrs Li"


def test_a_link_opens_no_other_task(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    guest = task_links.guest_of(session, signed(link))
    other = instances.start(session, people.ann, "P", {}).task_id
    assert other
    with pytest.raises(NotAllowed):
        tasks.complete(session, guest, other, {"reply": "x"})
    with pytest.raises(NotAllowed):
        instances.start(session, guest, "P", {})


def test_an_expired_link_says_so(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li", lasts=timedelta(days=2))
    clock.set_offset(timedelta(days=3))
    try:
        with pytest.raises(LinkExpired):
            task_links.answer(session, signed(link), {"reply": "late"})
        assert task_links.of_task(session, people.ann, task_id)[0].address == ""
    finally:
        clock.set_offset(timedelta())


def test_a_revoked_link_says_so(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    task_links.revoke(session, people.ann, task_id, link.id)
    task_links.revoke(session, people.ann, task_id, link.id)
    with pytest.raises(LinkRevoked):
        task_links.open_link(session, signed(link), "en")
    assert [fact["recipient"] for fact in facts(session, "task.unlinked")] == ["Mrs Li"]


def test_a_link_is_over_when_a_colleague_was_first(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    tasks.complete(session, people.ann, task_id, {"reply": "done"})
    with pytest.raises(LinkOver):
        task_links.answer(session, signed(link), {"reply": "late"})
    task_links.revoke(session, people.bob, task_id, link.id)


def test_a_used_link_cannot_be_revoked(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    task_links.answer(session, signed(link), {"reply": "yes"})
    with pytest.raises(LinkUsed):
        task_links.revoke(session, people.bob, task_id, link.id)


def test_only_those_who_may_do_the_task_hand_it_out(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.bob, task_id, "by an operator")
    for stranger in (people.cat, PUBLIC, task_links.guest_of(session, signed(link))):
        with pytest.raises(NotAllowed):
            task_links.make(session, stranger, task_id, "a friend")
    tasks.claim(session, people.ann, task_id)
    with pytest.raises(TaskTaken):
        task_links.of_task(session, people.ben, task_id)


def test_a_link_of_another_task_is_not_found(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "Mrs Li")
    other = instances.start(session, people.ann, "P", {}).task_id
    assert other
    with pytest.raises(NotFound):
        task_links.revoke(session, people.ann, other, link.id)
    with pytest.raises(NotFound):
        task_links.open_link(session, "A" * 43, "en")


def test_what_makes_no_sense_is_refused(session: Session, people: People, task_id: UUID) -> None:
    for recipient, days, send in (
        ("", 7, False),
        ("x" * 201, 7, False),
        ("no address", 7, True),
        ("Li", 0, False),
        ("Li", 91, False),
    ):
        with pytest.raises(Invalid):
            task_links.make(session, people.ann, task_id, recipient, lasts=timedelta(days=days), send=send)


def test_twenty_links_are_enough(session: Session, people: People, task_id: UUID) -> None:
    for number in range(20):
        task_links.make(session, people.ann, task_id, f"Li {number}")
    with pytest.raises(LinksTooMany):
        task_links.make(session, people.ann, task_id, "Li 21")


def test_a_mailed_link_stands_in_no_table(session: Session, people: People, task_id: UUID) -> None:
    link = task_links.make(session, people.ann, task_id, "li@example.com", send=True)
    job = session.execute(text("SELECT connector, input FROM job")).one()
    assert (job.connector, job.input["input"]["to"]) == ("mail", "li@example.com")
    assert signed(link) not in str(job.input)


def test_a_diagram_invites_by_itself(session: Session, people: People, deploy: Deploy) -> None:
    deploy(asking('<bihuan:outsider email="=mail" days="3"/>'), forms=(ASK,))
    started = instances.start(session, people.ann, "P", {"mail": "li@example.com"})
    assert started.task_id
    (link,) = task_links.of_task(session, people.ann, started.task_id)
    assert (link.recipient, link.made_by_name, link.expires_at - link.made_at) == (
        "li@example.com",
        "",
        timedelta(days=3),
    )
    assert session.execute(text("SELECT input -> 'input' ->> 'to' FROM job")).scalar() == "li@example.com"


def test_a_diagram_invites_nobody_without_an_address(session: Session, people: People, deploy: Deploy) -> None:
    deploy(asking('<bihuan:outsider email="=mail"/>'), forms=(ASK,))
    started = instances.start(session, people.ann, "P", {"mail": None})
    assert started.task_id
    assert task_links.of_task(session, people.ann, started.task_id) == []


def test_a_wrong_address_is_an_incident_and_the_task_stands(session: Session, people: People, deploy: Deploy) -> None:
    deploy(asking('<bihuan:outsider email="=mail"/>'), forms=(ASK,))
    started = instances.start(session, people.ann, "P", {"mail": "nobody at home"})
    assert started.task_id
    assert session.execute(text("SELECT code FROM incident")).scalar() == "outsider-mail"
