"""A sample of the open corpus, where it lies beside the repository: nothing crashes, hangs, or runs as nothing."""

import pytest

from tests.corpus.table import INDEX, check_all, files

pytestmark = [
    pytest.mark.skipif(not INDEX.exists(), reason="the corpus is not beside the repository"),
    pytest.mark.slow,
]

EVERY = 7
RUNS = 0.75  # of the BPMN files; the rest is drawings that leave open what to do, or needs code of another engine
LONGEST = 5.0


def test_real_files_run_or_are_refused_with_reasons() -> None:
    results = check_all(list(files())[::EVERY])
    assert [f"{result.file.path}: {result.crash}" for result in results if result.crash] == []
    assert [result.file.path for result in results if result.seconds > LONGEST] == []
    models = [result for result in results if result.file.kind == "bpmn"]
    assert sum(not result.refused for result in models) / len(models) >= RUNS
