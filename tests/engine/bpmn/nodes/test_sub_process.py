"""Embedded sub-processes: scopes with their own variables, ended by their last token, an event or an error."""

import pytest

from tests.engine.bpmn.builder import File, extension, mapping, timer
from tests.engine.bpmn.play import Player


def with_sub(file: File, *inner: str) -> bytes:
    process = file.process()
    process.start()
    inside = process.sub("sub", *inner)
    inside.start("begin")
    inside.node("parallelGateway", "both")
    inside.user("a")
    inside.service("b")
    inside.chain("begin", "both", "a")
    inside.chain("both", "b")
    process.user("after")
    process.chain("start", "sub", "after")
    return file.xml()


@pytest.mark.proves("sub-process")
def test_it_ends_with_its_last_token() -> None:
    player = Player(with_sub(File()))
    assert player.at("a").scope_ids == ("sub",)
    player.do("a")
    assert player.waiting == ["b"]
    assert player.do("b").waiting == ["after"]
    assert player.completed() == ["start", "begin", "both", "a", "b", "sub"]


@pytest.mark.proves("sub-process")
def test_variables_go_to_the_process_unless_the_sub_process_declares_them() -> None:
    inner = extension(mapping(inputs={"own": "=1"}, outputs={"result": "=own"}))
    player = Player(with_sub(File(), inner), {"shared": 0})
    player.do("a", own=5, shared=6, fresh=7)
    assert player.variables == {"shared": 6, "fresh": 7}
    assert player.run.variables_of(player.at("b").token_id) == {"shared": 6, "fresh": 7, "own": 5}
    player.do("b")
    assert player.variables == {"shared": 6, "fresh": 7, "result": 5}


def test_a_timer_on_its_border_ends_everything_inside() -> None:
    file = File()
    xml = with_sub(file)
    process = file.processes[0][0]
    process.boundary("late", "sub", timer(duration="PT1H"))
    process.user("handle")
    process.flow("late", "handle")
    player = Player(file.xml())
    assert xml != file.xml()
    assert player.do("late").waiting == ["handle"]
    assert sorted(step.element_id for step in player.steps if step.kind == "cancelled") == ["a", "b", "sub"]


def test_a_timer_beside_it_leaves_the_inside_alone() -> None:
    file = File()
    with_sub(file)
    process = file.processes[0][0]
    process.boundary("late", "sub", timer(duration="PT1H"), interrupting=False)
    process.user("handle")
    process.flow("late", "handle")
    player = Player(file.xml())
    assert player.do("late").waiting == ["a", "b", "handle"]


def test_an_error_inside_is_caught_on_its_border() -> None:
    file = File()
    with_sub(file)
    process = file.processes[0][0]
    process.boundary("oops", "sub", file.error("E1"))
    process.user("handle")
    process.flow("oops", "handle")
    player = Player(file.xml())
    assert not player.fail("b", "OTHER")
    assert player.waiting == ["a", "b"]
    assert player.fail("b", "E1", why="broken")
    assert player.waiting == ["handle"]
    assert player.variables == {"why": "broken"}


def test_nested_sub_processes_survive_every_save() -> None:
    file = File()
    process = file.process()
    process.start()
    outer = process.sub("outer")
    outer.start("s1")
    middle = outer.sub("middle")
    middle.start("s2")
    inner = middle.sub("inner")
    inner.start("s3")
    inner.user("deep")
    inner.user("deeper")
    inner.chain("s3", "deep", "deeper")
    middle.chain("s2", "inner")
    outer.chain("s1", "middle")
    process.chain("start", "outer")
    player = Player(file.xml())
    assert player.at("deep").scope_ids == ("outer", "middle", "inner")
    player.do("deep").do("deeper")
    assert player.run.ended


def test_a_failing_output_mapping_is_an_incident_at_the_sub_process() -> None:
    inner = extension(mapping(outputs={"result": "=missing"}))
    player = Player(with_sub(File(), inner))
    player.do("a").do("b")
    wait = player.at("sub")
    assert (wait.kind, wait.code) == ("incident", "unknown-variable")
    player.run.set_variables({"missing": 1})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["after"]
    assert player.variables == {"missing": 1, "result": 1}
