"""Conditional events: they happen as soon as variables that they see make their condition true, once each time."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import instance
from tests.engine.bpmn.builder import File, Scope, condition, loop, timer
from tests.engine.bpmn.play import Player


def set_variables(player: Player, **values: object) -> Player:
    player.run.set_variables(values)
    player._reload()
    return player


def catching(text: str = "=ready") -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "both")
    process.node("intermediateCatchEvent", "wait", condition(text))
    process.user("work")
    process.user("after")
    process.chain("start", "both", "wait", "after")
    process.chain("both", "work")
    return file.xml()


def bordered(*, interrupting: bool, text: str = "=ready") -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.user("next")
    process.user("handle")
    process.boundary("turned", "work", condition(text), interrupting=interrupting)
    process.chain("start", "work", "next")
    process.flow("turned", "handle")
    return file.xml()


def beside(*, interrupting: bool, text: str = "=ready") -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.user("more")
    process.chain("start", "work", "more")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("on", condition(text), isInterrupting=str(interrupting).lower())
    aside.user("handle")
    aside.chain("on", "handle")
    return file.xml()


@pytest.mark.proves("intermediate event that catches: condition")
def test_an_intermediate_event_waits_until_a_task_beside_it_makes_it_true() -> None:
    player = Player(catching(), {"ready": False})
    wait = player.at("wait")
    assert (wait.kind, player.waiting) == ("condition", ["wait", "work"])
    assert player.do("work", ready=True).waiting == ["after"]


def test_a_condition_that_is_true_already_is_passed_at_once() -> None:
    assert Player(catching(), {"ready": True}).waiting == ["after", "work"]
    assert Player(bordered(interrupting=True), {"ready": True}).waiting == ["handle"]
    assert Player(beside(interrupting=True), {"ready": True}).waiting == ["handle"]


def test_what_is_unknown_or_null_is_false() -> None:
    player = Player(catching())
    assert player.waiting == ["wait", "work"]
    assert set_variables(player, ready=None).waiting == ["wait", "work"]
    assert set_variables(player, ready=True).waiting == ["after", "work"]


def test_what_is_neither_true_nor_false_is_an_incident() -> None:
    player = Player(catching(), {"ready": 3})
    wait = player.at("wait")
    assert (wait.kind, wait.code) == ("incident", "condition-not-boolean")
    set_variables(player, ready=True)
    assert player.waiting == ["wait", "work"]
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["after", "work"]


def test_an_interrupting_boundary_event_ends_its_activity() -> None:
    player = Player(bordered(interrupting=True))
    assert player.waiting == ["turned", "work"]
    assert set_variables(player, ready=True).waiting == ["handle"]


def test_a_task_that_is_done_is_not_interrupted_by_what_it_brought() -> None:
    assert Player(bordered(interrupting=True)).do("work", ready=True).waiting == ["next"]


def test_beside_its_activity_it_happens_each_time_the_condition_becomes_true() -> None:
    player = Player(bordered(interrupting=False, text="=amount > 10"), {"amount": 1})
    set_variables(player, amount=11)
    set_variables(player, amount=12)
    assert player.waiting == ["handle", "turned", "work"]
    set_variables(player, amount=1)
    set_variables(player, amount=20)
    assert player.waiting == ["handle", "handle", "turned", "work"]


def test_an_event_sub_process_interrupts_its_scope() -> None:
    player = Player(beside(interrupting=True))
    assert player.do("work", ready=True).waiting == ["handle"]
    assert player.completed()[:2] == ["start", "work"]
    assert player.do("handle").run.ended


def test_an_event_sub_process_runs_beside_its_scope_many_times() -> None:
    player = Player(beside(interrupting=False))
    set_variables(player, ready=True)
    set_variables(player, ready=False)
    set_variables(player, ready=True)
    assert player.waiting == ["handle", "handle", "on", "work"]


def test_a_script_on_the_way_is_enough() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "both")
    process.node("intermediateCatchEvent", "wait", condition("=ready"))
    process.script("yes", "ready", "=true")
    process.script("no", "ready", "=false")
    process.user("after")
    process.chain("start", "both", "wait", "after")
    process.chain("both", "yes", "no")
    assert Player(file.xml()).waiting == ["after"]


def test_only_variables_of_visible_scopes_count() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", loop("=places", element="ready"))
    inside.start("begin")
    inside.node("intermediateCatchEvent", "wait", condition("=ready"))
    inside.user("go")
    inside.chain("begin", "wait", "go")
    process.chain("start", "visit")
    player = Player(file.xml(), {"places": [False, True, False]})
    assert player.waiting == ["go", "wait", "wait"]
    player.run.set_variables({"ready": True}, player.at("wait").token_id)
    player._reload()
    assert player.waiting == ["go", "go", "wait"]


def test_behind_a_gateway_it_decides() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("eventBasedGateway", "which")
    process.node("intermediateCatchEvent", "turned", condition("=ready"))
    process.node("intermediateCatchEvent", "late", timer(duration="PT1H"))
    process.user("a")
    process.user("b")
    process.chain("start", "which", "turned", "a")
    process.chain("which", "late", "b")
    player = Player(file.xml())
    assert player.waiting == ["late", "turned"]
    assert set_variables(player, ready=True).waiting == ["a"]
    assert Player(file.xml(), {"ready": True}).waiting == ["a"]


def test_of_two_that_interrupt_the_first_drawn_wins() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.chain("start", "work")
    _ways(process)
    player = Player(file.xml())
    assert set_variables(player, ready=True).waiting == ["handle1"]


def _ways(process: Scope) -> None:
    for number in (1, 2):
        process.boundary(f"turned{number}", "work", condition("=ready"))
        process.user(f"handle{number}")
        process.flow(f"turned{number}", f"handle{number}")


def test_two_that_make_each_other_true_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "MAX_STEPS", 1000)
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.chain("start", "work")
    for name, text, value in (("up", "=flag == 0", "=1"), ("down", "=flag == 1", "=0")):
        aside = process.sub(name, triggeredByEvent="true")
        aside.start(f"on_{name}", condition(text), isInterrupting="false")
        aside.script(f"set_{name}", "flag", value)
        aside.chain(f"on_{name}", f"set_{name}")
    player = Player(file.xml(), {"flag": 0})
    assert "endless-loop" in {wait.code for wait in player.run.waits()}


@pytest.mark.parametrize("saved", [True, False])
def test_it_is_not_asked_again_just_because_it_was_loaded(saved: bool) -> None:
    player = Player(bordered(interrupting=False), {"ready": True})
    for _ in range(3):
        if saved:
            player._reload()
        player.run.step()
    assert player.waiting == ["handle", "turned", "work"]


def test_a_process_may_start_when_a_condition_holds() -> None:
    file = File()
    process = file.process()
    process.start("start", condition("=stock < 3"))
    process.user("order")
    process.chain("start", "order")
    model = bpmn.read(file.xml())
    [start] = model.processes["P"].starts
    assert (start.kind, start.condition) == ("conditional", "=stock < 3")
    assert ("start", "stock < 3") in list(model.expressions())
    assert Player(model, start_element="start").waiting == ["order"]


def test_conditions_are_asked_only_when_variables_have_changed() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", loop("=places"))
    inside.start("begin")
    inside.node("task", "pass")
    inside.user("go")
    inside.chain("begin", "pass", "go")
    process.boundary("turned", "visit", condition("=ready"))
    process.chain("start", "visit")
    player = Player(file.xml(), {"places": list(range(100)), "ready": False})
    asked: list[str] = []
    evaluate = player.expressions.evaluate

    def counted(text: str, variables: Mapping[str, Any]) -> Any:
        asked.append(text)
        return evaluate(text, variables)

    player.expressions.evaluate = counted  # type: ignore[method-assign]  # counts what is asked
    player.do("go", x=1)
    assert len([text for text in asked if text == "ready"]) == 1
