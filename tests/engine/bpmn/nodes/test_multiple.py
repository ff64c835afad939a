"""Events with several triggers: any of them, or all of them, is what the event waits for; thrown, all are thrown."""

import pytest

from engine import bpmn
from tests.engine.bpmn.builder import COMPENSATE, File, Scope, condition, extension, mapping, timer, zeebe
from tests.engine.bpmn.play import Player


def catching(tag: str, *, parallel: bool = False, **values: object) -> tuple[File, Scope]:
    """P: `work`; the event `it` waits for a message, a signal or a timer, and `handle` is behind it."""
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.user("handle")
    definitions = (file.message("news", '="k"'), file.signal("alarm"), timer(duration="PT1H"))
    process.node(tag, "it", *definitions, parallelMultiple=str(parallel).lower(), **values)
    return file, process


def intermediate(*, parallel: bool = False) -> bytes:
    file, process = catching("intermediateCatchEvent", parallel=parallel)
    process.chain("start", "it", "handle")
    return file.xml()


def boundary(*, parallel: bool = False, interrupting: bool = True) -> bytes:
    values = {"attachedToRef": "work", "cancelActivity": str(interrupting).lower()}
    file, process = catching("boundaryEvent", parallel=parallel, **values)
    process.chain("start", "work")
    process.flow("it", "handle")
    return file.xml()


def of_kind(player: Player, kind: str, **variables: object) -> Player:
    player.act(next(wait for wait in player.run.waits() if wait.kind == kind), variables)
    return player


def kinds(player: Player) -> list[str]:
    return sorted(wait.kind for wait in player.run.waits() if wait.element_id == "it")


@pytest.mark.parametrize("kind", ["message", "signal", "timer"])
def test_any_trigger_is_enough(kind: str) -> None:
    player = Player(intermediate())
    assert kinds(player) == ["message", "signal", "timer"]
    assert of_kind(player, kind, got=kind).waiting == ["handle"]
    assert player.completed() == ["start", "it"]


def test_each_wait_says_what_it_waits_for() -> None:
    waits = {wait.kind: wait for wait in Player(intermediate()).run.waits()}
    assert (waits["message"].name, waits["message"].correlation_key) == ("news", "k")
    assert waits["signal"].name == "alarm"
    assert waits["timer"].due_at is not None
    assert waits["timer"].activity.event == "timer"


def test_all_triggers_must_happen_in_any_order() -> None:
    player = Player(intermediate(parallel=True))
    of_kind(player, "signal", a=1)
    assert kinds(player) == ["message", "timer"]
    of_kind(player, "message", b=2)
    assert kinds(player) == ["timer"]
    assert of_kind(player, "timer").waiting == ["handle"]
    assert player.variables == {"a": 1, "b": 2}


@pytest.mark.parametrize("kind", ["message", "signal", "timer"])
def test_any_trigger_on_a_border_interrupts(kind: str) -> None:
    assert of_kind(Player(boundary()), kind).waiting == ["handle"]


def test_beside_its_activity_each_trigger_counts_each_time() -> None:
    player = Player(boundary(interrupting=False))
    of_kind(of_kind(player, "message"), "message")
    of_kind(player, "timer")
    assert player.waiting == ["handle", "handle", "handle", "it", "it", "work"]
    assert kinds(player) == ["message", "signal"]


def test_all_triggers_on_a_border_must_happen_before_it_interrupts() -> None:
    player = Player(boundary(parallel=True))
    of_kind(of_kind(player, "message"), "signal")
    assert player.waiting == ["it", "work"]
    assert of_kind(player, "timer").waiting == ["handle"]


