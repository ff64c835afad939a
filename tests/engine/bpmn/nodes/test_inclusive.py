"""Inclusive gateways take every true way and wait for what can still come, nothing else."""

import pytest

from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import Player


def choice() -> File:
    file = File()
    process = file.process()
    process.start()
    process.node("inclusiveGateway", "split", default="other")
    process.node("inclusiveGateway", "join")
    process.chain("start", "split")
    for name in ("a", "b"):
        process.user(name)
        process.flow("split", name, f"={name}1 == 1")
        process.flow(name, "join")
    process.user("c")
    process.flow("split", "c", flow_id="other")
    process.flow("c", "join")
    process.user("after")
    process.chain("join", "after")
    return file


@pytest.mark.proves("inclusive gateway")
@pytest.mark.parametrize(("a", "b", "open_tasks"), [(1, 1, ["a", "b"]), (1, 0, ["a"]), (0, 1, ["b"]), (0, 0, ["c"])])
def test_the_join_waits_for_the_chosen_branches_only(a: int, b: int, open_tasks: list[str]) -> None:
    player = Player(choice().xml(), {"a1": a, "b1": b})
    assert player.waiting == open_tasks
    for number, name in enumerate(open_tasks, 1):
        player.do(name)
        assert player.waiting == (["after"] if number == len(open_tasks) else open_tasks[number:])


@pytest.mark.proves("inclusive gateway: waits for all that can still come")
def test_a_token_that_waits_inside_a_sub_process_is_still_to_come() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.node("inclusiveGateway", "join")
    inside = process.sub("sub")
    inside.start("s")
    inside.user("deep")
    inside.chain("s", "deep")
    process.user("a")
    process.user("after")
    process.chain("start", "fork", "sub", "join", "after")
    process.chain("fork", "a", "join")
    player = Player(file.xml())
    player.do("a")
    assert player.waiting == ["deep"]
    assert player.do("deep").waiting == ["after"]


@pytest.mark.proves("inclusive gateway: waits for all that can still come")
def test_a_branch_that_can_only_come_by_a_boundary_event_is_waited_for() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.node("inclusiveGateway", "join")
    process.user("a")
    process.user("b")
    process.user("host")
    process.end("elsewhere")
    process.boundary("late", "host", file.message("hurry", "=1"))
    process.user("after")
    process.chain("start", "fork", "a", "join", "after")
    process.chain("fork", "host", "elsewhere")
    process.flow("late", "join")
    player = Player(file.xml())
    player.do("a")
    assert player.waiting == ["host", "late"]
    assert player.do("late").waiting == ["after"]
    again = Player(player.model)
    again.do("a")
    assert again.do("host").waiting == ["after"]


def test_no_true_condition_and_no_default_is_an_incident() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("inclusiveGateway", "split")
    process.user("a")
    process.user("b")
    process.flow("start", "split")
    process.flow("split", "a", "=x == 1")
    process.flow("split", "b", "=x == 2")
    player = Player(file.xml(), {"x": 3})
    wait = player.at("split")
    assert (wait.kind, wait.code) == ("incident", "no-flow-taken")
