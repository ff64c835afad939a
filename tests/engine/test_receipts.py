"""Receipts say how far it is, ask when the process asks, and nothing else."""

import pytest
from sqlmodel import Session

from engine import instances, interpreter, receipts
from engine.errors import FormInvalid, MessageUnmatched, NotFound
from engine.history import Fact
from engine.identity import PUBLIC
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People, field, form

HEAD = (
    '<bpmn:extensionElements><bihuan:case receipt="true" promise="=promisedAt"/><bihuan:starters public="true"/>'
    "</bpmn:extensionElements>"
)
PUBLIC_FORM = '<bpmn:extensionElements><bihuan:publicForm formId="yes"/></bpmn:extensionElements>'
YES = form("yes", field("accepted", "checkbox", validate={"required": True}))
TEXTS = {"en": {"stages": {"check": "Being checked", "ask": "Waiting for you", "over": "Closed"}}}


def asking() -> bytes:
    """check → ask (the customer) → over"""
    file = File()
    process = file.process("P", HEAD)
    process.start()
    process.user("check")
    process.node("intermediateCatchEvent", "ask", PUBLIC_FORM + file.message("answer", "=receipt"))
    process.end("over")
    process.chain("start", "check", "ask", "over")
    return file.xml()


@pytest.fixture
def started(session: Session, people: People, deploy: Deploy) -> instances.Started:
    deploy(asking(), forms=(YES,), **TEXTS)
    return instances.start(session, PUBLIC, "P", {"promisedAt": "2026-03-02T09:00:00+08:00", "secret": "x"})


def finish_check(session: Session, started: instances.Started) -> None:
    instance = interpreter.lock(session, started.instance_id)
    instance.run.complete(instance.before[0].token_id, {})
    interpreter.save(session, instance, PUBLIC, Fact(kind="task.completed"))


def test_a_receipt_tells_the_stage_and_the_promise(session: Session, started: instances.Started) -> None:
    receipt = receipts.look_up(session, started.receipt_code or "", "en")
    assert receipt.stage == "Being checked"
    assert receipt.promised_at is not None
    assert receipt.promised_at.isoformat() == "2026-03-02T09:00:00+08:00"
    assert receipt.question is None
    assert "secret" not in repr(receipt)


def test_a_code_may_be_typed_in_any_case_without_dashes(session: Session, started: instances.Started) -> None:
    typed = (started.receipt_code or "").replace("-", " ").lower()
    assert receipts.look_up(session, typed, "en").code == started.receipt_code


def test_an_unknown_code_tells_nothing(session: Session, started: instances.Started) -> None:
    with pytest.raises(NotFound):
        receipts.look_up(session, "AAAA-AAAA-AAAA", "en")


def test_the_customer_is_asked_when_the_process_waits_for_their_word(
    session: Session, started: instances.Started
) -> None:
    code = started.receipt_code or ""
    with pytest.raises(MessageUnmatched):
        receipts.answer(session, code, {"accepted": True})
    finish_check(session, started)
    assert receipts.look_up(session, code, "en").question is not None
    with pytest.raises(FormInvalid):
        receipts.answer(session, code, {"accepted": False})
    receipts.answer(session, code, {"accepted": True})
    closed = receipts.look_up(session, code, "en")
    assert [stage.label for stage in closed.stages] == ["Being checked", "Waiting for you", "Closed"]
    assert closed.question is None