def test_beside_its_activity_all_must_happen_again_for_the_next_time() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.user("handle")
    definitions = (file.message("news", '="k"'), condition("=ready"))
    values = {"attachedToRef": "work", "cancelActivity": "false", "parallelMultiple": "true"}
    process.node("boundaryEvent", "it", *definitions, **values)
    process.chain("start", "work")
    process.flow("it", "handle")
    player = Player(file.xml(), {"ready": True})
    assert kinds(player) == ["message"]
    of_kind(player, "message")
    assert kinds(player) == ["condition", "message"]
    of_kind(player, "message")
    assert player.waiting == ["handle", "it", "work"]
    for ready in (False, True):
        player.run.set_variables({"ready": ready})
    player._reload()
    assert player.waiting == ["handle", "handle", "it", "it", "work"]


def test_an_event_sub_process_begins_with_any_trigger() -> None:
    file = File()
    process = file.process()
    process.start()
    process.service("work")
    process.chain("start", "work")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("it", file.message("news", '="k"'), file.error("E1"))
    aside.user("handle")
    aside.chain("it", "handle")
    assert of_kind(Player(file.xml()), "message").waiting == ["handle"]
    player = Player(file.xml())
    assert player.fail("work", "E1")
    assert player.waiting == ["handle"]


@pytest.mark.proves("event-based gateway: several triggers in one event")
@pytest.mark.parametrize("parallel", [True, False])
def test_behind_a_gateway_the_event_as_a_whole_decides(parallel: bool) -> None:
    file, process = catching("intermediateCatchEvent", parallel=parallel)
    process.node("eventBasedGateway", "which")
    process.node("intermediateCatchEvent", "other", file.message("other", '="k"'))
    process.chain("start", "which", "it", "handle")
    process.chain("which", "other", "work")
    player = Player(file.xml())
    of_kind(player, "signal")
    if parallel:
        assert kinds(player) == ["message", "timer"]
        player.do("it")
        player.do("it")
    assert player.waiting == ["handle"]
    assert Player(file.xml()).do("other").waiting == ["work"]


def throwing(file: File, *definitions: str, tag: str = "intermediateThrowEvent") -> Scope:
    process = file.process()
    process.start()
    process.user("hotel")
    process.node("userTask", "un_hotel", isForCompensation="true")
    process.undone_by("hotel", "un_hotel")
    process.node(tag, "it", extension(mapping(inputs={"x": "=1"})), *definitions)
    process.chain("start", "hotel", "it")
    return process


@pytest.mark.proves("intermediate event that throws: any of several")
def test_all_triggers_are_thrown_one_after_the_other() -> None:
    file = File()
    told = file.message("told").replace("/>", ">") + extension(zeebe("taskDefinition", type="mail"))
    process = throwing(file, file.signal("alarm"), COMPENSATE, told + "</bpmn:messageEventDefinition>")
    process.user("after")
    process.chain("it", "after")
    player = Player(file.xml()).do("hotel")
    assert [each.name for each in player.thrown] == ["alarm"]
    assert player.waiting == ["un_hotel"]
    player.do("un_hotel")
    wait = player.at("it")
    assert (wait.kind, wait.name, wait.scope_ids) == ("job", "mail", ())
    assert player.do("it").waiting == ["after"]
    assert player.completed() == ["start", "hotel", "un_hotel", "it"]


@pytest.mark.proves("end event: any of several")
def test_an_end_throws_all_of_its_triggers() -> None:
    file = File()
    throwing(file, file.signal("alarm"), file.escalation("X"), tag="endEvent")
    player = Player(file.xml()).do("hotel")
    assert ([each.name for each in player.thrown], player.run.ended) == (["alarm", "X"], True)


def test_a_process_may_start_in_any_of_several_ways() -> None:
    file = File()
    process = file.process()
    process.start("start", file.message("news"), timer(cycle="R/P1D"), file.signal("alarm"))
    process.user("work")
    process.chain("start", "work")
    model = bpmn.read(file.xml())
    starts = model.processes["P"].starts
    assert [(start.element_id, start.kind) for start in starts] == [
        ("start", "message"),
        ("start", "timer"),
        ("start", "signal"),
    ]
    assert Player(model, {"x": 1}, start_element="start").waiting == ["work"]
