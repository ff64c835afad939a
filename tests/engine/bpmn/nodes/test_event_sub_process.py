"""Event sub-processes: they interrupt their scope or run beside it, and never touch the shared model."""

from engine import bpmn
from tests.engine.bpmn.builder import File, timer
from tests.engine.bpmn.play import LittleExpressions, Player


def with_event_sub(file: File, definition: str, *, interrupting: bool) -> bytes:
    process = file.process()
    process.start()
    process.user("work")
    process.service("send")
    process.chain("start", "work", "send")
    inside = process.sub("aside", triggeredByEvent="true")
    inside.start("on", definition, isInterrupting=str(interrupting).lower())
    inside.user("handle")
    inside.chain("on", "handle")
    return file.xml()


def test_beside_the_scope_it_runs_as_often_as_the_message_comes() -> None:
    file = File()
    player = Player(with_event_sub(file, file.message("news", '="k"'), interrupting=False))
    assert player.waiting == ["on", "work"]
    player.do("on", item=1).do("on", item=2)
    assert player.waiting == ["handle", "handle", "on", "work"]
    assert player.variables == {"item": 2}


def test_the_scope_ends_without_waiting_for_what_only_listens() -> None:
    file = File()
    player = Player(with_event_sub(file, file.message("news", '="k"'), interrupting=False))
    player.do("work").do("send")
    assert player.run.ended
    assert player.waiting == []


def test_the_scope_waits_for_an_event_sub_process_that_runs() -> None:
    file = File()
    player = Player(with_event_sub(file, file.message("news", '="k"'), interrupting=False))
    player.do("on").do("work").do("send")
    assert not player.run.ended
    assert player.do("handle").run.ended


def test_an_interrupting_one_ends_everything_else() -> None:
    player = Player(with_event_sub(File(), timer(duration="P1D"), interrupting=True))
    assert player.do("on").waiting == ["handle"]
    assert player.do("handle").run.ended


def test_a_repeating_timer_listens_on() -> None:
    player = Player(with_event_sub(File(), timer(cycle="R2/P1D"), interrupting=False))
    player.do("on").do("on")
    assert player.waiting == ["handle", "handle", "work"]


def test_an_error_from_a_job_finds_the_event_sub_process_of_its_scope() -> None:
    file = File()
    player = Player(with_event_sub(file, file.error("E1"), interrupting=True))
    player.do("work")
    assert not player.fail("send", "E2")
    assert player.fail("send", "E1", why="x")
    assert player.waiting == ["handle"]
    assert player.variables == {"why": "x"}


def test_an_instance_that_ran_it_leaves_the_shared_model_as_it_was() -> None:
    file = File()
    model = bpmn.read(with_event_sub(file, file.message("news", '="k"'), interrupting=False))
    Player(model).do("on").do("handle")
    fresh = bpmn.start(model, "P", {}, LittleExpressions())
    assert sorted(wait.element_id for wait in fresh.waits()) == ["on", "work"]


def test_it_listens_with_the_variables_that_the_instance_began_with() -> None:
    file = File()
    player = Player(with_event_sub(file, file.message("news", "=order"), interrupting=False), {"order": "A7"})
    assert player.at("on").correlation_key == "A7"


def test_an_inside_that_cannot_begin_is_an_incident_and_begins_on_retry() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("sub")
    inside.start("s")
    inside.user("a")
    inside.chain("s", "a")
    aside = inside.sub("aside", triggeredByEvent="true")
    aside.start("on", file.message("news", "=order"))
    process.chain("start", "sub")
    player = Player(file.xml())
    [wait] = player.run.waits()
    assert (wait.element_id, wait.kind) == ("sub", "incident")
    player.run.set_variables({"order": 1})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["a", "on"]


def test_an_error_inside_it_is_not_caught_by_itself() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("sub")
    inside.start("s")
    inside.service("send")
    inside.chain("s", "send")
    aside = inside.sub("aside", triggeredByEvent="true")
    aside.start("on", file.error("E1"))
    aside.end("again", file.error("E1"))
    aside.chain("on", "again")
    process.boundary("oops", "sub", file.error("E1"))
    process.user("handle")
    process.flow("oops", "handle")
    process.chain("start", "sub")
    player = Player(file.xml())
    assert player.fail("send", "E1")
    assert player.waiting == ["handle"]


def test_an_escalation_starts_it_each_time_and_what_it_throws_goes_further_out() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("a")
    process.node("intermediateThrowEvent", "first", file.escalation("X"))
    process.node("intermediateThrowEvent", "second", file.escalation("X"))
    process.user("b")
    process.chain("start", "a", "first", "second", "b")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("on", file.escalation("X"), isInterrupting="false")
    aside.user("handle")
    aside.end("out", file.escalation("X"))
    aside.chain("on", "handle", "out")
    player = Player(file.xml()).do("a")
    assert player.waiting == ["b", "handle", "handle"]
    assert player.do("handle").do("handle").waiting == ["b"]


def test_a_called_process_has_its_own() -> None:
    file = File()
    process = file.process()
    process.start()
    process.call("call", "Q")
    process.user("after")
    process.chain("start", "call", "after")
    inside = file.process("Q")
    inside.start("s")
    inside.user("work")
    inside.chain("s", "work")
    aside = inside.sub("aside", triggeredByEvent="true")
    aside.start("on", file.signal("alarm"), isInterrupting="false")
    aside.user("handle")
    aside.chain("on", "handle")
    player = Player(file.xml()).do("on").do("on").do("work")
    assert player.waiting == ["handle", "handle", "on"]
    assert player.do("handle").do("handle").waiting == ["after"]
