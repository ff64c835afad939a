"""Every event of BPMN wherever the standard could let it stand, and other elements: each runs as drawn, or is refused.

The handbook's table of BPMN support is made from these marks; see `tests/docs/bpmn_support.py`.
"""

from collections.abc import Callable

import pytest

from engine import bpmn
from tests.engine.bpmn.builder import COMPENSATE, File, Scope, condition, extension, loop, timer, zeebe
from tests.engine.bpmn.play import Player

Definition = Callable[[File], str]
Happen = Callable[[Player, str], object]

LINK = '<bpmn:linkEventDefinition name="L"/>'
DEFINITIONS: dict[str, Definition] = {
    "none": lambda f: "",
    "message": lambda f: f.message("m", '="k"'),
    "signal": lambda f: f.signal("s"),
    "timer, date": lambda f: timer(date="2030-01-02T00:00:00Z"),
    "timer, duration": lambda f: timer(duration="PT1H"),
    "timer, repeating": lambda f: timer(cycle="R3/PT1H"),
    "timer, FEEL": lambda f: timer(duration="=span"),
    "condition": lambda f: condition("=n > 0"),
    "error": lambda f: f.error("E"),
    "escalation": lambda f: f.escalation("X"),
    "link": lambda f: LINK,
    "compensation": lambda f: COMPENSATE,
    "cancel": lambda f: "<bpmn:cancelEventDefinition/>",
    "terminate": lambda f: "<bpmn:terminateEventDefinition/>",
    "any of several": lambda f: f.signal("s") + f.signal("t"),
    "all of several": lambda f: f.signal("s") + f.signal("t"),
}


def turned(player: Player, at: str) -> None:
    player.run.set_variables({"n": 1})
    player._reload()


def inner(player: Player, at: str) -> None:
    player.do("inner")


def both(player: Player, at: str) -> None:
    player.do(at)
    assert player.waiting.count(at) == 1, "one of two is not enough"
    player.do(at)


HAPPEN: dict[str, Happen] = {"condition": turned, "error": inner, "escalation": inner, "all of several": both}


def happen(player: Player, trigger: str, at: str) -> None:
    if trigger in HAPPEN:
        HAPPEN[trigger](player, at)
    else:
        player.do(at)


def values(trigger: str) -> dict[str, str]:
    """Attributes of an event with these triggers."""
    return {"parallelMultiple": "true"} if trigger == "all of several" else {}


def inside(scope: Scope, file: File, trigger: str) -> None:
    """Work of a person that throws what is caught outside, and then more work."""
    scope.start("s")
    scope.user("inner")
    if trigger == "error":
        scope.end("throw", file.error("E"))
        scope.chain("s", "inner", "throw")
    else:
        scope.node("intermediateThrowEvent", "throw", file.escalation("X") if trigger == "escalation" else "")
        scope.user("rest")
        scope.chain("s", "inner", "throw", "rest")


def on_a_border(trigger: str, *, interrupting: bool) -> bytes:
    file = File()
    process = file.process()
    process.start()
    inside(process.sub("work"), file, trigger)
    process.node(
        "boundaryEvent",
        "event",
        DEFINITIONS[trigger](file),
        attachedToRef="work",
        cancelActivity=str(interrupting).lower(),
        **values(trigger),
    )
    process.user("handle")
    process.chain("start", "work")
    process.chain("event", "handle")
    return file.xml()


def in_an_event_sub_process(trigger: str, *, interrupting: bool) -> bytes:
    file = File()
    process = file.process()
    inside(process, file, trigger)
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("event", DEFINITIONS[trigger](file), isInterrupting=str(interrupting).lower(), **values(trigger))
    aside.user("handle")
    aside.chain("event", "handle")
    return file.xml()


