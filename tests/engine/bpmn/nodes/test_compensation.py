"""Compensation and transactions: what was done is undone, newest first, with the variables it ended with."""

import orjson
import pytest

from tests.engine.bpmn.builder import COMPENSATE, File, Scope, compensate, condition, extension, loop, mapping, timer
from tests.engine.bpmn.play import Player

CANCEL = "<bpmn:cancelEventDefinition/>"


def undoable(scope: Scope, name: str, *inner: str) -> str:
    """A user task and the user task `un_…` that undoes it."""
    scope.user(name, *inner)
    scope.node("userTask", f"un_{name}", isForCompensation="true")
    scope.undone_by(name, f"un_{name}")
    return name


def trip(*inner: str, definition: str = COMPENSATE, kind: str = "intermediateThrowEvent") -> bytes:
    """hotel, flight, then the throwing event `back`, then `after`."""
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel", *inner)
    undoable(process, "flight")
    process.user("pay")
    process.node(kind, "back", definition)
    process.chain("start", "hotel", "flight", "pay", "back")
    if kind == "intermediateThrowEvent":
        process.user("after")
        process.chain("back", "after")
    return file.xml()


@pytest.mark.proves("boundary event, interrupting: compensation", "intermediate event that throws: compensation")
def test_all_that_is_completed_is_undone_in_reverse_order() -> None:
    player = Player(trip())
    player.do("hotel").do("flight").do("pay")
    assert player.waiting == ["un_flight"]
    assert player.at("un_flight").scope_ids == ()
    assert player.do("un_flight").waiting == ["un_hotel"]
    assert player.do("un_hotel").waiting == ["after"]
    assert player.do("after").run.ended
    assert "#undo" not in {step.element_id for step in player.steps}


@pytest.mark.proves("intermediate event that throws: compensation")
def test_one_activity_is_undone_where_the_event_names_it() -> None:
    player = Player(trip(definition=compensate("hotel")))
    player.do("hotel").do("flight").do("pay")
    assert player.waiting == ["un_hotel"]
    assert player.do("un_hotel").waiting == ["after"]


@pytest.mark.proves("end event: compensation")
def test_an_end_event_waits_for_what_it_undoes() -> None:
    player = Player(trip(kind="endEvent"))
    player.do("hotel").do("flight").do("pay").do("un_flight")
    assert not player.run.ended
    assert player.do("un_hotel").run.ended


def test_without_waiting_the_flow_goes_on_beside_it_and_the_scope_ends_after_both() -> None:
    player = Player(trip(definition=compensate("hotel", wait=False)))
    player.do("hotel").do("flight").do("pay")
    assert player.waiting == ["after", "un_hotel"]
    assert not player.do("after").run.ended
    assert player.do("un_hotel").run.ended


def test_what_was_undone_is_not_undone_again() -> None:
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.node("intermediateThrowEvent", "again", COMPENSATE)
    process.user("after")
    process.chain("start", "hotel", "back", "again", "after")
    player = Player(file.xml())
    assert player.do("hotel").do("un_hotel").waiting == ["after"]


def test_each_round_of_a_circle_is_undone() -> None:
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel")
    process.node("exclusiveGateway", "more", default="out")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("start", "hotel", "more")
    process.flow("more", "hotel", "=again")
    process.flow("more", "back", flow_id="out")
    player = Player(file.xml())
    player.do("hotel", again=True).do("hotel", again=True).do("hotel", again=False)
    for _ in range(3):
        assert player.waiting == ["un_hotel"]
        player.do("un_hotel")
    assert player.run.ended


def test_what_was_not_completed_is_not_undone() -> None:
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel")
    process.user("instead")
    process.boundary("late", "hotel", timer(duration="PT1H"))
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.user("after")
    process.chain("start", "hotel", "back", "after")
    process.chain("late", "instead", "back")
    assert Player(file.xml()).do("late").do("instead").waiting == ["after"]


@pytest.mark.proves("compensation of a multi-instance")
@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_is_undone_with_its_own_variables(sequential: bool) -> None:
    player = Player(trip(loop("=rooms", element="room", sequential=sequential)), {"rooms": ["a", "b", "c"]})
    for _ in range(3):
        player.do("hotel")
    player.do("flight").do("pay").do("un_flight")
    seen: list[str] = []
    while player.waiting[0] == "un_hotel":
        open_now = [wait.local["room"] for wait in player.run.waits()]
        assert len(open_now) == (1 if sequential else 3 - len(seen))
        seen.append(open_now[0])
        player.do("un_hotel")
    assert seen == (["c", "b", "a"] if sequential else ["a", "b", "c"])
    assert player.waiting == ["after"]


