"""What is meant to do harm is refused or bounded, with a code that says why, in little time and memory."""

import json
import resource
import subprocess
import sys
from typing import Any

import pytest

from tests.engine.bpmn.hostile import CASES

MEMORY = 1 << 30
"""Bytes of address space for all cases together; one that is not bounded ends in a MemoryError."""
PEAK_MB = 400
SECONDS = 30
"""For one case on a busy machine; alone each takes less than two."""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What became of every case, in one process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.bpmn.hostile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS * 10,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {outcome["case"]: outcome for outcome in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("case", CASES)
def test_what_is_meant_to_do_harm_is_refused_or_bounded(case: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome = outcomes[case]
    assert outcome["found"] == CASES[case][1]
    assert outcome["seconds"] < SECONDS
    assert outcome["peak_mb"] < PEAK_MB