CAUGHT = [
    "message", "signal", "timer, date", "timer, duration", "timer, FEEL", "condition", "error", "escalation",
    "any of several", "all of several",
]  # fmt: skip
CAUGHT_BESIDE = ["timer, repeating", *(trigger for trigger in CAUGHT if trigger != "error")]
ONCE = {"timer, date", "timer, duration", "timer, FEEL"}
START = {"n": 0, "span": "PT1H"}


def marked(position: str, triggers: list[str]) -> list[object]:
    return [
        pytest.param(trigger, marks=pytest.mark.proves(f"{position}: {trigger}"), id=trigger) for trigger in triggers
    ]


@pytest.mark.parametrize("trigger", marked("boundary event, interrupting", CAUGHT))
def test_an_event_on_a_border_ends_its_activity(trigger: str) -> None:
    player = Player(on_a_border(trigger, interrupting=True), START)
    happen(player, trigger, "event")
    assert player.waiting == ["handle"]


@pytest.mark.parametrize("trigger", marked("boundary event, beside its activity", CAUGHT_BESIDE))
def test_an_event_on_a_border_leaves_its_activity_alone_as_often_as_it_comes(trigger: str) -> None:
    player = Player(on_a_border(trigger, interrupting=False), START)
    happen(player, trigger, "event")
    goes_on_beside(player, trigger)


@pytest.mark.parametrize("trigger", marked("event sub-process, interrupting", CAUGHT))
def test_an_event_sub_process_takes_the_place_of_its_scope(trigger: str) -> None:
    player = Player(in_an_event_sub_process(trigger, interrupting=True), START)
    happen(player, trigger, "event")
    assert player.waiting == ["handle"]
    assert player.do("handle").run.ended


@pytest.mark.parametrize("trigger", marked("event sub-process, beside its scope", CAUGHT_BESIDE))
def test_an_event_sub_process_runs_beside_its_scope_as_often_as_it_comes(trigger: str) -> None:
    player = Player(in_an_event_sub_process(trigger, interrupting=False), START)
    happen(player, trigger, "event")
    goes_on_beside(player, trigger)


def goes_on_beside(player: Player, trigger: str) -> None:
    """What it happened to goes on, and unless it can come only once it is listened for again."""
    assert "handle" in player.waiting
    assert {"inner", "rest"} & set(player.waiting)
    if trigger in ONCE:
        assert "event" not in player.waiting
    elif trigger == "condition":
        player.run.set_variables({"n": 0})
        player._reload()
        turned(player, "event")
        assert player.waiting.count("handle") == 2
    elif trigger != "escalation":
        happen(player, trigger, "event")
        assert player.waiting.count("handle") == 2


STARTS = [
    "none",
    "message",
    "signal",
    "timer, date",
    "timer, duration",
    "timer, repeating",
    "condition",
    "any of several",
]


@pytest.mark.parametrize("trigger", marked("start event", STARTS))
def test_a_process_begins_with_its_start_event(trigger: str) -> None:
    file = File()
    process = file.process()
    process.start("start", DEFINITIONS[trigger](file))
    process.user("work")
    process.chain("start", "work")
    player = Player(file.xml(), {"brought": 1}, start_element="start")
    assert (player.waiting, player.variables) == (["work"], {"brought": 1})


CATCHES = [
    "message",
    "signal",
    "timer, date",
    "timer, duration",
    "timer, FEEL",
    "condition",
    "any of several",
    "all of several",
]


@pytest.mark.parametrize("trigger", marked("intermediate event that catches", CATCHES))
def test_an_intermediate_event_waits_until_it_happens(trigger: str) -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("intermediateCatchEvent", "event", DEFINITIONS[trigger](file), **values(trigger))
    process.user("after")
    process.chain("start", "event", "after")
    player = Player(file.xml(), START)
    assert set(player.waiting) == {"event"}
    happen(player, trigger, "event")
    assert player.waiting == ["after"]


