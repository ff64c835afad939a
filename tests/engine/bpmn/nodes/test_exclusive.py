"""Exclusive gateways take the first true way; what cannot be decided is an incident, not a guess."""

import pytest

from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import Player


def choice(default: str | None = "other") -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "choose", default=default)
    for name in ("a", "b", "c"):
        process.user(name)
    process.flow("start", "choose")
    process.flow("choose", "c", "" if default else "=n == 3", flow_id="other")
    process.flow("choose", "a", "=n > 10")
    process.flow("choose", "b", "=n > 5")
    return file.xml()


@pytest.mark.proves("exclusive gateway")
def test_the_first_true_condition_in_file_order_wins() -> None:
    assert Player(choice(), {"n": 20}).waiting == ["a"]
    assert Player(choice(), {"n": 7}).waiting == ["b"]


@pytest.mark.proves("exclusive gateway")
def test_the_default_is_taken_last_wherever_it_stands() -> None:
    assert Player(choice(), {"n": 1}).waiting == ["c"]


@pytest.mark.proves("exclusive gateway: no way out is open")
def test_nothing_true_is_an_incident_that_can_be_retried_after_a_correction() -> None:
    player = Player(choice(default=None), {"n": 1})
    wait = player.at("choose")
    assert (wait.kind, wait.code) == ("incident", "no-flow-taken")
    player.run.set_variables({"n": 20})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["a"]


def test_an_unknown_variable_is_an_incident_that_names_its_cause() -> None:
    wait = Player(choice()).at("choose")
    assert (wait.kind, wait.code) == ("incident", "unknown-variable")


def test_a_condition_that_is_neither_true_nor_false_is_an_incident() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "choose", default="other")
    process.user("a")
    process.user("b")
    process.flow("start", "choose")
    process.flow("choose", "a", "=n")
    process.flow("choose", "b", flow_id="other")
    assert Player(file.xml(), {"n": None}).at("choose").code == "condition-not-boolean"
