"""The short version of `make chaos`: every crash of the whole product loses nothing and doubles nothing."""

from pathlib import Path

import pytest

from tests.chaos.kill import Plan, run
from tests.conftest import copy_of

PLAN = Plan(
    kills=4,
    complaints=24,
    seed=7,
    pace=0.3,
    dead_after=5,
    longest_life=2.0,
    settles_within=120,
)


@pytest.mark.slow
def test_killing_the_whole_product_loses_and_doubles_nothing(server: str, template: str, tmp_path: Path) -> None:
    with copy_of(server, template, "chaos") as address:
        outcome = run(PLAN, address, tmp_path, print)
    assert outcome.violations == []
    assert outcome.figures["kills"] == PLAN.kills
    assert outcome.figures["instances"] >= PLAN.complaints
    assert outcome.figures["timers fired"] > 0