@pytest.mark.parametrize(
    "trigger", marked("event-based gateway", ["message", "signal", "timer, duration", "condition"])
)
def test_behind_a_gateway_the_first_event_decides(trigger: str) -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("eventBasedGateway", "wait")
    process.node("intermediateCatchEvent", "event", DEFINITIONS[trigger](file))
    process.node("intermediateCatchEvent", "other", file.signal("other"))
    process.user("after")
    process.chain("start", "wait", "event", "after")
    process.chain("wait", "other")
    player = Player(file.xml(), START)
    happen(player, trigger, "event")
    assert player.waiting == ["after"]


def thrown(tag: str, trigger: str) -> Player:
    file = File()
    process = file.process()
    process.start()
    mail = extension(zeebe("taskDefinition", type="mail")) if trigger == "message" else ""
    process.node(tag, "event", mail, DEFINITIONS[trigger](file))
    process.chain("start", "event")
    if tag == "intermediateThrowEvent":
        process.user("after")
        process.chain("event", "after")
    return Player(file.xml())


@pytest.mark.parametrize(
    "trigger", marked("intermediate event that throws", ["none", "message", "signal", "escalation"])
)
def test_an_intermediate_event_throws_and_goes_on(trigger: str) -> None:
    threw(thrown("intermediateThrowEvent", trigger), trigger)


@pytest.mark.parametrize("trigger", marked("end event", ["none", "message", "signal", "escalation", "terminate"]))
def test_an_end_event_throws_and_ends(trigger: str) -> None:
    player = thrown("endEvent", trigger)
    threw(player, trigger)
    assert player.run.ended


def threw(player: Player, trigger: str) -> None:
    if trigger == "message":
        assert player.at("event").name == "mail"
        player.do("event")
    elif trigger in ("signal", "escalation"):
        assert [thrown.kind for thrown in player.thrown] == [trigger]
    assert "event" in player.completed()
    assert player.waiting in (["after"], [])


@pytest.mark.proves("send task")
def test_a_send_task_is_a_job() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("sendTask", "tell", extension(zeebe("taskDefinition", type="mail")))
    process.chain("start", "tell")
    player = Player(file.xml())
    assert (player.at("tell").kind, player.at("tell").name) == ("job", "mail")
    assert player.do("tell").run.ended


@pytest.mark.proves("pools and message flows")
def test_each_pool_is_a_process_of_its_own() -> None:
    file = File()
    for process_id in ("P", "Q"):
        process = file.process(process_id)
        process.start(f"start_{process_id}")
        process.user(f"work_{process_id}")
        process.chain(f"start_{process_id}", f"work_{process_id}")
    pools = "".join(f'<bpmn:participant id="pool_{each}" processRef="{each}"/>' for each in "PQ")
    letter = '<bpmn:messageFlow id="letter" sourceRef="work_P" targetRef="start_Q"/>'
    file.top.append(f'<bpmn:collaboration id="c">{pools}{letter}</bpmn:collaboration>')
    assert Player(file.xml()).waiting == ["work_P"]
    assert Player(file.xml(), process="Q").waiting == ["work_Q"]


@pytest.mark.proves("lanes")
def test_a_lane_is_known_of_each_element_in_it() -> None:
    file = File()
    process = file.process()
    process.parts.append('<bpmn:laneSet><bpmn:lane name="Sales"><bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane>')
    process.parts.append("</bpmn:laneSet>")
    process.start()
    process.user("work")
    process.chain("start", "work")
    assert bpmn.read(file.xml()).processes["P"].activities["work"].lane == "Sales"


@pytest.mark.proves("data objects, data stores and data associations")
def test_drawn_data_is_left_alone_and_pointed_out() -> None:
    file = File()
    process = file.process()
    process.start()
    reads = '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>paper</bpmn:sourceRef></bpmn:dataInputAssociation>'
    process.user("work", reads)
    process.chain("start", "work")
    process.parts.append('<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="paper" dataObjectRef="d"/>')
    process.parts.append('<bpmn:dataStoreReference id="shelf"/>')
    assert "extension-ignored" in {finding.code for finding in bpmn.check(file.xml())}
    assert Player(file.xml(), {"a": 1}).do("work").variables == {"a": 1}


