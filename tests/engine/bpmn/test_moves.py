"""Moving tokens by hand: any element to any element, with scopes opened and closed."""

from typing import Any

import pytest

from engine.bpmn import Begin, Moved
from engine.errors import MoveRefused, NotFound, StepFailed
from tests.engine.bpmn.builder import (
    COMPENSATE,
    File,
    Scope,
    compensate,
    condition,
    extension,
    loop,
    mapping,
    timer,
)
from tests.engine.bpmn.play import Player


def refusal(player: Player, *cancel: str, begin: str | Begin | None = None) -> str:
    """The code of a refusal, after which everything must be as it was."""
    before = player.run.dump()
    with pytest.raises(MoveRefused) as refused:
        player.move(*cancel, begin=begin)
    assert player.run.dump() == before
    return refused.value.reason


def chain(*nodes: str) -> File:
    """start → user tasks → end."""
    file = File()
    process = file.process()
    process.chain(process.start(), *[process.user(node) for node in nodes], process.end())
    return file


def inside(scope: Scope, node_id: str, *tasks: str, inner: tuple[str, ...] = (), **values: Any) -> Scope:
    """A sub-process of user tasks."""
    sub = scope.sub(node_id, *inner, **values)
    sub.chain(sub.start(f"{node_id}_start"), *[sub.user(task) for task in tasks], sub.end(f"{node_id}_end"))
    return sub


def test_a_token_moves_forward_and_back() -> None:
    player = Player(chain("a", "b", "c").xml())
    player.move("a", begin="c")
    assert player.waiting == ["c"]
    player.move("c", begin="a").do("a").do("b").do("c")
    assert player.run.ended


def test_what_ended_and_began_is_told() -> None:
    player = Player(chain("a", "b").xml())
    token = player.at("a").token_id
    moved: Moved = player.run.move([token], [Begin(element_id="b")])
    assert moved.ended == ((token, "a"),)
    assert moved.begun == ((player.at("b").token_id, "b"),)
    assert [(step.kind, step.element_id) for step in player.run.trace] == [("cancelled", "a"), ("entered", "b")]


def test_variables_are_set_before_anything_moves() -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.user("a"))
    choose = process.node("exclusiveGateway", "choose", default="else")
    process.user("yes")
    process.user("no")
    process.flow(choose, "yes", "ok = 1")
    process.flow(choose, "no", flow_id="else")
    process.flow("a", choose)
    assert Player(file.xml()).move("a", begin="choose", ok=1).waiting == ["yes"]


def test_a_move_that_leaves_nothing_is_refused() -> None:
    player = Player(chain("a", "b").xml())
    assert refusal(player, "a") == "nothing-left"
    assert refusal(player) == "nothing-to-move"


def test_a_token_that_is_gone_cannot_be_moved() -> None:
    player = Player(chain("a", "b").xml())
    with pytest.raises(NotFound):
        player.run.move(["gone"], [Begin(element_id="b")])


def test_a_failed_step_is_moved_away_from() -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.script("bad", "x", "=missing"), process.user("a"), process.end())
    player = Player(file.xml())
    assert player.at("bad").kind == "incident"
    assert player.move("bad", begin="a").waiting == ["a"]


# -- scopes --


def nested() -> File:
    """a → outer(before → inner(x → y) → after) → z, each scope with a variable and listeners of its own."""
    file = File()
    process = file.process()
    outer = process.sub("outer", extension(mapping(inputs={"own": "=1"})))
    inner = inside(outer, "inner", "x", "y")
    aside = inner.sub("aside", triggeredByEvent="true")
    aside.chain(aside.start("on", file.message("ping"), isInterrupting="false"), aside.user("pong"))
    outer.boundary("late", "inner", timer(duration="PT1H"))
    outer.chain("late", outer.user("hurry"))
    outer.chain(outer.start("outer_start"), outer.user("before"), "inner", outer.user("after"))
    process.boundary("stop", "outer", file.message("stop"))
    process.chain("stop", process.user("stopped"))
    process.chain(process.start(), process.user("a"), "outer", process.user("z"), process.end())
    return file


def test_beginning_inside_opens_the_scopes_around_it() -> None:
    player = Player(nested().xml()).move("a", begin="y")
    assert player.waiting == ["late", "on", "stop", "y"]
    assert player.run.variables_of(player.at("y").token_id)["own"] == 1
    assert player.at("y").scope_ids == ("outer", "inner")
    assert "x" not in [step.element_id for step in player.steps]
    player.do("y").do("after").do("z")
    assert player.run.ended


