"""Process instances: who may start them, what they are given, how they are paused and ended."""

import pytest
from sqlmodel import Session, select

from engine import instances, interpreter, listing
from engine.draft_merging import Typed
from engine.errors import FormInvalid, NotAllowed, NotFound, WrongState
from engine.identity import PUBLIC
from engine.models import InstanceState, ProcessInstance
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People, field, form

CASE = (
    '<bpmn:extensionElements><bihuan:case prefix="CP" receipt="true" title="=&quot;On &quot; + subject"/>{}'
    "</bpmn:extensionElements>"
)
ASK = form(
    "ask", field("subject", validate={"required": True}), field("staff", conditional={"hide": "=starter = null"})
)


def case(starters: str = "", start: str = "") -> bytes:
    """A process with a number, a receipt and a title."""
    file = File()
    process = file.process("P", CASE.format(starters))
    process.start("start", start)
    process.user("work")
    process.chain("start", "work")
    return file.xml()


ASKING = '<bpmn:extensionElements><zeebe:formDefinition formId="ask"/></bpmn:extensionElements>'


def test_an_instance_has_a_number_a_receipt_and_a_title(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {"subject": "bills"})
    row = session.get_one(ProcessInstance, started.instance_id)
    assert row.business_key.startswith("CP-20")
    assert row.title == "On bills"
    code = row.receipt_code or ""
    assert len(code.replace("-", "")) == 12
    assert set(code) <= {*"23456789ABCDEFGHJKMNPQRSTVWXYZ-"}


def test_an_instance_is_given_what_every_process_may_ask(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {"subject": "bills"}, locale="en")
    variables = interpreter.read(session, started.instance_id).run.variables()
    assert variables["starter"] == "ann"
    assert variables["locale"] == "en"
    assert variables["receipt"] == started.receipt_code
    assert variables["startedAt"].endswith("+08:00")


def test_a_title_that_cannot_be_made_stops_nobody(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {})
    assert session.get_one(ProcessInstance, started.instance_id).title == ""


def test_the_start_form_judges_what_starts(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case(start=ASKING), forms=(ASK,))
    with pytest.raises(FormInvalid):
        instances.start(session, people.ann, "P", {"subject": ""})
    assert session.exec(select(ProcessInstance)).all() == []
    instances.start(session, people.ann, "P", {"subject": "bills", "staff": "x"})


def test_a_start_form_knows_whether_somebody_is_logged_in(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case('<bihuan:starters public="true"/>', ASKING), forms=(ASK,))
    started = instances.start(session, PUBLIC, "P", {"subject": "bills", "staff": "forged"})
    assert "staff" not in interpreter.read(session, started.instance_id).run.variables()


def test_only_starters_start_a_process(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case('<bihuan:starters groups="sales"/>'))
    instances.start(session, people.ann, "P", {})
    for stranger in (people.cat, PUBLIC):
        with pytest.raises(NotAllowed):
            instances.start(session, stranger, "P", {})


def test_an_unknown_process_cannot_be_started(session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        instances.start(session, people.ann, "nothing", {})


def test_starting_twice_with_one_key_starts_once(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    first = instances.start(session, people.ann, "P", {"subject": "a"}, idempotency_key="k")
    assert instances.start(session, people.ann, "P", {"subject": "a"}, idempotency_key="k") == first
    assert instances.start(session, people.ben, "P", {"subject": "a"}, idempotency_key="k") != first, (
        "keys are one's own"
    )


def test_the_draft_of_a_start_form_comes_back_and_goes_with_the_start(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(case(start=ASKING), forms=(ASK,))
    typed = Typed(answers={"subject": "half"}, rev=0)
    assert instances.save_start_draft(session, people.ann, "P", typed).rev == 1
    assert instances.start_form(session, people.ann, "P", "en").data["subject"] == "half"
    instances.start(session, people.ann, "P", {"subject": "whole"})
    assert instances.start_form(session, people.ann, "P", "en").draft_rev == 0


def test_only_who_operates_may_pause_end_or_edit(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {})
    with pytest.raises(NotAllowed):
        instances.suspend(session, people.ann, started.instance_id, "no")
    instances.suspend(session, people.bob, started.instance_id, "audit")
    instances.set_variables(session, people.bob, started.instance_id, {"subject": "corrected"}, "typing mistake")
    instances.cancel(session, people.bob, started.instance_id, "mistake")
    with pytest.raises(WrongState):
        instances.resume(session, people.bob, started.instance_id, "too late")
    row = session.get_one(ProcessInstance, started.instance_id, populate_existing=True)
    assert row.state == InstanceState.CANCELLED
    assert interpreter.read(session, row.id).run.variables()["subject"] == "corrected"


def test_instances_are_found_by_number_title_and_receipt(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {"subject": "100% wool"})
    for text in (started.business_key, "100%", started.receipt_code or ""):
        assert listing.search(session, people.bob, locale="en", search=text).total == 1
    assert listing.search(session, people.bob, locale="en", search="100_").total == 0
    assert listing.search(session, people.bob, locale="en", state="completed").total == 0


def test_people_see_only_instances_they_take_part_in(session: Session, people: People, deploy: Deploy) -> None:
    deploy(case())
    started = instances.start(session, people.ann, "P", {})
    assert listing.search(session, people.ann, locale="en").total == 1
    assert listing.search(session, people.cat, locale="en").total == 0
    with pytest.raises(NotAllowed):
        listing.detail(session, people.cat, started.instance_id, "en")
