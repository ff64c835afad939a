"""The open half of the DMN TCK, where it lies beside the repository: level 2 whole, level 3 strict."""

import pytest

from tests.tck.adapter import RUNNER
from tests.tck.score import Score, scores

pytestmark = pytest.mark.skipif(not RUNNER.is_dir(), reason="the TCK is not beside the repository")


@pytest.fixture(scope="module")
def found() -> dict[str, Score]:
    return scores()


def test_level_2_passes_whole(found: dict[str, Score]) -> None:
    assert found["level 2"].failed == []
    assert found["level 2"].total > 50


def test_level_3_passes_strictly(found: dict[str, Score]) -> None:
    assert found["level 3"].strict >= 0.985, found["level 3"].failed
    assert found["level 3"].total > 500


def test_tables_and_requirement_graphs_pass_whole(found: dict[str, Score]) -> None:
    assert found["tables and requirement graphs"].failed == []
    assert found["tables and requirement graphs"].total > 50
