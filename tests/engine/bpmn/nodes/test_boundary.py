"""Boundary events: interrupting ones end their activity, others run beside it as often as they happen."""

from datetime import UTC, datetime

from tests.engine.bpmn.builder import File, mapping, timer
from tests.engine.bpmn.play import Player


def with_boundary(definition: str, file: File, *, interrupting: bool, io: str = "") -> bytes:
    process = file.process()
    process.start()
    process.user("work")
    process.boundary("event", "work", definition, interrupting=interrupting, io=io)
    process.user("handle")
    process.user("after")
    process.chain("start", "work", "after")
    process.chain("event", "handle")
    return file.xml()


def test_an_interrupting_timer_ends_the_activity() -> None:
    player = Player(with_boundary(timer(duration="PT1H"), File(), interrupting=True))
    wait = player.at("event")
    assert wait.due_at == datetime(2030, 1, 1, 1, tzinfo=UTC)
    assert (wait.attached_to, wait.interrupting) == ("work", True)
    assert wait.host_token_id == player.at("work").token_id
    assert player.do("event").waiting == ["handle"]
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["work"]


def test_completing_the_activity_disarms_its_events() -> None:
    player = Player(with_boundary(timer(duration="PT1H"), File(), interrupting=True))
    assert player.do("work").waiting == ["after"]


def test_a_non_interrupting_timer_fires_once() -> None:
    player = Player(with_boundary(timer(duration="PT1H"), File(), interrupting=False))
    assert player.do("event").waiting == ["handle", "work"]
    assert player.do("work").waiting == ["after", "handle"]


def test_a_cycle_is_armed_again_until_its_count_is_used_up() -> None:
    player = Player(with_boundary(timer(cycle="R3/P1D"), File(), interrupting=False))
    dues = []
    for _ in range(3):
        wait = player.at("event")
        assert wait.cycle == "R3/P1D"
        assert wait.due_at is not None
        dues.append(wait.due_at.day)
        player.do("event")
    assert dues == [2, 3, 4]
    assert player.waiting == ["handle", "handle", "handle", "work"]


def test_a_message_beside_the_activity_can_come_many_times() -> None:
    file = File()
    player = Player(with_boundary(file.message("note", '="k"'), file, interrupting=False))
    for _ in range(3):
        player.do("event")
    assert player.waiting == ["event", "handle", "handle", "handle", "work"]


def test_a_message_brings_its_variables_through_the_output_mapping() -> None:
    file = File()
    io = mapping(outputs={"reason": "=text"})
    player = Player(with_boundary(file.message("stop", '="k"'), file, interrupting=True, io=io))
    player.do("event", text="enough", other=1)
    assert player.variables == {"reason": "enough"}


def test_a_timer_from_an_expression_reads_variables() -> None:
    player = Player(with_boundary(timer(duration="=limit"), File(), interrupting=True), {"limit": "P2D"})
    assert player.at("event").due_at == datetime(2030, 1, 3, tzinfo=UTC)


def test_an_unreadable_timer_is_an_incident_at_its_activity_and_can_be_retried() -> None:
    player = Player(with_boundary(timer(duration="=limit"), File(), interrupting=True), {"limit": "soon"})
    [wait] = player.run.waits()
    assert (wait.element_id, wait.kind, wait.code) == ("work", "incident", "timer-unreadable")
    player.run.set_variables({"limit": "PT1H"})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["event", "work"]
