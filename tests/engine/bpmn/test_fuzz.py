"""A short run of the fuzzers: random diagrams, random drivers, no difference."""

import pytest

from tests.engine.bpmn import fuzz


@pytest.mark.parametrize("seed", range(60))
def test_saving_and_loading_after_every_step_changes_nothing(seed: int) -> None:
    fuzz.saved_against_memory(seed)


@pytest.mark.parametrize("seed", range(60))
def test_open_tasks_are_those_of_the_stock_engine_where_it_is_right(seed: int) -> None:
    fuzz.ours_against_stock(seed)
