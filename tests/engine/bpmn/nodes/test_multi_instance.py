"""Multi-instance: results in the order of the input, in parallel and in sequence, ended early or by an event."""

import pytest

from tests.engine.bpmn.builder import File, loop, timer
from tests.engine.bpmn.play import Player


def each(file: File, characteristics: str) -> bytes:
    process = file.process()
    process.start()
    process.user("ask", characteristics)
    process.user("after")
    process.chain("start", "ask", "after")
    return file.xml()


@pytest.mark.proves("multi-instance, parallel")
def test_parallel_results_keep_the_order_of_the_input() -> None:
    player = Player(
        each(File(), loop("=people", element="person", into="answers", result="=answer")),
        {"people": ["ann", "bob", "cat"]},
    )
    waits = player.run.waits()
    assert [wait.local["person"] for wait in waits] == ["ann", "bob", "cat"]
    assert [wait.local["loopCounter"] for wait in waits] == [1, 2, 3]
    assert waits[0].scope_ids == ("ask",)
    for wait in reversed(waits):
        player.act(wait, {"answer": wait.local["person"].upper()})
    assert player.waiting == ["after"]
    assert player.variables == {"people": ["ann", "bob", "cat"], "answers": ["ANN", "BOB", "CAT"]}


@pytest.mark.proves("multi-instance, sequential")
def test_in_sequence_one_is_open_at_a_time() -> None:
    player = Player(
        each(File(), loop("=people", element="person", sequential=True, into="answers", result="=answer")),
        {"people": [1, 2, 3]},
    )
    for number in (1, 2, 3):
        [wait] = player.run.waits()
        assert wait.local["person"] == number
        player.act(wait, {"answer": number * 10})
    assert player.variables["answers"] == [10, 20, 30]


@pytest.mark.proves("multi-instance over nothing")
@pytest.mark.parametrize("sequential", [True, False])
def test_an_empty_collection_is_passed_at_once(sequential: bool) -> None:
    player = Player(
        each(File(), loop("=people", sequential=sequential, into="answers", result="=answer")), {"people": []}
    )
    assert player.waiting == ["after"]
    assert player.variables == {"people": [], "answers": []}


@pytest.mark.proves("multi-instance: completion condition")
def test_a_completion_condition_ends_the_rest() -> None:
    condition = "=numberOfCompletedInstances == 2"
    player = Player(
        each(File(), loop("=people", until=condition, into="answers", result="=answer")), {"people": [1, 2, 3, 4]}
    )
    player.act(player.run.waits()[3], {"answer": "d"})
    player.act(player.run.waits()[0], {"answer": "a"})
    assert player.waiting == ["after"]
    assert player.variables["answers"] == ["a", None, None, "d"]
    assert len([step for step in player.steps if step.kind == "cancelled"]) == 2


def test_a_completion_condition_can_ask_for_the_answer() -> None:
    player = Player(
        each(File(), loop("=people", until='=answer == "no"', into="answers", result="=answer")), {"people": [1, 2, 3]}
    )
    player.act(player.run.waits()[0], {"answer": "yes"})
    assert player.waiting == ["ask", "ask"]
    player.act(player.run.waits()[0], {"answer": "no"})
    assert player.waiting == ["after"]


@pytest.mark.proves("multi-instance with a boundary event")
def test_a_boundary_event_ends_all_instances() -> None:
    file = File()
    each(file, loop("=people"))
    process = file.processes[0][0]
    process.boundary("late", "ask", timer(duration="PT1H"))
    process.user("handle")
    process.flow("late", "handle")
    player = Player(file.xml(), {"people": [1, 2, 3]})
    assert player.waiting == ["ask", "ask", "ask", "late"]
    assert player.do("late").waiting == ["handle"]


def test_answers_of_parallel_instances_do_not_mix() -> None:
    player = Player(each(File(), loop("=people", into="answers", result="=answer")), {"people": [1, 2]})
    first, second = player.run.waits()
    player.act(first, {"answer": "one"})
    assert player.run.variables_of(second.token_id)["answer"] is None
    assert "answer" not in player.variables


@pytest.mark.proves("multi-instance of a sub-process or call activity")
def test_sub_processes_are_scopes_of_their_own_instance() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", loop("=places", element="place", into="notes", result="=note"))
    inside.start("begin")
    inside.user("go")
    inside.user("write")
    inside.chain("begin", "go", "write")
    process.user("after")
    process.chain("start", "visit", "after")
    player = Player(file.xml(), {"places": ["x", "y"]})
    first, second = player.run.waits()
    assert first.scope_ids == ("visit", "visit")
    assert player.run.variables_of(second.token_id)["place"] == "y"
    player.act(second, {})
    player.do("write", note="about y").do("go").do("write", note="about x")
    assert player.waiting == ["after"]
    assert player.variables["notes"] == ["about x", "about y"]


def test_what_is_no_list_is_an_incident() -> None:
    assert Player(each(File(), loop("=people")), {"people": 3}).at("ask").code == "collection-not-list"


def test_a_failing_result_is_an_incident_of_that_instance_only() -> None:
    xml = each(File(), loop("=people", into="out", result="=item + extra"))
    player = Player(xml, {"people": [1, 2]})
    player.act(player.run.waits()[0], {})
    incident = next(wait for wait in player.run.waits() if wait.kind == "incident")
    player.run.set_variables({"extra": 10})
    player.run.retry(incident.token_id)
    player._reload()
    player.act(player.run.waits()[0], {})
    assert player.variables["out"] == [11, 12]


def test_a_thousand_parallel_instances_work() -> None:
    player = Player(each(File(), loop("=people", into="answers", result="=answer")), {"people": list(range(1000))})
    waits = player.run.waits()
    assert len(waits) == 1000
    for wait in waits:
        player.run.complete(wait.token_id, {"answer": wait.local["item"]})
    assert player.variables["answers"] == list(range(1000))


@pytest.mark.proves("multi-instance of a sub-process or call activity")
@pytest.mark.parametrize("called", [True, False])
def test_whole_processes_are_ended_by_the_completion_condition_and_by_events(called: bool) -> None:
    file = File()
    process = file.process()
    process.start()
    until = "=numberOfCompletedInstances + numberOfActiveInstances == numberOfInstances"
    each_time = loop("=people", until=until)
    inside = file.process("Q") if called else process.sub("visit", each_time)
    inside.start("begin")
    inside.user("go")
    inside.chain("begin", "go")
    if called:
        process.call("visit", "Q", each_time)
    process.boundary("late", "visit", timer(duration="PT1H"))
    process.user("handle")
    process.user("after")
    process.flow("late", "handle")
    process.chain("start", "visit", "after")
    assert Player(file.xml(), {"people": [1, 2, 3]}).do("go").waiting == ["after"]
    assert Player(file.xml(), {"people": [1, 2, 3]}).do("late").waiting == ["handle"]


@pytest.mark.proves("multi-instance: counters")
def test_the_counters_tell_how_far_it_is() -> None:
    counts = "[numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances, numberOfTerminatedInstances]"
    player = Player(each(File(), loop("=people", until=f"={counts} == [4, 2, 2, 0]")), {"people": [1, 2, 3, 4]})
    player.do("ask")
    assert player.waiting == ["ask", "ask", "ask"]
    assert player.do("ask").waiting == ["after"]
