"""Parallel gateways count tokens per flow, also in loops, and are never looked ahead of."""

import pytest

from engine import bpmn
from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import LittleExpressions, Player


def fork_and_join(branches: int = 2) -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.node("parallelGateway", "join")
    process.chain("start", "fork")
    for branch in range(branches):
        process.user(f"u{branch}")
        process.chain("fork", f"u{branch}", "join")
    process.user("after")
    process.end()
    process.chain("join", "after", "end")
    return file.xml()


@pytest.mark.proves("parallel gateway")
def test_a_join_waits_for_every_branch() -> None:
    player = Player(fork_and_join(3))
    assert player.waiting == ["u0", "u1", "u2"]
    player.do("u1").do("u0")
    assert player.waiting == ["u2"]
    assert player.do("u2").waiting == ["after"]


def looped_join() -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "merge")
    process.node("parallelGateway", "fork")
    process.user("a")
    process.user("b")
    process.node("parallelGateway", "join")
    process.node("exclusiveGateway", "again", default="out")
    process.end()
    process.chain("start", "merge", "fork", "a", "join", "again")
    process.chain("fork", "b", "join")
    process.flow("again", "merge", "=more")
    process.flow("again", "end", flow_id="out")
    return file.xml()


@pytest.mark.proves("parallel gateway in a loop")
def test_a_join_in_a_loop_waits_in_every_round() -> None:
    player = Player(looped_join())
    for _ in range(50):
        player.do("a", more=True)
        assert player.waiting == ["b"]
        player.do("b")
        assert player.waiting == ["a", "b"]
    player.do("b", more=False).do("a")
    assert player.run.ended


def test_two_tokens_over_one_flow_do_not_fill_a_join() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.user("a")
    process.user("b")
    process.user("c")
    process.node("exclusiveGateway", "merge")
    process.node("parallelGateway", "join")
    process.user("after")
    process.chain("start", "fork", "a", "merge", "join", "after")
    process.chain("fork", "b", "merge")
    process.chain("fork", "c", "join")
    player = Player(file.xml())
    player.do("a").do("b")
    assert player.waiting == ["c"]
    assert player.do("c").waiting == ["after"]
    assert not player.run.ended
    player.do("after")  # the second token of the left branch still waits for a partner, and says so
    assert [(wait.element_id, wait.kind, wait.code) for wait in player.run.waits()] == [
        ("join", "incident", "join-never-filled")
    ]


def test_ten_three_way_forks_make_no_more_tokens_than_one() -> None:
    file = File()
    process = file.process()
    process.start()
    before = "start"
    for block in range(10):
        process.node("parallelGateway", f"fork{block}")
        process.node("parallelGateway", f"join{block}")
        process.flow(before, f"fork{block}")
        for branch in range(3):
            process.user(f"u{block}_{branch}")
            process.chain(f"fork{block}", f"u{block}_{branch}", f"join{block}")
        before = f"join{block}"
    process.end()
    process.flow(before, "end")
    run = bpmn.start(bpmn.read(file.xml()), "P", {}, LittleExpressions())
    assert len(list(run._instance.tokens())) == 3
    for _ in range(30):
        run.complete(run.waits()[0].token_id, {})
        assert len(list(run._instance.tokens())) <= 3
    assert run.ended
