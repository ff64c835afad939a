"""End events: none, terminate, error, escalation, signal, message."""

import pytest

from tests.engine.bpmn.builder import File, extension, loop, zeebe
from tests.engine.bpmn.play import Player


def fork_to(file: File, *definition: str) -> bytes:
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.user("a")
    process.user("b")
    process.end("stop", *definition)
    process.chain("start", "fork", "a", "stop")
    process.chain("fork", "b")
    return file.xml()


@pytest.mark.proves("end event: none")
def test_the_instance_ends_with_its_last_token() -> None:
    player = Player(fork_to(File()), {"x": 1})
    assert player.do("a").waiting == ["b"]
    player.do("b", x=2)
    assert player.run.ended
    assert player.variables == {"x": 2}


@pytest.mark.proves("end event: terminate")
def test_terminate_ends_every_token_of_its_scope() -> None:
    player = Player(fork_to(File(), "<bpmn:terminateEventDefinition/>"))
    player.do("a")
    assert player.run.ended
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["b"]


@pytest.mark.proves("end event: terminate")
def test_terminate_inside_a_sub_process_ends_only_that() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("sub")
    inside.start("s")
    inside.node("parallelGateway", "fork")
    inside.user("a")
    inside.user("b")
    inside.end("stop", "<bpmn:terminateEventDefinition/>")
    inside.chain("s", "fork", "a", "stop")
    inside.chain("fork", "b")
    process.user("after")
    process.chain("start", "sub", "after")
    assert Player(file.xml()).do("a").waiting == ["after"]


def test_terminate_may_end_the_whole_instance_from_inside() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.user("beside")
    inside = process.sub("sub")
    inside.start("s")
    inside.user("a")
    inside.end("stop", '<bpmn:terminateEventDefinition xmlns:a="http://activiti.org/bpmn" a:terminateAll="true"/>')
    inside.chain("s", "a", "stop")
    process.user("after")
    process.chain("start", "fork", "sub", "after")
    process.chain("fork", "beside")
    player = Player(file.xml()).do("a")
    assert (player.run.ended, player.waiting) == (True, [])
    assert "stop" in player.completed()


def test_an_error_thrown_by_a_script_is_caught_on_its_border() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("scriptTask", "throws", "<bpmn:script>throw new BpmnError('E1')</bpmn:script>", scriptFormat="groovy")
    process.boundary("caught", "throws", file.error("E1"))
    process.user("handle")
    process.user("after")
    process.chain("start", "throws", "after")
    process.chain("caught", "handle")
    assert Player(file.xml()).waiting == ["handle"]


@pytest.mark.proves("error that nobody catches")
def test_an_error_nobody_catches_is_an_incident() -> None:
    file = File()
    player = Player(fork_to(file, file.error("E1")))
    player.do("a")
    wait = player.at("stop")
    assert (wait.kind, wait.code) == ("incident", "error-uncaught")
    assert player.waiting == ["b", "stop"]


def thrower(file: File, definition: str, boundary: str, *, interrupting: bool) -> bytes:
    process = file.process()
    process.start()
    inside = process.sub("sub")
    inside.start("s")
    inside.node("parallelGateway", "fork")
    inside.user("a")
    inside.user("b")
    inside.end("throw", definition)
    inside.chain("s", "fork", "a", "throw")
    inside.chain("fork", "b")
    process.boundary("caught", "sub", boundary, interrupting=interrupting)
    process.user("handle")
    process.user("after")
    process.chain("start", "sub", "after")
    process.chain("caught", "handle")
    return file.xml()


@pytest.mark.proves("end event: error")
def test_an_error_end_is_caught_outside() -> None:
    file = File()
    assert Player(thrower(file, file.error("E1"), file.error("E1"), interrupting=True)).do("a").waiting == ["handle"]


def test_a_catch_without_code_takes_every_error() -> None:
    file = File()
    xml = thrower(file, file.error("E1"), "<bpmn:errorEventDefinition/>", interrupting=True)
    assert Player(xml).do("a").waiting == ["handle"]


def test_an_escalation_may_be_caught_beside_the_work() -> None:
    file = File()
    xml = thrower(file, file.escalation("X1"), file.escalation("X1"), interrupting=False)
    player = Player(xml).do("a")
    assert player.waiting == ["b", "handle"]
    assert [(thrown.kind, thrown.name) for thrown in player.thrown] == [("escalation", "X1")]


@pytest.mark.proves("escalation that nobody catches")
def test_an_escalation_nobody_catches_changes_nothing() -> None:
    file = File()
    xml = thrower(file, file.escalation("X1"), file.escalation("X2"), interrupting=True)
    assert Player(xml).do("a").waiting == ["b"]


@pytest.mark.proves("end event: signal")
def test_a_signal_reaches_every_token_that_waits_for_it() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.node("intermediateCatchEvent", "c1", file.signal("go"))
    process.node("intermediateCatchEvent", "c2", file.signal("go"))
    process.user("a")
    process.end("all", file.signal("go"))
    process.chain("start", "fork", "c1")
    process.chain("fork", "c2")
    process.chain("fork", "a", "all")
    player = Player(file.xml()).do("a")
    assert player.run.ended
    assert [thrown.name for thrown in player.thrown] == ["go"]


@pytest.mark.proves("end event: message")
def test_a_message_end_is_a_job_for_a_connector() -> None:
    file = File()
    process = file.process()
    process.start()
    process.end("tell", extension(zeebe("taskDefinition", type="mail")), file.message("told"))
    process.chain("start", "tell")
    player = Player(file.xml())
    assert (player.at("tell").kind, player.at("tell").name) == ("job", "mail")
    assert player.do("tell").run.ended


def test_terminate_inside_one_instance_leaves_the_others() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", loop("=[1, 2]"))
    inside.start("s")
    inside.node("parallelGateway", "fork")
    inside.user("a")
    inside.user("b")
    inside.end("stop", "<bpmn:terminateEventDefinition/>")
    inside.chain("s", "fork", "a", "stop")
    inside.chain("fork", "b")
    process.user("after")
    process.chain("start", "visit", "after")
    player = Player(file.xml())
    assert player.do("a").waiting == ["a", "b"]
    assert player.do("a").waiting == ["after"]


def test_terminate_inside_an_event_sub_process_leaves_the_scope_around_it() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.chain("start", "work")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("on", file.signal("alarm"), isInterrupting="false")
    aside.node("parallelGateway", "fork")
    aside.user("a")
    aside.user("b")
    aside.end("stop", "<bpmn:terminateEventDefinition/>")
    aside.chain("on", "fork", "a", "stop")
    aside.chain("fork", "b")
    player = Player(file.xml()).do("on")
    assert player.waiting == ["a", "b", "on", "work"]
    assert player.do("a").waiting == ["on", "work"]
