"""A short run of the fuzzers of operators' work: no token is lost, nothing is left behind."""

import pytest

from tests.engine.bpmn import fuzz_operations


@pytest.mark.parametrize("seed", range(40))
def test_a_migration_onto_the_same_diagram_changes_nothing(seed: int) -> None:
    fuzz_operations.migrated_onto_itself(seed)


@pytest.mark.parametrize("seed", range(40))
def test_a_migration_to_other_names_goes_on_as_if_nothing_had_been(seed: int) -> None:
    fuzz_operations.migrated_to_other_names(seed)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_moved_away_and_back_still_comes_to_its_end(seed: int) -> None:
    fuzz_operations.moved_away_and_back(seed)
