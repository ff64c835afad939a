"""Standard loops: tested before or after each round, ended by a number or a condition, in sub-processes and calls."""

from xml.sax.saxutils import escape, quoteattr

import pytest

from engine.bpmn import instance
from tests.engine.bpmn.builder import File, timer
from tests.engine.bpmn.play import Player


def again(condition: str = "", **values: str) -> str:
    """The characteristics of a standard loop."""
    inner = f"<bpmn:loopCondition>{escape(condition)}</bpmn:loopCondition>" if condition else ""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
    return f"<bpmn:standardLoopCharacteristics{attributes}>{inner}</bpmn:standardLoopCharacteristics>"


def looped(characteristics: str) -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.user("ask", characteristics)
    process.user("after")
    process.chain("start", "ask", "after")
    return file.xml()


def rounds(player: Player, **variables: object) -> int:
    count = 0
    while player.waiting == ["ask"]:
        count += 1
        assert player.at("ask").local == {"loopCounter": count}
        player.do("ask", **variables)
    assert player.waiting == ["after"]
    return count


@pytest.mark.proves("standard loop")
def test_it_repeats_while_the_condition_holds_and_at_least_once() -> None:
    player = Player(looped(again("=more")), {"more": True})
    player.do("ask").do("ask")
    assert player.waiting == ["ask"]
    assert player.do("ask", more=False).waiting == ["after"]
    assert player.variables == {"more": False}
    assert rounds(Player(looped(again("=more")), {"more": False})) == 1


@pytest.mark.proves("standard loop")
def test_tested_before_it_may_not_run_at_all() -> None:
    assert rounds(Player(looped(again("=more", testBefore="true")), {"more": False})) == 0
    assert rounds(Player(looped(again("=more", testBefore="true")), {"more": True}), more=False) == 1


@pytest.mark.parametrize("before", ["true", "false"])
def test_the_condition_knows_how_many_rounds_are_done(before: str) -> None:
    assert rounds(Player(looped(again("=loopCounter < 3", testBefore=before)))) == 3


@pytest.mark.proves("standard loop")
def test_a_maximum_ends_it_whatever_the_condition_says() -> None:
    assert rounds(Player(looped(again("=true", loopMaximum="4")))) == 4
    assert rounds(Player(looped(again(loopMaximum="2")))) == 2
    assert rounds(Player(looped(again(loopMaximum="0", testBefore="true")))) == 0


def test_a_condition_that_cannot_be_told_is_an_incident_between_two_rounds() -> None:
    player = Player(looped(again("=more")))
    player.do("ask")
    assert (player.waiting, player.at("ask").code) == (["ask"], "unknown-variable")
    player.run.set_variables({"more": True})
    player.run.retry(player.at("ask").token_id)
    player._reload()
    assert player.at("ask").local == {"loopCounter": 2}


def test_a_condition_is_true_or_false() -> None:
    player = Player(looped(again("=3")))
    assert player.do("ask").at("ask").code == "condition-not-boolean"


@pytest.mark.proves("standard loop with a boundary event")
def test_a_boundary_event_ends_the_loop_and_waits_for_all_of_it() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", again("=more"))
    inside.start("begin")
    inside.user("go")
    inside.chain("begin", "go")
    process.boundary("late", "visit", timer(duration="PT1H"))
    process.user("handle")
    process.flow("late", "handle")
    process.chain("start", "visit")
    player = Player(file.xml(), {"more": True})
    first = player.at("late").token_id
    player.do("go")
    assert player.at("late").token_id == first
    assert player.at("go").scope_ids == ("visit", "visit")
    assert player.do("late").waiting == ["handle"]


def test_thousand_rounds_leave_the_snapshot_as_small_as_one() -> None:
    player = Player(looped(again("=more")), {"more": True})
    sizes = set()
    for number in range(1000):
        player.do("ask")
        if number > 100:
            sizes.add(len(player.run.dump()) - len(str(player.at("ask").local["loopCounter"])) * 2)
    assert len({size // 2 for size in sizes}) == 1


def test_a_loop_that_never_waits_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "MAX_STEPS", 1000)
    file = File()
    process = file.process()
    process.start()
    process.node("task", "spin", again("=true"))
    process.chain("start", "spin")
    assert Player(file.xml()).run.waits()[0].code == "endless-loop"
