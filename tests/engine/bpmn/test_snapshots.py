"""Snapshots that were written once can always be read: one diagram with everything a snapshot has to remember."""

import orjson
import pytest

from engine import bpmn
from tests.engine.bpmn.builder import COMPENSATE, File, Scope, condition, loop
from tests.engine.bpmn.play import LittleExpressions

# Never change these lines: instances of this age wait in databases.
BEFORE = (
    b'{"v":1,"p":"P","d":{"xs":[1,2],"todo":["x","y"],"enough":false,"ready":false},"t":[["0000","call",32,"",0,0,0],'
    b'["0001","pick",32,"",0,0,{"queue":["y"]}],["0002","again",32,"",0,0,{"done":1}],["0003","many",8,"",0,0,0],'
    b'["0004","last",16,"",0,0,0],["0005","many",8,"0003",1,0,{"n":0,"name":"m","key":"k","seen":{}}],'
    b'["0006","many",8,"0003",1,0,{"n":1}],["0007","again#each",16,"0002",0,{"loopCounter":2},0]],"k":["hotel",["trip",'
    b'{},[{"all":[["flight",{"loopCounter":1,"item":1},0],["flight",{"loopCounter":2,"item":2},0]]}]]],"s":[{"o":"0000",'
    b'"d":{"xs":[1,2],"todo":["x","y"],"enough":false,"ready":false},"t":[["0008","ask",16,"",0,0,0]],"c":["","Q"]},'
    b'{"o":"0001","d":{},"t":[["0009","x",16,"",0,0,0]]}]}'
)
UNDOING = (
    b'{"v":1,"p":"P","d":{"xs":[1,2]},"t":[["0007","back",32,"",0,0,{"todo":[]}],["0008","#undo",32,"",0,0,'
    b'{"todo":["hotel"],"for":"0007"}],["0009","trip",32,"0008",0,0,{"undo":1}]],"s":[{"o":"0009","d":{},"t":'
    b'[["000c","#undo",32,"",0,0,{"todo":[],"for":""}],["000d","un_flight",16,"000c",0,{"loopCounter":1,"item":1},0],'
    b'["000e","un_flight",16,"000c",0,{"loopCounter":2,"item":2},0]]}]}'
)


def everything() -> bytes:
    """hotel and trip, that can be undone; then a call, a choice, a loop, an event and an undoing side by side."""
    file = File()
    process = file.process()
    process.start()
    _undoable(process, "hotel")
    trip = process.sub("trip")
    trip.start("s")
    _undoable(trip, "flight", loop("=xs"))
    trip.chain("s", "flight")
    process.node("parallelGateway", "fork")
    process.call("call", "Q")
    pick = process.ad_hoc("pick", "=todo", "=enough", ordering="Sequential")
    pick.user("x")
    pick.user("y")
    process.user("again", '<bpmn:standardLoopCharacteristics loopMaximum="3"/>')
    triggers = (file.message("m", '="k"'), condition("=ready"))
    process.node("intermediateCatchEvent", "many", *triggers, parallelMultiple="true")
    process.user("last")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("start", "hotel", "trip", "fork", "call")
    for beside in ("pick", "again", "many", "last"):
        process.flow("fork", beside)
    process.flow("last", "back")
    called = file.process("Q")
    called.start("s2")
    called.user("ask")
    called.chain("s2", "ask")
    return file.xml()


def _undoable(scope: Scope, name: str, *inner: str) -> None:
    scope.user(name, *inner)
    scope.node("userTask", f"un_{name}", isForCompensation="true")
    scope.undone_by(name, f"un_{name}")


@pytest.mark.parametrize(
    ("kept", "waiting"),
    [
        (BEFORE, ["again", "ask", "last", "many", "x"]),
        (UNDOING, ["un_flight", "un_flight"]),
    ],
)
def test_it_is_read_waits_where_it_waited_and_is_written_alike(kept: bytes, waiting: list[str]) -> None:
    run = bpmn.load(bpmn.read(everything()), kept, LittleExpressions())
    assert sorted(wait.element_id for wait in run.waits()) == waiting
    assert orjson.loads(run.dump()) == orjson.loads(kept)


@pytest.mark.parametrize("kept", [BEFORE, UNDOING])
def test_it_can_be_played_to_its_end(kept: bytes) -> None:
    run = bpmn.load(bpmn.read(everything()), kept, LittleExpressions())
    run.set_variables({"ready": True})
    while waits := run.waits():
        assert {wait.kind for wait in waits} <= {"user", "choice"}
        if waits[0].kind == "choice":
            run.close(waits[0].token_id)
        else:
            run.complete(waits[0].token_id, {})
    assert run.ended
