"""The open half of the DMN TCK, where it lies beside the repository: level 2 whole, level 3 strict."""

from collections import defaultdict
from importlib import import_module
from typing import Any

import pytest

from tests.tck.adapter import RUNNER, make

pytestmark = pytest.mark.skipif(not RUNNER.is_dir(), reason="the TCK is not beside the repository")

LEVEL_3_STRICT = 0.995


@pytest.fixture(scope="module")
def results() -> dict[str, list[str]]:
    """The failed results of each level, named, and all cases under “total 2” and “total 3”."""
    engine = make()
    cases, model = import_module("cases"), import_module("model")
    found: dict[str, list[str]] = defaultdict(list)
    for path in cases.discover(str(RUNNER / "cases")):
        model_path, loaded = cases.load(path)
        engine.load(model.load_with_imports(model_path), model_path)
        for case in loaded:
            level = case.level[-1]
            found[f"total {level}"].append(case.id)
            failed = [name for name, expected, _ in case.results if not _passes(engine, cases, case, name, expected)]
            found[f"failed {level}"].extend(f"{case.file} {case.id} {name}" for name in failed[:1])
    return found


def _passes(engine: Any, cases: Any, case: Any, name: str, expected: Any) -> bool:
    value, errors = engine.decide(case.kind, name, case.invocable, case.inputs)
    return cases.same(expected, value) and not any(error.startswith("EXC ") for error in errors)


def test_level_2_passes_whole(results: dict[str, list[str]]) -> None:
    assert results["failed 2"] == []
    assert len(results["total 2"]) > 50


def test_level_3_passes_strictly(results: dict[str, list[str]]) -> None:
    passed = 1 - len(results["failed 3"]) / len(results["total 3"])
    assert passed >= LEVEL_3_STRICT, results["failed 3"]