def test_two_beginnings_share_the_scope_that_the_first_opens() -> None:
    player = Player(nested().xml())
    player.run.move([player.at("a").token_id], [Begin(element_id="x"), Begin(element_id="y")])
    assert player.waiting == ["late", "on", "stop", "x", "y"]
    assert len({wait.host_token_id for wait in player.run.waits() if wait.element_id == "late"}) == 1


def test_a_scope_left_empty_is_cancelled_and_does_not_go_on() -> None:
    player = Player(nested().xml()).do("a").do("before")
    player.move("x", begin="z")
    assert player.waiting == ["z"]
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["x", "inner", "outer"]


def test_a_scope_that_goes_on_stays_with_what_listens_to_it() -> None:
    player = Player(nested().xml()).do("a").do("before")
    late = player.at("late").token_id
    player.move("x", begin="y")
    assert player.at("late").token_id == late


def test_a_scope_that_ends_by_the_move_is_opened_anew() -> None:
    player = Player(nested().xml()).do("a").do("before")
    inner = player.at("late").host_token_id or ""
    player.run.move([inner], [Begin(element_id="y")])
    assert (player.at("late").host_token_id or "") != inner
    assert sorted(wait.element_id for wait in player.run.waits()) == ["late", "on", "stop", "y"]


def test_cancelling_an_activity_ends_all_inside_and_on_its_border() -> None:
    player = Player(nested().xml()).do("a").do("before").do("on")
    assert "pong" in player.waiting
    outer = player.at("stop").host_token_id or ""
    player.run.move([outer], [Begin(element_id="z")])
    assert [wait.element_id for wait in player.run.waits()] == ["z"]


def test_a_scope_whose_mapping_fails_leaves_all_as_it_was() -> None:
    file = File()
    process = file.process()
    inside(process, "sub", "x", inner=(extension(mapping(inputs={"own": "=missing"})),))
    process.chain(process.start(), process.user("a"), "sub")
    player = Player(file.xml())
    before = player.run.dump()
    with pytest.raises(StepFailed):
        player.move("a", begin="x")
    assert player.run.dump() == before


def test_an_event_sub_process_is_entered_without_its_event() -> None:
    player = Player(nested().xml()).move("a", begin="pong")
    assert player.waiting == ["late", "on", "pong", "stop"]
    player.do("pong").do("after").do("z")
    assert player.run.ended


# -- several instances of a scope --


def looping(*, sequential: bool = False) -> File:
    """start → a → each(item of [1,2,3]: x → y) → z."""
    file = File()
    process = file.process()
    inside(process, "each", "x", "y", inner=(loop("=[1, 2, 3]", sequential=sequential, into="out", result="=item"),))
    process.chain(process.start(), process.user("a"), "each", process.user("z"), process.end())
    return file


def test_of_several_instances_one_must_be_named() -> None:
    player = Player(looping().xml()).do("a")
    with pytest.raises(MoveRefused) as refused:
        player.move(begin="y")
    assert refused.value.reason == "scope-ambiguous"
    scopes = [each.token_id for each in player.run.standing() if each.kind == "scope"]
    assert sorted(refused.value.scopes) == sorted(scopes)
    player.move("x", begin=Begin(element_id="y", scope_token_id=scopes[0]))
    assert player.waiting == ["x", "x", "y"]
    assert player.run.variables_of(player.at("y").token_id)["item"] == 1
    for task in ("y", "x", "y", "x", "y", "z"):
        player.do(task)
    assert player.run.ended
    assert player.variables["out"] == [1, 2, 3]


def test_nothing_begins_inside_a_loop_that_does_not_run() -> None:
    assert refusal(Player(looping().xml()), "a", begin="y") == "inside-loop"
    assert Player(looping().xml()).move("a", begin="each").waiting == ["x", "x", "x"]


def test_an_instance_of_a_loop_that_is_cancelled_is_not_waited_for() -> None:
    player = Player(looping().xml()).do("a").move("x")
    for task in ("x", "y", "x", "y"):
        player.do(task)
    assert player.waiting == ["z"]
    assert player.variables["out"] == [None, 2, 3]


