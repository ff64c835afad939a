"""Snapshots: small, versioned, and exactly what was."""

from decimal import Decimal

import orjson
import pytest

from engine import bpmn
from engine.errors import SnapshotUnreadable, StepFailed
from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import LittleExpressions, Player

TASKS = ("collect", "organise", "analyse", "use")


def loop_of_four() -> bytes:
    file = File()
    process = file.process()
    process.start()
    for task in TASKS:
        process.user(task)
    process.node("exclusiveGateway", "again", default="enough")
    process.end()
    process.chain("start", *TASKS, "again")
    process.flow("again", "collect", "=more")
    process.flow("again", "end", flow_id="enough")
    return file.xml()


def test_two_thousand_rounds_leave_the_snapshot_as_small_as_one() -> None:
    player = Player(loop_of_four(), {"round": 1000})
    sizes = set()
    for number in range(1000, 3000):
        for task in TASKS:
            player.do(task, round=number, more=True)
        player.steps.clear()
        sizes.add(len(player.run.dump()))
    assert len(sizes) == 1
    for task in TASKS:
        player.do(task, more=False)
    assert player.run.ended
    assert player.variables == {"round": 2999, "more": False}


def test_a_snapshot_written_by_the_first_format_can_always_be_read() -> None:
    kept = b'{"v":1,"p":"P","d":{"round":7},"t":[["00ab","organise",16,"",0,0,0]]}'  # never change this line
    run = bpmn.load(bpmn.read(loop_of_four()), kept, LittleExpressions())
    assert [(wait.token_id, wait.element_id) for wait in run.waits()] == [("00ab", "organise")]
    assert run.dump() == kept


@pytest.mark.parametrize(
    "snapshot",
    [b"", b"{", b"[]", b"{}", b'{"v":2,"p":"P","d":{},"t":[]}', b'{"v":1,"p":"other","d":{},"t":[]}',
     b'{"v":1,"p":"P","d":{},"t":[["1","gone",16,"",0,0,0]]}'],
)  # fmt: skip
def test_what_it_cannot_read_is_refused(snapshot: bytes) -> None:
    with pytest.raises(SnapshotUnreadable):
        bpmn.load(bpmn.read(loop_of_four()), snapshot, LittleExpressions())


def test_dumping_twice_gives_the_same_bytes() -> None:
    player = Player(loop_of_four(), {"a": [1, {"b": None}], "中文": "是"})
    blob = player.run.dump()
    assert bpmn.load(player.model, blob, player.expressions).dump() == blob


def test_exact_decimals_are_kept_as_numbers() -> None:
    run = bpmn.start(bpmn.read(loop_of_four()), "P", {"price": Decimal("12.10")}, LittleExpressions())
    assert orjson.loads(run.dump())["d"] == {"price": 12.1}


def test_a_variable_that_is_no_json_value_is_refused() -> None:
    run = bpmn.start(bpmn.read(loop_of_four()), "P", {"bad": object()}, LittleExpressions())
    with pytest.raises(StepFailed) as raised:
        run.dump()
    assert raised.value.error_code == "variables-not-storable"


def test_an_ended_instance_keeps_its_variables() -> None:
    player = Player(loop_of_four())
    for task in TASKS:
        player.do(task, more=False)
    assert player.run.ended
    assert player.variables == {"more": False}
    assert player.waiting == []
