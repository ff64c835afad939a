"""Messages reach exactly one instance, or say why not."""

import pytest
from sqlmodel import Session, select

from engine import instances, interpreter, messages
from engine.errors import MessageAmbiguous, MessageUnmatched, NotAllowed, NotLoggedIn
from engine.identity import PUBLIC, SYSTEM
from engine.models import ProcessInstance, Subscription, UserTask
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People


def shipping() -> bytes:
    """start → wait for "shipped" of this order → check"""
    file = File()
    process = file.process("P")
    process.start()
    process.node("intermediateCatchEvent", "wait", file.message("shipped", "=order"))
    process.user("check")
    process.chain("start", "wait", "check")
    return file.xml()


def ordering() -> bytes:
    """ "ordered" → pack"""
    file = File()
    process = file.process("O")
    process.start("start", file.message("ordered"))
    process.user("pack")
    process.chain("start", "pack")
    return file.xml()


@pytest.fixture
def two_orders(session: Session, people: People, deploy: Deploy) -> None:
    deploy(shipping())
    for order in ("A-1", "A-2"):
        instances.start(session, people.ann, "P", {"order": order})


@pytest.mark.proves("message: exactly one instance")
@pytest.mark.usefixtures("two_orders")
def test_a_message_reaches_the_instance_with_its_key_only(session: Session, people: People) -> None:
    reached = messages.correlate(session, people.bob, "shipped", "A-2", {"by": "rail"})
    assert interpreter.read(session, reached.instance_id).run.variables()["by"] == "rail"
    assert session.exec(select(UserTask.instance_id)).all() == [reached.instance_id]
    assert [each.correlation_key for each in session.exec(select(Subscription))] == ["A-1"]


@pytest.mark.usefixtures("two_orders")
def test_a_message_nobody_waits_for_says_so(session: Session, people: People) -> None:
    with pytest.raises(MessageUnmatched):
        messages.correlate(session, people.bob, "shipped", "A-3", {})
    messages.correlate(session, people.bob, "shipped", "A-1", {})
    with pytest.raises(MessageUnmatched):
        messages.correlate(session, people.bob, "shipped", "A-1", {})


@pytest.mark.proves("message: exactly one instance")
@pytest.mark.usefixtures("two_orders")
def test_a_message_that_two_instances_wait_for_is_refused(session: Session, people: People) -> None:
    instances.start(session, people.ann, "P", {"order": "A-1"})
    with pytest.raises(MessageAmbiguous):
        messages.correlate(session, people.bob, "shipped", "A-1", {})


@pytest.mark.proves("start event: message")
def test_a_message_can_start_a_process(session: Session, people: People, deploy: Deploy) -> None:
    deploy(ordering())
    begun = messages.correlate(session, SYSTEM, "ordered", "A-7", {"item": "lamp"})
    assert begun.started
    assert session.get_one(ProcessInstance, begun.instance_id).business_key == "A-7"
    assert session.exec(select(UserTask.element_id)).all() == ["pack"]


@pytest.mark.usefixtures("two_orders")
def test_only_who_operates_may_send_messages(session: Session, people: People) -> None:
    with pytest.raises(NotLoggedIn):
        messages.correlate(session, PUBLIC, "shipped", "A-1", {})
    with pytest.raises(NotAllowed):
        messages.correlate(session, people.ann, "shipped", "A-1", {})


def test_a_message_that_is_sent_again_under_its_key_does_nothing_more(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(ordering())
    first = messages.correlate(session, people.bob, "ordered", "A-9", {}, idempotency_key="k")
    again = messages.correlate(session, people.bob, "ordered", "A-9", {}, idempotency_key="k")
    assert first == again
    assert first.started
    assert len(session.exec(select(ProcessInstance)).all()) == 1