def with_sub(inside_of: str = "") -> tuple[File, Scope, Scope]:
    """P: the sub-process `trip` (hotel, flight), `pay`, the throw `back`, `after`."""
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("trip", extension(mapping(inputs={"own": "=1"}, outputs={"result": "=own"})), inside_of)
    inside.start("begin")
    undoable(inside, "hotel")
    undoable(inside, "flight")
    inside.chain("begin", "hotel", "flight")
    process.user("pay")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.user("after")
    process.chain("start", "trip", "pay", "back", "after")
    return file, process, inside


@pytest.mark.proves("compensation of a sub-process")
def test_a_completed_sub_process_is_undone_from_inside_with_the_variables_it_ended_with() -> None:
    file, _, _ = with_sub()
    player = Player(file.xml())
    player.do("hotel", own=5).do("flight", own=6)
    assert player.variables == {"result": 6}
    player.do("pay", own="another")
    assert player.waiting == ["un_flight"]
    wait = player.at("un_flight")
    assert (wait.scope_ids, player.run.variables_of(wait.token_id)["own"]) == (("trip",), 6)
    player.do("un_flight", own=7)
    assert player.run.variables_of(player.at("un_hotel").token_id)["own"] == 7
    assert player.do("un_hotel").waiting == ["after"]
    assert player.variables == {"result": 6, "own": "another"}
    assert player.completed().count("trip") == 1


def test_a_running_sub_process_undoes_only_its_own() -> None:
    file = File()
    process = file.process()
    process.start()
    undoable(process, "outer")
    inside = process.sub("trip")
    inside.start("begin")
    undoable(inside, "hotel")
    inside.end("back", COMPENSATE)
    inside.chain("begin", "hotel", "back")
    process.chain("start", "outer", "trip")
    player = Player(file.xml())
    player.do("outer").do("hotel")
    assert player.waiting == ["un_hotel"]
    assert player.do("un_hotel").run.ended


def test_a_handler_on_the_border_undoes_the_sub_process_as_a_whole() -> None:
    file, process, _ = with_sub()
    process.node("userTask", "un_trip", isForCompensation="true")
    process.undone_by("trip", "un_trip")
    player = Player(file.xml())
    player.do("hotel").do("flight").do("pay")
    assert player.waiting == ["un_trip"]
    assert player.do("un_trip").waiting == ["after"]


@pytest.mark.proves("event sub-process, interrupting: compensation")
def test_an_event_sub_process_says_how_its_scope_is_undone() -> None:
    file, _, inside = with_sub()
    aside = inside.sub("undoing", triggeredByEvent="true")
    aside.start("on", COMPENSATE)
    aside.user("ask")
    aside.node("intermediateThrowEvent", "only", compensate("hotel"))
    aside.user("tell")
    aside.chain("on", "ask", "only", "tell")
    player = Player(file.xml())
    player.do("hotel", own=3).do("flight").do("pay")
    assert player.waiting == ["ask"]
    assert player.run.variables_of(player.at("ask").token_id)["own"] == 3
    assert player.do("ask").waiting == ["un_hotel"]
    assert player.do("un_hotel").waiting == ["tell"]
    assert player.do("tell").waiting == ["after"]


def test_instances_of_a_sub_process_are_undone_each_with_its_own_variables() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("visit", loop("=places", element="place"))
    inside.start("begin")
    undoable(inside, "go")
    inside.chain("begin", "go")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("start", "visit", "back")
    player = Player(file.xml(), {"places": ["x", "y"]})
    player.do("go").do("go")
    places = [player.run.variables_of(wait.token_id)["place"] for wait in player.run.waits()]
    assert (player.waiting, places) == (["un_go", "un_go"], ["x", "y"])
    assert player.do("un_go").do("un_go").run.ended


def test_an_event_sub_process_for_errors_undoes_what_its_scope_did() -> None:
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel")
    process.service("send")
    process.chain("start", "hotel", "send")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.start("on", file.error("E1"))
    aside.end("back", COMPENSATE)
    aside.chain("on", "back")
    player = Player(file.xml())
    player.do("hotel")
    assert player.fail("send", "E1")
    assert player.waiting == ["un_hotel"]
    assert player.do("un_hotel").run.ended


def test_a_script_and_a_sub_process_may_undo() -> None:
    file = File()
    process = file.process()
    process.start()
    process.script("book", "booked", "=1")
    handler = process.sub("un_book", isForCompensation="true")
    handler.start("s")
    handler.user("call")
    handler.script("note", "booked", "=0")
    handler.chain("s", "call", "note")
    process.undone_by("book", "un_book")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.user("after")
    process.chain("start", "book", "back", "after")
    player = Player(file.xml())
    assert player.waiting == ["call"]
    assert player.do("call").waiting == ["after"]
    assert player.variables == {"booked": 0}


