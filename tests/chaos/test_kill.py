"""The short version of `make chaos`: every crash of the whole product loses nothing and doubles nothing."""

from pathlib import Path

import pytest

from tests.chaos.kill import Plan, run
from tests.conftest import copy_of

PLAN = Plan(
    kills=4,
    complaints=20,
    seed=7,
    pace=0.2,
    dead_after=4,
    longest_life=2.0,
    settles_within=120,
)


@pytest.mark.slow
def test_killing_the_whole_product_loses_and_doubles_nothing(server: str, template: str, tmp_path: Path) -> None:
    with copy_of(server, template, "chaos") as address:
        outcome = run(PLAN, address, tmp_path, print)
    assert not outcome.violations, "\n".join(outcome.violations[:20])
    assert outcome.figures["kills"] == PLAN.kills
    assert outcome.figures["instances"] >= PLAN.complaints
    assert outcome.figures["timers fired"] > 0