def test_a_loop_whose_last_instance_is_cancelled_is_cancelled() -> None:
    player = Player(looping(sequential=True).xml()).do("a").do("x").do("y")
    player.move("x", begin="z")
    assert player.waiting == ["z"]


def test_a_named_scope_must_hold_the_element() -> None:
    player = Player(looping().xml()).do("a")
    scope = next(each.token_id for each in player.run.standing() if each.kind == "scope")
    assert refusal(player, begin=Begin(element_id="z", scope_token_id=scope)) == "not-in-scope"
    assert refusal(player, begin=Begin(element_id="y", scope_token_id="gone")) == "scope-unknown"


def test_what_is_called_is_reached_by_its_call_activity() -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.call("call", "Q"), process.user("z"), process.end())
    called = file.process("Q")
    inside(called, "part", "deep")
    called.chain(called.start("q_start"), called.user("q1"), called.user("q2"), "part", called.end("q_end"))
    player = Player(file.xml())
    assert refusal(player, begin="q2") == "unknown-element"
    call = next(each.token_id for each in player.run.standing() if each.element_id == "call")
    player.move("q1", begin=Begin(element_id="deep", scope_token_id=call))
    assert player.at("deep").scope_ids == ("call", "part")
    player.move("deep", begin=Begin(element_id="q2", scope_token_id=call))
    place = next(each for each in player.run.places() if each.element_id == "q2")
    assert (place.process_id, place.scopes) == ("Q", (call,))
    player.move("q2", begin="z")
    assert player.waiting == ["z"]


def test_of_several_calls_each_is_a_choice() -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.call("call", "Q", loop("=[1, 2]")), process.end())
    called = file.process("Q")
    called.chain(called.start("qs"), called.user("q1"), called.user("q2"), called.end("qe"))
    player = Player(file.xml())
    calls = tuple(each.token_id for each in player.run.standing() if each.kind == "scope")
    place = next(each for each in player.run.places() if each.element_id == "q2")
    assert (len(calls), place.scopes, place.refused) == (2, calls, "")
    for call in calls:
        player.move("q1", begin=Begin(element_id="q2", scope_token_id=call))
    assert player.waiting == ["q2", "q2"]


# -- joins --


def forked(kind: str = "parallelGateway") -> File:
    """a → fork → (b1 → b2 | c) → join → d."""
    file = File()
    process = file.process()
    process.node(kind, "fork")
    process.node(kind, "join")
    process.chain(process.start(), process.user("a"), "fork", process.user("b1"), process.user("b2"), "join")
    process.chain("fork", process.user("c"), "join", process.user("d"), process.end())
    return file


KINDS = pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])