def test_an_error_while_undoing_is_not_caught_by_what_is_over() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("trip")
    inside.start("begin")
    inside.user("hotel")
    inside.node("serviceTask", "un_hotel", extension('<zeebe:taskDefinition type="x"/>'), isForCompensation="true")
    inside.undone_by("hotel", "un_hotel")
    inside.chain("begin", "hotel")
    process.boundary("oops", "trip", file.error("E1"))
    process.user("handle")
    process.flow("oops", "handle")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("start", "trip", "back")
    player = Player(file.xml())
    player.do("hotel")
    assert not player.fail("un_hotel", "E1")
    assert player.waiting == ["un_hotel"]


def transaction(*, failing: bool = False) -> tuple[File, Scope, Scope]:
    """The transaction `trip` (hotel and, beside it, `look`; then `decide`: cancel or not), cancel event `undone`."""
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("trip", tag="transaction")
    inside.start("begin")
    inside.node("parallelGateway", "both")
    undoable(inside, "hotel")
    inside.user("look")
    inside.user("decide")
    inside.node("exclusiveGateway", "which", default="good")
    inside.end("stop", CANCEL)
    inside.end("fine")
    inside.chain("begin", "both", "hotel", "decide", "which")
    inside.chain("both", "look")
    inside.flow("which", "stop", "=cancel")
    inside.flow("which", "fine", flow_id="good")
    process.boundary("undone", "trip", CANCEL)
    process.user("sorry")
    process.user("after")
    process.chain("start", "trip", "after")
    process.flow("undone", "sorry")
    return file, process, inside


@pytest.mark.proves("transaction", "end event: cancel", "boundary event, interrupting: cancel")
def test_a_cancelled_transaction_ends_all_undoes_what_was_done_and_goes_on_from_its_border() -> None:
    file, _, _ = transaction()
    player = Player(file.xml())
    player.do("hotel").do("decide", cancel=True)
    assert player.waiting == ["un_hotel"]
    assert player.do("un_hotel").waiting == ["sorry"]
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["look", "trip"]


def test_a_transaction_without_anything_to_undo_is_cancelled_at_once() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("trip", tag="transaction")
    inside.start("begin")
    inside.end("stop", CANCEL)
    inside.chain("begin", "stop")
    process.boundary("undone", "trip", CANCEL)
    process.user("sorry")
    process.flow("undone", "sorry")
    process.chain("start", "trip")
    assert Player(file.xml()).waiting == ["sorry"]


@pytest.mark.proves("transaction")
def test_a_transaction_that_succeeds_is_a_sub_process() -> None:
    file, _, _ = transaction()
    player = Player(file.xml())
    player.do("hotel").do("decide", cancel=False).do("look")
    assert player.waiting == ["after"]


def test_a_transaction_may_say_itself_how_it_is_undone() -> None:
    file, _, inside = transaction()
    aside = inside.sub("undoing", triggeredByEvent="true")
    aside.start("on", COMPENSATE)
    aside.user("ask")
    aside.end("all", COMPENSATE)
    aside.chain("on", "ask", "all")
    player = Player(file.xml())
    player.do("hotel").do("decide", cancel=True)
    assert player.waiting == ["ask"]
    assert player.do("ask").waiting == ["un_hotel"]
    assert player.do("un_hotel").waiting == ["sorry"]


def test_what_was_done_is_kept_compactly_and_only_where_somebody_may_undo_it() -> None:
    player = Player(trip())
    player.do("hotel").do("flight")
    assert orjson.loads(player.run.dump())["k"] == ["hotel", "flight"]
    player.do("pay").do("un_flight").do("un_hotel")
    assert "k" not in orjson.loads(player.run.dump())
    file = File()
    process = file.process()
    process.start()
    undoable(process, "hotel")
    process.user("after")
    process.chain("start", "hotel", "after")
    assert "k" not in orjson.loads(Player(file.xml()).do("hotel").run.dump())


def test_a_condition_may_interrupt_while_something_is_undone() -> None:
    file = File()
    process = file.process()
    process.start()
    inside = process.sub("trip")
    inside.start("begin")
    undoable(inside, "hotel")
    inside.end("back", COMPENSATE)
    inside.chain("begin", "hotel", "back")
    process.boundary("turned", "trip", condition("=enough"))
    process.user("handle")
    process.flow("turned", "handle")
    process.chain("start", "trip")
    player = Player(file.xml())
    assert player.do("hotel").do("un_hotel", x=1).run.ended
    player = Player(file.xml())
    player.do("hotel").run.set_variables({"enough": True})
    assert player.waiting == ["handle"]
