"""The score of the DMN TCK: `python -m tests.tck.score [FOLDER]`; the runner lies beside the repository otherwise."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.tck.adapter import RUNNER, make


@dataclass
class Score:
    """The cases of one part: how many there are, and which failed. A case is strict: an exception is a failure."""

    total: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def strict(self) -> float:
        return 1 - len(self.failed) / self.total if self.total else 0.0

    def __str__(self) -> str:
        passed = self.total - len(self.failed)
        return f"{passed}/{self.total} ({100 * self.strict:.1f} %)"


def scores(runner: Path = RUNNER) -> dict[str, Score]:
    """The scores by part: “level 2”, “level 3”, and “tables and requirement graphs” of both levels."""
    if str(runner) not in sys.path:
        sys.path.insert(0, str(runner))
    found: dict[str, Score] = defaultdict(Score)
    for part, name, passed in _results(runner):
        found[part].total += 1
        if not passed:
            found[part].failed.append(name)
    return found


def _results(runner: Path) -> Iterator[tuple[str, str, bool]]:
    cases, model, run = import_module("cases"), import_module("model"), import_module("run")
    engine = make()
    for path in cases.discover(str(runner / "cases")):
        model_path, loaded = cases.load(path)
        models = model.load_with_imports(model_path)
        engine.load(models, model_path)
        for case in loaded:
            failed = [name for name, expected, _ in case.results if not _passes(engine, cases, case, name, expected)]
            name = f"{case.file} {case.id} {', '.join(failed)}"
            yield f"level {case.level[-1]}", name, not failed
            if any(run.classify(models, case, result) in ("table", "drg") for result, _, _ in case.results):
                yield "tables and requirement graphs", name, not failed


def _passes(engine: Any, cases: Any, case: Any, name: str, expected: Any) -> bool:
    try:
        value, errors = engine.decide(case.kind, name, case.invocable, case.inputs)
    except Exception as error:  # noqa: BLE001 - the kit counts an exception of whatever kind as a failure
        sys.stderr.write(f"{case.file} {case.id} {name}: {type(error).__name__}: {error}\n")
        return False
    good = cases.same(expected, value) and not any(error.startswith("EXC ") for error in errors)
    if not good:
        sys.stderr.write(f"{case.file} {case.id} {name}: expected {expected!r}, got {value!r} {errors[:2]}\n")
    return good


def main() -> None:
    """Print the scores."""
    runner = Path(sys.argv[1]) if len(sys.argv) > 1 else RUNNER
    if not runner.is_dir():
        sys.exit(f"The kit is not at {runner}; name the folder of its runner.")
    for part, score in scores(runner).items():
        sys.stdout.write(f"{part}: {score}\n")


if __name__ == "__main__":
    main()
