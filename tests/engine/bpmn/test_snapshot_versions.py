"""Instances that were saved by any release can be loaded, wait where they waited, and go on to their end."""

import re
from pathlib import Path
from random import Random

import orjson
import pytest

from tests.engine.bpmn import fuzz
from tests.engine.bpmn.play import LittleExpressions
from tests.engine.bpmn.record_snapshots import FOLDER, kinds, recorded, told

RECORDED = sorted(FOLDER.glob("v*/*.bpmn"))
LONGEST = 2_000
KINDS = {
    "AdHocTask", "BoundaryEvent listening", "CallActivity", "CancelEnd", "CatchEvent", "CatchEvent listening",
    "CompensationEnd", "CompensationThrow", "Compensator", "EventGateway", "EventSubProcess",
    "EventSubProcess listening", "InclusiveGateway", "Job", "MultiInstance", "ParallelGateway", "ScriptTask",
    "StandardLoopBody", "SubProcessTask", "UserTask", "records", "wait choice", "wait condition", "wait incident",
    "wait job", "wait message", "wait signal", "wait timer", "wait user",
}  # fmt: skip
"""What can be alive in an instance at rest; a version whose recordings lack one of them proves too little."""

_NAME = re.compile(r"c_\w+")
every_recording = pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name} {path.stem}")


@pytest.mark.parametrize("version", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_kind_of_token_is_among_the_recordings_of_a_version(version: Path) -> None:
    found = {kind for path in version.glob("*.bpmn") for kind in kinds(recorded(path))}
    assert found >= KINDS


@every_recording
def test_it_waits_where_it_waited(path: Path) -> None:
    expected = orjson.loads(path.with_suffix(".json").read_bytes())
    assert orjson.loads(orjson.dumps(told(recorded(path)))) == expected


@every_recording
def test_it_goes_on_to_its_end(path: Path) -> None:
    run, random, expressions = recorded(path), Random(0), LittleExpressions()
    for _ in range(LONGEST):
        waits = run.waits()
        if not waits:
            break
        wait = random.choice(waits)
        if wait.kind == "condition":
            run.set_variables(dict.fromkeys(_NAME.findall(wait.activity.condition or ""), 2), wait.token_id)
        else:
            # Loops are left sooner or later, and what can be closed or mended is.
            fuzz.act(run, wait, (random.randrange(3), 0.35), expressions)
    assert run.ended
