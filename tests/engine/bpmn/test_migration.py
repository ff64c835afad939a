"""Going on by another version: what stays, what starts and stops to listen, and what is refused with a reason."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import CalledProcess, Callee, Run
from engine.errors import MigrationRefused, StepFailed
from tests.engine.bpmn.builder import COMPENSATE, File, Scope, compensate, extension, loop, mapping, timer
from tests.engine.bpmn.play import LittleExpressions, Player

Draw = Callable[[File, Scope], None]


def drawn(draw: Draw) -> bytes:
    file = File()
    draw(file, file.process())
    return file.xml()


def chain(*nodes: str) -> bytes:
    """start → user tasks → end."""

    def draw(_: File, process: Scope) -> None:
        process.chain(process.start(), *[process.user(node) for node in nodes], process.end())

    return drawn(draw)


def verdicts(player: Player, xml: bytes, names: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """element → (verdict, reason)."""
    found = player.run.migration(bpmn.read(xml), "P", names or {})
    return {each.element_id: (each.verdict, each.reason) for each in found}


def migrate(player: Player, xml: bytes, **names: str) -> Player:
    """The player goes on by another version, saved and loaded."""
    player.model = bpmn.read(xml)
    player.run = player.run.migrated(player.model, "P", names, player.expressions, callees=player.callees)
    player._reload()
    return player


def refusal(player: Player, xml: bytes, **names: str) -> str:
    before = player.run.dump()
    with pytest.raises(MigrationRefused) as refused:
        player.run.migrated(bpmn.read(xml), "P", names, player.expressions)
    assert player.run.dump() == before
    return refused.value.reason


def identical(xml: bytes, *done: str) -> None:
    """A migration onto the same diagram changes nothing at all."""
    player = Player(xml)
    for element in done:
        player.do(element)
    before = player.run.dump()
    migrated = player.run.migrated(bpmn.read(xml), "P", {}, player.expressions)
    assert migrated.dump() == before
    assert migrated.trace == []


# -- in a row --


def test_a_token_keeps_its_id_and_goes_on_by_the_new_version() -> None:
    player = Player(chain("a", "b"))
    token = player.at("a").token_id
    migrate(player, chain("first", "a", "new", "b"))
    assert player.at("a").token_id == token
    assert player.do("a").do("new").do("b").run.ended


def test_a_renamed_element_needs_a_mapping() -> None:
    player = Player(chain("a", "b"))
    assert verdicts(player, chain("x", "b"))["a"] == ("needs_mapping", "no-such-element")
    assert refusal(player, chain("x", "b")) == "no-such-element"
    assert refusal(player, chain("x", "b"), a="nothing") == "unknown-target"
    assert verdicts(player, chain("x", "b"), {"a": "x"})["a"] == ("mapped", "")
    assert migrate(player, chain("x", "b"), a="x").do("x").waiting == ["b"]


def test_a_mapping_is_suggested_where_name_and_kind_say_it() -> None:
    old = bpmn.read(drawn(lambda _, p: p.chain(p.start(), p.node("userTask", "t1", name="Check"), p.user("t2"))))
    new = bpmn.read(drawn(lambda _, p: p.chain(p.start(), p.node("userTask", "u1", name="Check"), p.user("u2"))))
    assert bpmn.suggest(old.processes["P"], new.processes["P"]) == {"t1": "u1"}


def test_another_kind_of_element_is_refused() -> None:
    player = Player(chain("a"))
    other = drawn(lambda _, p: p.chain(p.start(), p.service("a"), p.end()))
    assert verdicts(player, other)["a"] == ("blocked", "other-kind")


def test_a_step_that_failed_is_tried_again_by_the_new_version() -> None:
    bad = drawn(lambda _, p: p.chain(p.start(), p.script("s", "x", "=missing"), p.user("a"), p.end()))
    good = drawn(lambda _, p: p.chain(p.start(), p.script("s", "x", "=1"), p.user("a"), p.end()))
    player = migrate(Player(bad), good)
    player.run.retry(player.at("s").token_id)
    assert player.waiting == ["a"]


def test_variables_stay() -> None:
    player = Player(chain("a", "b"), {"n": 1})
    assert migrate(player.do("a", m=2), chain("b")).variables == {"n": 1, "m": 2}


# -- scopes --


def sub(name: str, *tasks: str, start: str = "s", inner: tuple[str, ...] = ()) -> bytes:
    def draw(_: File, process: Scope) -> None:
        scope = process.sub(name, *inner)
        scope.chain(scope.start(start), *[scope.user(task) for task in tasks], scope.end(f"{start}_end"))
        process.chain(process.start(), name, process.user("z"), process.end())

    return drawn(draw)


def test_a_sub_process_goes_on_with_all_inside() -> None:
    player = migrate(Player(sub("part", "x", "y")), sub("part", "x", "new"))
    assert player.do("x").do("new").waiting == ["z"]


def test_a_renamed_sub_process_takes_its_inside_along() -> None:
    player = migrate(Player(sub("part", "x")), sub("piece", "x"), part="piece")
    assert player.at("x").scope_ids == ("piece",)


def test_an_element_in_another_scope_is_refused() -> None:
    assert verdicts(Player(chain("a", "z")), sub("part", "a"))["a"] == ("blocked", "other-scope")
    found = verdicts(Player(sub("part", "x")), chain("x", "z"))
    assert found == {"part": ("needs_mapping", "no-such-element"), "x": ("blocked", "other-scope")}


def test_a_token_stays_in_the_scope_that_its_own_is_mapped_to() -> None:
    def two(_: File, process: Scope) -> None:
        for name in ("one", "two"):
            scope = process.sub(name)
            scope.chain(scope.start(f"s{name}"), scope.user(f"x{name}"))
        process.chain(process.start(), "one", "two", process.end())

    xml = drawn(two)
    assert refusal(Player(xml), xml, one="two") == "other-scope"
    assert migrate(Player(xml), xml, one="two", xone="xtwo").waiting == ["xtwo"]


# -- loops --


def each(sequential: bool = False, into: str = "out", **more: Any) -> bytes:
    inner = loop("=[1, 2, 3]", sequential=sequential, into=into, result="=item", **more)
    return drawn(lambda _, p: p.chain(p.start(), p.user("a", inner), p.user("z"), p.end()))


@pytest.mark.parametrize("sequential", [False, True])
def test_a_loop_keeps_its_count(sequential: bool) -> None:
    player = migrate(Player(each(sequential)).do("a"), each(sequential))
    player.do("a").do("a")
    assert player.waiting == ["z"]
    assert player.variables["out"] == [1, 2, 3]


@pytest.mark.parametrize("other", [chain("a", "z"), each(True), each(into="other"), each(element="thing")])
def test_a_loop_that_repeats_in_another_way_is_refused(other: bytes) -> None:
    assert refusal(Player(each()), other) == "loop-changed"


def test_a_single_activity_does_not_become_a_loop() -> None:
    assert refusal(Player(chain("a", "z")), each()) == "loop-changed"


def test_a_loop_may_end_on_another_condition() -> None:
    player = migrate(Player(each()), each(until="=numberOfCompletedInstances >= 1"))
    assert player.do("a").waiting == ["z"]


# -- events --


def guarded(*borders: tuple[str, str], boundary: Callable[[Scope, str, str], None] | None = None) -> bytes:
    """Task a with boundary timers (id, duration), each to a task of its own."""

    def draw(_: File, process: Scope) -> None:
        process.chain(process.start(), process.user("a"), process.user("z"), process.end())
        for border, span in borders:
            process.boundary(border, "a", timer(duration=span), interrupting=False)
            process.chain(border, process.user(f"after_{border}"), process.end(f"end_{border}"))

    return drawn(draw)


def test_a_timer_keeps_its_due_date() -> None:
    player = Player(guarded(("late", "PT1H")))
    before = player.at("late")
    player.later(minutes=30)
    after = migrate(player, guarded(("late", "PT5H"))).at("late")
    assert (after.token_id, after.due_at) == (before.token_id, before.due_at)


def test_new_events_begin_to_listen_and_those_that_went_stop() -> None:
    player = Player(guarded(("late", "PT1H")))
    assert verdicts(player, guarded(("soon", "PT2H"))) == {
        "a": ("safe", ""),
        "late": ("safe", "stops-listening"),
        "soon": ("safe", "starts-listening"),
    }
    assert migrate(player, guarded(("soon", "PT2H"))).waiting == ["a", "soon"]
    assert player.do("soon").do("a").waiting == ["after_soon", "z"]


def test_an_event_that_has_happened_does_not_listen_again() -> None:
    player = migrate(Player(guarded(("late", "PT1H"))).do("late"), guarded(("late", "PT1H")))
    assert player.waiting == ["a", "after_late"]


def test_a_renamed_event_goes_on_listening() -> None:
    player = Player(guarded(("late", "PT1H")))
    due = player.at("late").due_at
    assert migrate(player, guarded(("soon", "PT9H")), late="soon").at("soon").due_at == due


def test_an_event_that_cannot_begin_to_listen_refuses_all() -> None:
    player = Player(guarded())
    before = player.run.dump()
    with pytest.raises(StepFailed):
        player.run.migrated(bpmn.read(guarded(("late", "=missing"))), "P", {}, player.expressions)
    assert player.run.dump() == before


def aside(kind: str, *, more: bool = False, interrupting: str = "false") -> bytes:
    def draw(file: File, process: Scope) -> None:
        process.chain(process.start(), process.user("a"), process.end())
        for name in ("one", "two")[: 2 if more else 1]:
            scope = process.sub(name, triggeredByEvent="true")
            event = file.message(name) if kind == "message" else timer(duration="PT1H")
            scope.chain(scope.start(f"on_{name}", event, isInterrupting=interrupting), scope.user(f"in_{name}"))

    return drawn(draw)


def test_event_sub_processes_begin_and_stop_to_listen() -> None:
    player = Player(aside("message"))
    token = player.at("on_one").token_id
    migrate(player, aside("message", more=True))
    assert player.waiting == ["a", "on_one", "on_two"]
    assert player.at("on_one").token_id == token
    assert migrate(player, chain("a")).waiting == ["a"]


def test_an_event_of_another_kind_listens_anew() -> None:
    player = migrate(Player(aside("message")), aside("timer"))
    assert player.at("on_one").kind == "timer"


def test_an_interrupted_scope_stays_interrupted() -> None:
    player = Player(aside("message", interrupting="true")).do("on_one")
    assert migrate(player, aside("message", more=True, interrupting="true")).waiting == ["in_one"]


def waiting_for(*events: str) -> bytes:
    def draw(file: File, process: Scope) -> None:
        process.chain(process.start(), process.node("eventBasedGateway", "which"))
        for name in events:
            process.node("intermediateCatchEvent", name, file.message(name))
            process.chain("which", name, process.user(f"after_{name}"), process.end(f"end_{name}"))

    return drawn(draw)


def test_an_event_based_gateway_waits_for_what_the_new_version_says() -> None:
    player = migrate(Player(waiting_for("m", "n")), waiting_for("n", "o"))
    assert player.waiting == ["n", "o"]
    assert player.do("o").waiting == ["after_o"]


def catching(definition: Callable[[File], str]) -> bytes:
    return drawn(
        lambda file, p: p.chain(p.start(), p.node("intermediateCatchEvent", "c", definition(file)), p.user("z"))
    )


def test_a_token_waits_for_the_kind_of_event_it_came_for() -> None:
    by_message = catching(lambda file: file.message("m"))
    assert refusal(Player(by_message), catching(lambda _: timer(duration="PT1H"))) == "event-changed"
    renamed = migrate(Player(by_message), catching(lambda file: file.message("other")))
    assert renamed.at("c").name == "m"


# -- joins --


def forked(*names: str, ids: tuple[str, ...] = ("", ""), kind: str = "parallelGateway") -> bytes:
    """fork → one task each → join → z; `ids` are those of the flows into the join."""

    def draw(_: File, process: Scope) -> None:
        process.node(kind, "fork")
        process.node(kind, "join")
        process.chain(process.start(), "fork")
        for name, flow_id in zip(names, (*ids, "", ""), strict=False):
            process.flow("fork", process.user(name))
            process.flow(name, "join", flow_id=flow_id)
        process.chain("join", process.user("z"), process.end())

    return drawn(draw)


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
@pytest.mark.parametrize(
    "other", [{"ids": ("f1", "f2")}, {"ids": ("g1", "g2")}, {"names": ("b", "a"), "ids": ("g1", "g2")}]
)
def test_a_join_keeps_what_has_arrived(kind: str, other: dict[str, Any]) -> None:
    player = Player(forked("a", "b", ids=("f1", "f2"), kind=kind)).do("a")
    migrate(player, forked(*other.get("names", ("a", "b")), ids=other["ids"], kind=kind))
    assert player.waiting == ["b"]
    assert player.do("b").do("z").run.ended


def test_a_flow_into_a_join_may_be_mapped() -> None:
    old, new = forked("a", "b", ids=("f1", "f2")), forked("x", "b", "y", ids=("g1", "g2"))
    assert verdicts(Player(old).do("a"), new)["join"] == ("blocked", "join-flow")
    player = migrate(Player(old).do("a"), new, f1="g1")
    assert player.waiting == ["b"]


def test_a_join_that_asks_for_less_goes_through() -> None:
    player = migrate(Player(forked("a", "b", "c")).do("a").do("b"), forked("a", "b", "x"), c="x")
    assert player.waiting == ["x"]

    def without(_: File, process: Scope) -> None:
        process.node("parallelGateway", "join")
        process.node("parallelGateway", "fork")
        process.chain(process.start(), "fork", process.user("a"), "join", process.user("z"), process.end())
        process.chain("fork", process.user("b"), "join")
        process.chain("fork", process.user("c"), process.end("end_c"))

    player = migrate(Player(forked("a", "b", "c")).do("a").do("b"), drawn(without))
    assert player.waiting == ["c", "z"]
    assert player.do("c").do("z").run.ended


# -- calls, ad-hoc, compensation --


class Files:
    """Called processes of other files, and the old version of this one under its reference."""

    def __init__(self, **files: bpmn.Model) -> None:
        self.files = files

    def callee(self, process_id: str, called: CalledProcess) -> Callee | None:
        return None

    def found(self, reference: str) -> Callee | None:
        model = self.files.get(reference)
        return None if model is None else Callee(model=model, reference=reference)


def calling(*tasks: str) -> bytes:
    def draw(file: File, process: Scope) -> None:
        process.chain(process.start(), process.call("call", "Q"), process.user("z"), process.end())
        called = file.process("Q")
        called.chain(called.start("qs"), *[called.user(task) for task in tasks], called.end("qe"))

    return drawn(draw)


def test_a_called_process_stays_on_its_version() -> None:
    old, new = bpmn.read(calling("q1", "q2")), bpmn.read(calling("other"))
    expressions = LittleExpressions()
    run = bpmn.start(old, "P", {}, expressions)
    assert [each.reason for each in run.migration(new, "P", {})] == ["", "stays-in-called-process"]
    callees = Files(v1=old)
    run = run.migrated(new, "P", {}, expressions, callees=callees, reference="v1")
    for task in ("q1", "q2"):
        run = bpmn.load(new, run.dump(), expressions, callees=callees)
        [wait] = run.waits()
        assert (wait.element_id, wait.reference) == (task, "v1")
        run.complete(wait.token_id, {})
    assert [wait.element_id for wait in run.waits()] == ["z"]


def picking(*elements: str, listed: str = "") -> bytes:
    def draw(_: File, process: Scope) -> None:
        pick = process.ad_hoc("pick", listed, ordering="Sequential")
        for element in elements:
            pick.user(element)
        process.chain(process.start(), "pick", process.end())

    return drawn(draw)


def test_an_ad_hoc_sub_process_keeps_what_is_still_to_begin() -> None:
    old = picking("x", "y", listed='=["x", "y"]')
    assert refusal(Player(old), picking("x", "n", listed='=["x"]')) == "ad-hoc-changed"
    player = migrate(Player(old), picking("x", "n", listed='=["x"]'), y="n")
    assert player.do("x").waiting == ["n"]
    assert migrate(Player(picking("x")), picking("x", "y")).at("pick").choices == ("x", "y")


def undone(task: str, handler: str = "", back: str = "") -> bytes:
    """task (undone by handler) → w → undo all → end."""

    def draw(_: File, process: Scope) -> None:
        process.chain(process.start(), process.user(task), process.user("w"))
        if handler:
            process.node("userTask", handler, isForCompensation="true")
            process.undone_by(task, handler)
        process.chain("w", process.node("intermediateThrowEvent", "back", back or COMPENSATE), process.end())

    return drawn(draw)


def test_what_was_done_is_undone_by_the_handler_of_the_new_version() -> None:
    player = migrate(Player(undone("a", "un")).do("a"), undone("b", "back_b"), a="b")
    assert player.do("w").waiting == ["back_b"]


def test_what_the_new_version_cannot_undo_is_told_and_forgotten() -> None:
    player = Player(undone("a", "un")).do("a")
    assert verdicts(player, chain("a", "w"))["a"] == ("safe", "not-undone-any-more")
    assert migrate(player, chain("a", "w")).do("w").run.ended


def test_undoing_goes_on_by_the_new_version() -> None:
    def draw(names: tuple[str, str]) -> bytes:
        def scope(_: File, process: Scope) -> None:
            part = process.sub("part")
            for task in names:
                part.user(task)
                part.node("userTask", f"un_{task}", isForCompensation="true")
                part.undone_by(task, f"un_{task}")
            part.chain(part.start("s"), *names, part.end("e"))
            process.chain(process.start(), "part", process.user("w"), process.end("end", compensate("part")))

        return drawn(scope)

    player = Player(draw(("a", "b"))).do("a").do("b")
    migrate(player, draw(("n", "b")), a="n").do("w")
    assert player.waiting == ["un_b"]
    migrate(player, draw(("m", "k")), n="m", b="k", un_b="un_k")
    assert player.waiting == ["un_k"]
    assert player.do("un_k").do("un_m").run.ended


def test_the_same_diagram_changes_nothing() -> None:
    io = extension(mapping(inputs={"own": "=1"}))
    identical(chain("a", "b"), "a")
    identical(sub("part", "x", "y", inner=(io,)), "x")
    identical(each(), "a")
    identical(guarded(("late", "PT1H"), ("soon", "PT2H")), "late")
    identical(aside("message", more=True), "on_one")
    identical(waiting_for("m", "n"))
    identical(forked("a", "b"), "a")
    identical(picking("x", "y", listed='=["x", "y"]'))
    identical(undone("a", "un"), "a", "w")


def test_the_run_it_comes_from_stays_as_it_was() -> None:
    player = Player(guarded(("late", "PT1H")))
    run: Run = player.run
    before = run.dump()
    run.migrated(bpmn.read(chain("a")), "P", {}, player.expressions)
    assert run.dump() == before
