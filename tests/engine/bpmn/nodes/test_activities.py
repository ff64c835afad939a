"""Tasks of every kind: who carries them out, and what they leave behind."""

import pytest

from engine.errors import NotFound, StepFailed
from tests.engine.bpmn.builder import File, extension, mapping, zeebe
from tests.engine.bpmn.play import Player


def one(tag: str, *inner: str, file: File | None = None, **values: object) -> bytes:
    file = file or File()
    process = file.process()
    process.start()
    process.node(tag, "it", *inner, **values)
    process.user("after")
    process.chain("start", "it", "after")
    return file.xml()


@pytest.mark.proves("task")
def test_an_undefined_task_is_passed_through() -> None:
    assert Player(one("task")).waiting == ["after"]


@pytest.mark.proves("user task", "manual task")
@pytest.mark.parametrize("tag", ["userTask", "manualTask"])
def test_people_complete_user_and_manual_tasks(tag: str) -> None:
    player = Player(one(tag))
    assert player.at("it").kind == "user"
    assert player.do("it", answer=1).variables == {"answer": 1}


@pytest.mark.proves("service task")
def test_a_service_task_is_a_job_with_its_type() -> None:
    player = Player(one("serviceTask", extension(zeebe("taskDefinition", type="mail", retries="5"))))
    assert (player.at("it").kind, player.at("it").name) == ("job", "mail")
    assert player.do("it", sent=True).variables == {"sent": True}


@pytest.mark.proves("service task")
def test_a_job_type_may_be_an_expression() -> None:
    player = Player(one("serviceTask", extension(zeebe("taskDefinition", type="=channel"))), {"channel": "sms"})
    assert player.at("it").name == "sms"


@pytest.mark.proves("script task in FEEL")
def test_a_script_keeps_its_value() -> None:
    xml = one("scriptTask", extension(zeebe("script", expression="=n * 2", resultVariable="twice")))
    assert Player(xml, {"n": 21}).variables == {"n": 21, "twice": 42}


@pytest.mark.proves("business rule task")
def test_a_decision_keeps_its_answer() -> None:
    xml = one("businessRuleTask", extension(zeebe("calledDecision", decisionId="limit", resultVariable="days")))
    player = Player(xml, {"n": 2}, decisions={"limit": lambda variables: variables["n"] + 1})
    assert player.variables == {"n": 2, "days": 3}


@pytest.mark.proves("business rule task")
def test_a_missing_decision_is_an_incident() -> None:
    xml = one("businessRuleTask", extension(zeebe("calledDecision", decisionId="limit", resultVariable="days")))
    assert Player(xml).at("it").kind == "incident"


@pytest.mark.proves("receive task with a message")
def test_a_receive_task_waits_for_its_message() -> None:
    file = File()
    file.message("answer", "=id")
    player = Player(one("receiveTask", file=file, messageRef="m_answer"), {"id": "k7"})
    wait = player.at("it")
    assert (wait.kind, wait.name, wait.correlation_key) == ("message", "answer", "k7")
    assert player.do("it", text="hi").variables == {"id": "k7", "text": "hi"}


@pytest.mark.proves("receive task without a message")
def test_a_receive_task_without_message_is_completed_by_hand() -> None:
    player = Player(one("receiveTask"))
    assert player.at("it").name is None
    player.run.complete(player.at("it").token_id, {"x": 1})
    player._reload()
    assert player.waiting == ["after"]


def test_a_message_catch_cannot_be_completed_by_hand() -> None:
    file = File()
    player = Player(one("intermediateCatchEvent", file.message("answer", "=1"), file=file))
    with pytest.raises(NotFound):
        player.run.complete(player.at("it").token_id, {})


def test_a_missing_correlation_value_is_an_incident() -> None:
    file = File()
    player = Player(one("intermediateCatchEvent", file.message("answer", "=id"), file=file), {"id": None})
    assert player.at("it").code == "correlation-key-missing"


def test_a_bad_output_mapping_refuses_the_completion_and_changes_nothing() -> None:
    player = Player(one("userTask", extension(mapping(outputs={"x": "=missing"}))))
    before = player.run.dump()
    with pytest.raises(StepFailed) as raised:
        player.run.complete(player.at("it").token_id, {"y": 1})
    assert (raised.value.element_id, raised.value.error_code) == ("it", "unknown-variable")
    assert player.run.dump() == before


@pytest.mark.proves("intermediate event that throws: link", "intermediate event that catches: link")
def test_links_lead_from_throw_to_catch() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="L"/>')
    process.node("intermediateCatchEvent", "in", '<bpmn:linkEventDefinition name="L"/>')
    process.user("after")
    process.chain("start", "out")
    process.chain("in", "after")
    assert Player(file.xml()).waiting == ["after"]


@pytest.mark.proves("several flows out of an activity")
def test_several_flows_out_of_a_task_are_an_implicit_split() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("it")
    process.chain("start", "it")
    for name, condition in (("a", ""), ("b", "=n > 1"), ("c", "=n > 2")):
        process.user(name)
        process.flow("it", name, condition)
    assert Player(file.xml()).do("it", n=2).waiting == ["a", "b"]
