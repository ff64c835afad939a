"""Event-based gateways: the first event decides, and every event keeps its own memory."""

from datetime import timedelta

import pytest

from tests.engine.bpmn.builder import File, timer
from tests.engine.bpmn.play import Player


def gateway() -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.node("eventBasedGateway", "which")
    process.node("intermediateCatchEvent", "answer", file.message("answer", "=order"))
    process.node("intermediateCatchEvent", "day", timer(duration="P1D"))
    process.node("intermediateCatchEvent", "week", timer(duration="P7D"))
    process.chain("start", "which")
    for name in ("answer", "day", "week"):
        process.flow("which", name, flow_id=f"to_{name}")
        process.user(f"after_{name}")
        process.flow(name, f"after_{name}")
    return file.xml()


@pytest.mark.proves("event-based gateway: message")
def test_each_event_behind_it_is_a_wait_of_its_own() -> None:
    player = Player(gateway(), {"order": 7})
    assert player.waiting == ["answer", "day", "week"]
    assert player.at("answer").correlation_key == 7
    day, week = player.at("day"), player.at("week")
    assert day.due_at is not None
    assert week.due_at is not None
    assert week.due_at - day.due_at == timedelta(days=6)
    assert {wait.gateway_token_id for wait in player.run.waits()} == {day.gateway_token_id}


@pytest.mark.proves("event-based gateway: several timers")
def test_the_second_of_two_timers_can_fire() -> None:
    player = Player(gateway(), {"order": 7})
    player.do("week")
    assert player.waiting == ["after_week"]
    gateway_step = next(step for step in player.steps if step.element_id == "which" and step.kind == "completed")
    assert gateway_step.flow_ids == ("to_week",)


def test_the_losing_events_stop_listening_without_a_trace() -> None:
    player = Player(gateway(), {"order": 7})
    player.do("answer", text="yes")
    assert player.waiting == ["after_answer"]
    assert player.variables == {"order": 7, "text": "yes"}
    assert not [step for step in player.steps if step.kind == "cancelled"]


@pytest.mark.proves("event-based gateway: receive task")
def test_receive_tasks_stand_behind_it_with_a_message_or_without() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("eventBasedGateway", "which")
    file.message("news", '="k"')
    process.node("receiveTask", "by_message", messageRef="m_news")
    process.node("receiveTask", "by_hand")
    process.flow("start", "which")
    for name in ("by_message", "by_hand"):
        process.flow("which", name)
        process.user(f"after_{name}")
        process.flow(name, f"after_{name}")
    assert Player(file.xml()).do("by_message").waiting == ["after_by_message"]
    assert Player(file.xml()).do("by_hand").waiting == ["after_by_hand"]