@pytest.mark.proves("annotations and groups")
def test_what_is_only_written_beside_the_flow_has_no_effect() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.chain("start", "work")
    process.parts.append('<bpmn:textAnnotation id="note"><bpmn:text>Hurry.</bpmn:text></bpmn:textAnnotation>')
    process.parts.append('<bpmn:association id="a" sourceRef="work" targetRef="note"/><bpmn:group id="g"/>')
    assert bpmn.check(file.xml()) == []
    assert Player(file.xml()).waiting == ["work"]


REPEATED = {
    "multi-instance, parallel": loop("=[1, 2]"),
    "multi-instance, sequential": loop("=[1, 2]", sequential=True),
    "standard loop": '<bpmn:standardLoopCharacteristics loopMaximum="2"/>',
}


@pytest.mark.proves("repeated activity behind a boundary event")
@pytest.mark.parametrize("repeated", REPEATED)
def test_an_activity_may_repeat_on_the_way_of_a_boundary_event(repeated: str) -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.boundary("late", "work", timer(duration="PT1H"))
    process.user("each", REPEATED[repeated])
    process.user("after")
    process.chain("start", "work")
    process.chain("late", "each", "after")
    player = Player(file.xml()).do("late").do("each")
    assert player.waiting == ["each"]
    assert player.do("each").waiting == ["after"]


@pytest.mark.proves("inclusive gateway in a loop")
def test_an_inclusive_join_waits_in_every_round() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "again")
    process.node("inclusiveGateway", "split")
    process.node("inclusiveGateway", "join")
    process.user("ask")
    process.chain("start", "again", "split")
    for name in "ab":
        process.flow("split", process.user(f"do_{name}"), f"={name}")
        process.flow(f"do_{name}", "join")
    process.chain("join", "ask", "again")
    player = Player(file.xml(), {"a": True, "b": True})
    for _ in range(3):
        assert player.do("do_a").waiting == ["do_b"]
        assert player.do("do_b").waiting == ["ask"]
        player.do("ask")
    assert player.waiting == ["do_a", "do_b"]


@pytest.mark.proves("condition on a flow out of an activity")
def test_a_condition_counts_wherever_a_flow_leaves() -> None:
    file = File()
    process = file.process()
    process.start()
    for name in ("work", "small", "large"):
        process.user(name)
    process.chain("start", "work")
    process.flow("work", "small", "=n < 10")
    process.flow("work", "large", "=n > 5")
    assert Player(file.xml()).do("work", n=1).waiting == ["small"]
    assert Player(file.xml()).do("work", n=7).waiting == ["large", "small"]


@pytest.mark.proves("element that nothing leads to")
def test_what_nothing_leads_to_is_pointed_out_and_never_begins() -> None:
    file = File()
    process = file.process()
    process.start()
    process.user("work")
    process.user("island")
    process.chain("start", "work")
    assert "element-unreachable" in {finding.code for finding in bpmn.check(file.xml())}
    assert Player(file.xml()).waiting == ["work"]


@pytest.mark.proves("correlation by BPMN's own keys and properties")
def test_correlation_that_only_the_standard_describes_is_asked_for_anew() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("intermediateCatchEvent", "event", file.message("m"))
    process.chain("start", "event")
    key = (
        '<bpmn:correlationKey id="k"><bpmn:correlationPropertyRef>p</bpmn:correlationPropertyRef></bpmn:correlationKey>'
    )
    file.top.append(f'<bpmn:collaboration id="c">{key}</bpmn:collaboration><bpmn:correlationProperty id="p"/>')
    assert {finding.code: finding.severity for finding in bpmn.check(file.xml())} == {
        "correlation-key-missing": "warning"
    }
