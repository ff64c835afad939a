"""Runs: how they start, what they refuse, and that many threads may share one model."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import bpmn
from engine.errors import Invalid, NotFound
from tests.engine.bpmn.builder import File, extension, mapping, timer
from tests.engine.bpmn.nodes.test_parallel import looped_join
from tests.engine.bpmn.play import LittleExpressions, Player


def two_starts() -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.start("by_message", extension(mapping(outputs={"text": "=body"})), file.message("hello"))
    process.user("a")
    process.user("b")
    process.chain("start", "a")
    process.chain("by_message", "b")
    return file.xml()


def test_without_a_start_element_it_begins_at_the_none_start() -> None:
    assert Player(two_starts(), {"x": 1}).waiting == ["a"]


def test_a_message_start_maps_what_the_message_brought() -> None:
    player = Player(two_starts(), {"body": "hi", "noise": 1}, start_element="by_message")
    assert player.waiting == ["b"]
    assert player.variables == {"text": "hi"}


def test_it_refuses_unknown_processes_and_starts() -> None:
    with pytest.raises(NotFound):
        Player(two_starts(), process="other")
    with pytest.raises(Invalid):
        Player(two_starts(), start_element="a")


def test_a_token_is_used_once() -> None:
    player = Player(two_starts())
    token = player.at("a").token_id
    player.do("a")
    for act in (
        lambda: player.run.complete(token, {}),
        lambda: player.run.complete_job(token, {}),
        lambda: player.run.fire(token),
        lambda: player.run.deliver(token, {}),
        lambda: player.run.retry(token),
        lambda: player.run.variables_of(token),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_token_takes_only_what_it_waits_for() -> None:
    player = Player(two_starts())
    token = player.at("a").token_id
    for act in (
        lambda: player.run.complete_job(token, {}),
        lambda: player.run.throw_error(token, "E"),
        lambda: player.run.fire(token),
        lambda: player.run.deliver(token, {}),
        lambda: player.run.complete("", {}),
    ):
        with pytest.raises(NotFound):
            act()
    assert player.waiting == ["a"]


def test_one_token_is_told_as_among_all() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("a")
    process.boundary("late", "a", timer(duration="PT1H"))
    process.node("parallelGateway", "join")
    process.user("b")
    process.chain("start", "a", "join", "b")
    process.chain("late", "join")  # only one of the two ever comes
    player = Player(file.xml())
    assert all(player.run.wait_of(wait.token_id) == wait for wait in player.run.waits())
    gone = player.at("late").token_id
    player.do("a")
    [stuck] = player.run.waits()
    assert (stuck.code, player.run.wait_of(stuck.token_id)) == ("join-never-filled", stuck)
    assert player.run.wait_of(gone) is None


def test_cancelling_closes_every_token() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("sub")
    inside.start("s")
    inside.user("a")
    inside.chain("s", "a")
    process.boundary("late", "sub", timer(duration="PT1H"))
    process.chain("start", "sub")
    player = Player(file.xml(), {"x": 1})
    player.run.cancel()
    player._reload()
    assert player.run.ended
    assert player.waiting == []
    assert player.variables == {"x": 1}
    assert sorted(step.element_id for step in player.steps if step.kind == "cancelled") == ["a", "sub"]


def test_the_trace_tells_what_happened_and_by_which_flows() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("a")
    process.end()
    process.flow("start", "a", flow_id="f1")
    process.flow("a", "end", flow_id="f2")
    player = Player(file.xml())
    player.do("a")
    assert [(step.kind, step.element_id, step.flow_ids) for step in player.steps] == [
        ("entered", "start", ()),
        ("completed", "start", ("f1",)),
        ("entered", "a", ()),
        ("completed", "a", ("f2",)),
        ("entered", "end", ()),
        ("completed", "end", ()),
    ]


def test_a_loop_that_never_waits_is_stopped_as_an_incident() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "merge")
    process.node("task", "spin")
    process.chain("start", "merge", "spin", "merge")
    [wait] = Player(file.xml()).run.waits()
    assert (wait.kind, wait.code) == ("incident", "endless-loop")


def test_eight_threads_share_one_model() -> None:
    model = bpmn.read(looped_join())
    before = {name: dict(vars(spec)) for name, spec in model.processes["P"].spec.task_specs.items()}

    def play(number: int) -> dict[str, object]:
        player = Player(model, {"thread": number})
        for round_number in range(50):
            player.do("a", more=round_number < 49, n=round_number).do("b")
        assert player.run.ended
        return player.variables

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(play, range(8)))
    assert results == [{"thread": number, "more": False, "n": 49} for number in range(8)]
    assert {name: dict(vars(spec)) for name, spec in model.processes["P"].spec.task_specs.items()} == before


def test_stock_library_objects_are_left_as_they_are() -> None:
    # The corrections are subclasses: importing them changes nothing for anybody else in the process.
    from SpiffWorkflow.specs.base import TaskSpec  # noqa: PLC0415  the only look at the library from outside
    from SpiffWorkflow.task import Task  # noqa: PLC0415  as above

    assert Task._set_state.__module__ == "SpiffWorkflow.task"
    assert TaskSpec._predict.__module__ == "SpiffWorkflow.specs.base"


def test_expressions_are_handed_in_and_may_be_anything() -> None:
    class Fixed(LittleExpressions):
        def evaluate(self, text: str, variables: object) -> object:
            return True

    run = bpmn.start(bpmn.read(looped_join()), "P", {}, Fixed())
    assert len(run.waits()) == 2
