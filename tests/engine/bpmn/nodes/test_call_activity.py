"""Call activities: another process inside the same instance, its variables its own, its end the activity's end."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from engine import bpmn
from engine.bpmn import CalledProcess, Callee, Model
from engine.bpmn.nodes import call_activity
from engine.errors import SnapshotUnreadable
from tests.engine.bpmn.builder import File, Scope, extension, loop, mapping, timer, zeebe
from tests.engine.bpmn.play import LittleExpressions, Player


def calling(file: File, *inner: str, process: str = "Q", io: str = "", **values: object) -> Scope:
    """P: start, the call activity `call`, the user task `after`."""
    caller = file.process()
    caller.start()
    caller.call("call", process, *inner, io=io, **values)
    caller.user("after")
    caller.chain("start", "call", "after")
    return caller


def called(file: File, process: str = "Q", tag: str = "") -> Scope:
    """Start, the user task `ask`, a job `send`."""
    inside = file.process(process, extension(zeebe("versionTag", value=tag)) if tag else "")
    inside.start("start_" + process)
    inside.user("ask")
    inside.service("send_" + process)
    inside.chain("start_" + process, "ask", "send_" + process)
    return inside


def alone(tag: str = "", process: str = "Q") -> Model:
    file = File()
    called(file, process, tag)
    return bpmn.read(file.xml())


class Shelf:
    """Processes of other files, by name and tag."""

    def __init__(self, **models: Model) -> None:
        self.models = models
        self.asked: list[CalledProcess] = []

    def callee(self, process_id: str, called: CalledProcess) -> Callee | None:
        self.asked.append(called)
        reference = f"{process_id}_{called.version_tag}" if called.version_tag else process_id
        return self.found(reference)

    def found(self, reference: str) -> Callee | None:
        return Callee(model=self.models[reference], reference=reference) if reference in self.models else None


def both(**more: object) -> bytes:
    file = File()
    calling(file, **more)  # type: ignore[arg-type]  # passed on
    called(file)
    return file.xml()


@pytest.mark.proves("call activity: process of the same file")
def test_the_called_process_runs_in_the_same_instance_until_its_end() -> None:
    player = Player(both())
    wait = player.at("ask")
    assert (wait.scope_ids, wait.process_id, wait.reference, wait.activity.id) == (("call",), "Q", "", "ask")
    player.do("ask").do("send_Q")
    assert player.waiting == ["after"]
    assert player.at("after").process_id == "P"
    assert player.completed() == ["start", "start_Q", "ask", "send_Q", "call"]
    assert [step.process_id for step in player.steps if step.element_id == "ask"] == ["Q", "Q"]


@pytest.mark.proves("call activity: variables in and out")
def test_without_mappings_all_variables_go_in_and_come_out() -> None:
    player = Player(both(), {"given": 1, "other": 2})
    assert player.run.variables_of(player.at("ask").token_id) == {"given": 1, "other": 2}
    player.do("ask", given=5, fresh=6)
    assert player.variables == {"given": 1, "other": 2}
    player.do("send_Q")
    assert player.variables == {"given": 5, "other": 2, "fresh": 6}


@pytest.mark.proves("call activity: variables in and out")
def test_only_what_is_mapped_crosses_where_the_diagram_says_so() -> None:
    io = mapping(inputs={"inner": "=given"}, outputs={"result": "=answer"})
    xml = both(io=io, propagateAllParentVariables="false", propagateAllChildVariables="false")
    player = Player(xml, {"given": 1, "secret": 2})
    assert player.run.variables_of(player.at("ask").token_id) == {"inner": 1}
    player.do("ask", answer=42, noise=1).do("send_Q")
    assert player.variables == {"given": 1, "secret": 2, "result": 42}


def test_nothing_comes_out_where_nothing_is_mapped_and_not_all_is_wanted() -> None:
    player = Player(both(propagateAllChildVariables="false"), {"given": 1})
    player.do("ask", given=5).do("send_Q")
    assert player.variables == {"given": 1}


def test_the_called_process_cannot_touch_the_callers_variables_while_it_runs() -> None:
    player = Player(both(), {"given": 1})
    player.run.set_variables({"given": 9}, player.at("ask").token_id)
    player._reload()
    assert player.variables == {"given": 1}
    player.run.set_variables({"given": 3})
    player._reload()
    assert player.run.variables_of(player.at("ask").token_id) == {"given": 9}


@pytest.mark.proves("call activity: name from FEEL")
def test_the_name_may_be_an_expression() -> None:
    player = Player(both(process="=which"), {"which": "Q"})
    assert player.waiting == ["ask"]


@pytest.mark.proves("call activity: process that is not there")
@pytest.mark.parametrize(
    ("variables", "code"),
    [({"which": "nobody"}, "callee-unknown"), ({"which": 3}, "callee-not-named"), ({}, "unknown-variable")],
)
def test_what_cannot_be_called_is_an_incident_and_is_called_on_retry(variables: Mapping[str, Any], code: str) -> None:
    player = Player(both(process="=which"), variables)
    wait = player.at("call")
    assert (wait.kind, wait.code) == ("incident", code)
    player.run.set_variables({"which": "Q"})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["ask"]


@pytest.mark.proves("call activity: process in service, newest version")
def test_a_process_of_another_file_is_found_when_it_is_called_and_stays_that_version() -> None:
    file = File()
    calling(file)
    shelf = Shelf(Q=alone())
    player = Player(file.xml(), callees=shelf)
    assert player.at("ask").reference == "Q"
    assert [each.binding for each in shelf.asked] == ["latest"]
    player.do("ask").do("send_Q")
    assert player.waiting == ["after"]
    assert len(shelf.asked) == 1


@pytest.mark.proves("call activity: version tag or deployment")
def test_a_version_tag_chooses() -> None:
    file = File()
    calling(file, bindingType="versionTag", versionTag="v2")
    called(file, tag="v1")
    assert Player(file.xml()).at("call").code == "callee-unknown"
    assert Player(file.xml(), callees=Shelf(Q_v2=alone())).at("ask").reference == "Q_v2"


@pytest.mark.proves("call activity: version tag or deployment")
def test_what_is_bound_to_its_deployment_is_found_in_the_same_file() -> None:
    shelf = Shelf(Q=alone())
    assert Player(both(bindingType="deployment"), callees=shelf).at("ask").reference == ""
    assert Player(both(), callees=shelf).at("ask").reference == "Q"


def test_an_instance_whose_callee_is_gone_is_not_readable() -> None:
    file = File()
    calling(file)
    player = Player(file.xml(), callees=Shelf(Q=alone()))
    for callees in (None, Shelf()):
        with pytest.raises(SnapshotUnreadable):
            bpmn.load(player.model, player.run.dump(), player.expressions, callees=callees)


def test_a_called_process_may_have_expressions_of_its_own() -> None:
    class Loud(LittleExpressions):
        def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
            return str(super().evaluate(text, variables)).upper()

    class Library(Shelf):
        def found(self, reference: str) -> Callee | None:
            return Callee(model=self.models[reference], reference=reference, expressions=Loud())

    file = File()
    process = file.process("Q")
    process.start()
    process.user("ask")
    process.script("say", "said", "=word")
    process.chain("start", "ask", "say")
    main = File()
    calling(main)
    player = Player(main.xml(), {"word": "ja"}, callees=Library(Q=bpmn.read(file.xml())))
    player.do("ask")
    assert player.variables["said"] == "JA"


def test_an_error_inside_is_caught_on_its_border() -> None:
    file = File()
    caller = calling(file)
    caller.boundary("oops", "call", file.error("E1"))
    caller.user("handle")
    caller.flow("oops", "handle")
    called(file)
    player = Player(file.xml(), {"given": 1})
    player.do("ask", fresh=1)
    assert not player.fail("send_Q", "E2")
    assert player.fail("send_Q", "E1", why="x")
    assert player.waiting == ["handle"]
    assert player.variables == {"given": 1, "why": "x"}


def test_an_escalation_inside_reaches_its_border_and_the_rest_goes_on() -> None:
    file = File()
    caller = calling(file)
    caller.boundary("noted", "call", file.escalation("X"), interrupting=False)
    caller.user("handle")
    caller.flow("noted", "handle")
    inside = file.process("Q")
    inside.start("s")
    inside.node("intermediateThrowEvent", "t", file.escalation("X"))
    inside.user("ask")
    inside.chain("s", "t", "ask")
    assert Player(file.xml()).waiting == ["ask", "handle"]


def test_a_timer_on_its_border_ends_the_called_process() -> None:
    file = File()
    caller = calling(file)
    caller.boundary("late", "call", timer(duration="PT1H"))
    caller.user("handle")
    caller.flow("late", "handle")
    called(file)
    player = Player(file.xml())
    assert player.do("late").waiting == ["handle"]
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["ask", "call"]


def test_terminate_ends_only_the_called_process() -> None:
    file = File()
    calling(file)
    inside = file.process("Q")
    inside.start("s")
    inside.node("parallelGateway", "both")
    inside.user("stay")
    inside.user("stop")
    inside.end("all", "<bpmn:terminateEventDefinition/>")
    inside.chain("s", "both", "stay")
    inside.chain("both", "stop", "all")
    player = Player(file.xml())
    assert player.do("stop").waiting == ["after"]


def test_it_may_be_called_many_times_at_once() -> None:
    io = mapping(inputs={"number": "=item"}, outputs={"answer": "=said"})
    file = File()
    calling(file, loop("=xs", into="out", result="=answer"), io=io, propagateAllParentVariables="false")
    called(file)
    player = Player(file.xml(), {"xs": [1, 2, 3]})
    waits = [wait for wait in player.run.waits() if wait.element_id == "ask"]
    assert [wait.scope_ids for wait in waits] == [("call", "call")] * 3
    assert player.run.variables_of(waits[1].token_id)["number"] == 2
    for wait in reversed(waits):
        player.act(wait, {"said": player.run.variables_of(wait.token_id)["number"] * 10})
    for _ in waits:
        player.do("send_Q")
    assert player.variables["out"] == [10, 20, 30]


def test_a_failing_output_mapping_waits_with_what_the_called_process_left() -> None:
    player = Player(both(io=mapping(outputs={"result": "=answer + extra"})))
    player.do("ask", answer=1).do("send_Q")
    assert (player.waiting, player.at("call").code) == (["call"], "unknown-variable")
    player.run.set_variables({"extra": 1})
    player.run.retry(player.at("call").token_id)
    player._reload()
    assert player.variables == {"extra": 1, "result": 2}


def test_a_process_that_calls_itself_without_end_stops_as_an_incident() -> None:
    file = File()
    calling(file, process="P")
    player = Player(file.xml())
    [wait] = player.run.waits()
    assert (wait.kind, wait.code, len(wait.scope_ids)) == ("incident", "call-too-deep", 100)
    player.run.cancel()
    assert player.run.ended


def test_ids_of_caller_and_called_may_be_the_same_in_files_of_their_own() -> None:
    file = File()
    process = file.process("Q")
    process.start()
    process.user("after")
    process.chain("start", "after")
    main = File()
    calling(main)
    player = Player(main.xml(), callees=Shelf(Q=bpmn.read(file.xml())))
    assert player.at("after").scope_ids == ("call",)
    assert player.do("after").at("after").scope_ids == ()


def test_a_called_process_is_kept_compactly() -> None:
    player = Player(both(), {"given": 1})
    saved = orjson.loads(player.run.dump())
    [part] = saved["s"]
    assert (saved["v"], part["c"], part["d"]) == (1, ["", "Q"], {"given": 1})


def test_it_needs_a_start_without_a_trigger() -> None:
    file = File()
    calling(file)
    file.process("Q").start("s", file.message("m"))
    assert Player(file.xml()).at("call").code == "callee-without-start"


def test_the_plain_attribute_names_the_process_too() -> None:
    file = File()
    caller = file.process()
    caller.start()
    caller.node("callActivity", "call", calledElement="Q")
    caller.chain("start", "call")
    called(file)
    assert Player(file.xml()).waiting == ["ask"]


def test_a_process_that_calls_itself_twice_over_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_activity, "MAX_SCOPES", 200)
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.flow("start", "fork")
    for name in ("one", "two"):
        process.call(name, "P")
        process.flow("fork", name)
    player = Player(file.xml())
    assert {wait.code for wait in player.run.waits()} == {"too-many-calls"}
    assert len(player.run.waits()) < 400


@pytest.mark.parametrize("handed_out", [True, False])
def test_what_a_failing_process_has_so_far_is_handed_out_where_its_dialect_does_so(handed_out: bool) -> None:
    file = File()
    caller = file.process()
    caller.start()
    caller.node("callActivity", "call", extension('<camunda:out variables="all"/>'), calledElement="Q")
    caller.boundary("oops", "call", file.error("E1"))
    caller.user("handle")
    caller.chain("start", "call")
    caller.flow("oops", "handle")
    called(file)
    namespace = "http://camunda.org/schema/1.0/bpmn" if handed_out else "http://unknown.test"
    root = f'<bpmn:definitions xmlns:camunda="{namespace}" '
    player = Player(file.xml().replace(b"<bpmn:definitions ", root.encode())).do("ask", fresh=1)
    assert player.fail("send_Q", "E1")
    assert player.waiting == ["handle"]
    assert player.variables == ({"fresh": 1} if handed_out else {})