@KINDS
def test_a_token_set_on_a_join_counts_for_what_nothing_else_can_bring(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").move("b1", begin="join")
    assert player.waiting == ["c"]
    assert player.do("c").waiting == ["d"]


@KINDS
def test_a_token_set_on_a_join_completes_it(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").do("c").move("b1", begin="join")
    assert player.waiting == ["d"]
    assert player.do("d").run.ended


@KINDS
def test_a_move_over_a_join_leaves_nothing_behind(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").do("c").move("b1", begin="d")
    assert player.waiting == ["d"]
    assert player.do("d").run.ended


@KINDS
def test_a_move_over_a_join_and_back_finds_what_had_arrived(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").do("c").move("b1", begin="d").move("d", begin="b2")
    assert player.do("b2").waiting == ["d"]
    assert player.do("d").run.ended


@KINDS
def test_a_move_back_before_the_fork_does_not_fill_the_join_twice(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").do("c").move("b1", begin="a").do("a").do("b1").do("b2")
    assert player.waiting == ["c"]
    assert player.do("c").waiting == ["d"]
    assert player.do("d").run.ended


@KINDS
def test_a_move_within_a_branch_leaves_the_join_alone(kind: str) -> None:
    player = Player(forked(kind).xml()).do("a").do("c").do("b1").move("b2", begin="b1").do("b1").do("b2")
    assert player.waiting == ["d"]


def test_a_branch_that_is_only_cancelled_leaves_a_stuck_join_and_an_inclusive_one_goes_on() -> None:
    assert refusal(Player(forked().xml()).do("a").do("c"), "b1") == "nothing-left"
    assert Player(forked("inclusiveGateway").xml()).do("a").do("c").move("b1").waiting == ["d"]


def test_a_scope_where_only_a_join_waits_is_empty() -> None:
    file = File()
    process = file.process()
    sub = process.sub("sub")
    sub.node("parallelGateway", "fork")
    sub.node("parallelGateway", "join")
    sub.chain(sub.start("s"), "fork", sub.user("b"), "join", sub.end("e"))
    sub.chain("fork", sub.user("c"), "join")
    process.chain(process.start(), "sub", process.user("z"), process.end())
    player = Player(file.xml()).do("c").move("b", begin="z")
    assert player.waiting == ["z"]
    assert player.do("z").run.ended


# -- what cannot be begun, and what stands for what --


def events() -> File:
    """a → gateway(message m1 | timer) → z, a compensated task, an event sub-process."""
    file = File()
    process = file.process()
    process.node("eventBasedGateway", "which")
    process.node("intermediateCatchEvent", "m1", file.message("m1"))
    process.node("intermediateCatchEvent", "t1", timer(duration="PT1H"))
    process.user("z")
    process.node("userTask", "undo", isForCompensation="true")
    process.chain(process.start(), process.user("a"), "which", "m1", "z", process.end("end", compensate("a")))
    process.chain("which", "t1", "z")
    process.undone_by("a", "undo")
    process.boundary("late", "a", timer(duration="PT1H"))
    process.chain("late", "z")
    aside = process.sub("aside", triggeredByEvent="true")
    aside.chain(aside.start("on", file.message("ping"), isInterrupting="false"), aside.user("pong"))
    return file


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("nothing", "unknown-element"),
        ("late", "boundary-event"),
        ("on", "event-sub-process-start"),
        ("m1", "behind-event-gateway"),
        ("undo", "compensation-handler"),
    ],
)
def test_some_elements_never_begin_alone(element: str, reason: str) -> None:
    player = Player(events().xml())
    assert refusal(player, "a", begin=element) == reason
    assert {each.element_id: each.refused for each in player.run.places()}.get(element, "unknown-element") == reason


def test_any_event_behind_a_gateway_stands_for_the_gateway() -> None:
    player = Player(events().xml()).do("a").move("t1", begin="a")
    assert player.waiting == ["a", "late", "on"]


def test_what_only_listens_ends_with_what_it_belongs_to() -> None:
    player = Player(events().xml())
    assert refusal(player, "late", begin="z") == "token-only-listens"
    assert refusal(player, "on", begin="z") == "token-only-listens"


def test_what_was_done_is_undone_once_for_each_time_it_was_done() -> None:
    player = Player(events().xml()).do("a").move("m1", begin="a").do("a").do("m1").do("z")
    player.do("undo").do("undo")
    assert player.run.ended
    assert player.completed().count("undo") == 2


def test_what_was_cancelled_by_a_move_is_not_undone() -> None:
    player = Player(events().xml()).move("a", begin="z").do("z")
    assert player.run.ended
    assert "undo" not in player.completed()


def test_a_handler_that_is_cancelled_lets_the_undoing_go_on() -> None:
    file = File()
    process = file.process()
    for task in ("a", "b"):
        process.node("userTask", f"un_{task}", isForCompensation="true")
    process.chain(process.start(), process.user("a"), process.user("b"))
    process.undone_by("a", "un_a")
    process.undone_by("b", "un_b")
    back = process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("b", back, process.user("z"), process.end())
    player = Player(file.xml()).do("a").do("b")
    assert player.waiting == ["un_b"]
    player.move("un_b")
    assert player.waiting == ["un_a"]
    assert player.do("un_a").do("z").run.ended


def test_an_ad_hoc_sub_process_left_empty_waits_for_people() -> None:
    file = File()
    process = file.process()
    pick = process.ad_hoc("pick")
    pick.user("x")
    pick.user("y")
    process.chain(process.start(), "pick", process.end())
    player = Player(file.xml()).move(begin="x")
    assert player.waiting == ["pick", "x"]
    player.move("x")
    assert player.waiting == ["pick"]


def test_a_condition_that_waits_is_asked_after_a_move() -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.user("a"), process.user("b"))
    process.boundary("high", "b", condition("x >= 2"))
    process.chain("high", process.user("h"))
    assert Player(file.xml()).move("a", begin="b", x=3).waiting == ["h"]
