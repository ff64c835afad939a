"""What becomes of real files: every file of the open corpus checked, and a table by source of what runs.

python -m tests.corpus.table [--by source|dialect] [--every N]
"""

import argparse
import csv
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from engine import file_checks
from engine.bpmn import spec
from engine.errors import ModelRefused

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
INDEX = CORPUS / "open.csv"
PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of the corpus: bpmn, dmn or form."""

    kind: str
    source: str
    dialect: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """What the check said of it: the codes that refuse it, or the exception that must not be, and how long it took."""

    file: File
    refused: tuple[str, ...] = ()
    crash: str = ""
    seconds: float = 0.0


def files() -> Iterator[File]:
    """Every file that is copied into the corpus."""
    with INDEX.open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            if row["copied_to"]:
                dialect = row["dialect"] or "plain"
                yield File(kind=row["kind"], source=row["repo"], dialect=dialect, path=row["copied_to"])


def check(file: File) -> Result:
    """One file through the same check as `bihuan check`; what passes is built, too."""
    content = (CORPUS / file.path).read_bytes()
    began = time.perf_counter()
    crash, codes = "", set[str]()
    try:
        codes = {finding.code for finding in file_checks.check(file.path, content) if finding.severity == "error"}
        if file.kind == "bpmn" and not codes:
            _build(content)
    except Exception as error:  # noqa: BLE001 - any exception at all is what this looks for
        crash = f"{type(error).__name__}: {error}"[:200]
    seconds = time.perf_counter() - began
    return Result(file=file, refused=tuple(sorted(codes)), crash=crash, seconds=seconds)


def _build(content: bytes) -> None:
    try:
        model = spec.read(content)
    except ModelRefused as refused:
        raise AssertionError("the check let it through, and reading refuses it") from refused
    if not any(process.activities for process in model.processes.values()):
        raise AssertionError("nothing in it would ever run")


def check_all(chosen: Iterable[File]) -> list[Result]:
    """All results, by two processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        return list(pool.map(check, chosen, chunksize=40))


def table(results: Sequence[Result], *, by: str) -> str:
    """Lines for a terminal: what runs and what is refused for which reason, by "source" or "dialect"."""
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        groups[result.file.kind, getattr(result.file, by)].append(result)
    return "\n".join(_line(*name, group) for name, group in sorted(groups.items()))


def _line(kind: str, name: str, group: Sequence[Result]) -> str:
    runs = sum(not result.refused and not result.crash for result in group)
    reasons = Counter(code for result in group for code in result.refused)
    told = ", ".join(f"{code} {count}" for code, count in reasons.most_common(6))
    return f"{kind:5} {name:52} {runs:5} of {len(group):5} run   {told}"


def _main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--by", choices=("source", "dialect"), default="source")
    arguments.add_argument("--every", type=int, default=1, help="only every so manyeth file")
    chosen = arguments.parse_args()
    results = check_all(list(files())[:: chosen.every])
    crashes = [f"CRASH {result.file.path}: {result.crash}" for result in results if result.crash]
    slow = [f"SLOW {result.file.path}: {result.seconds:.1f} s" for result in results if result.seconds > 5]
    lines = [table(results, by=chosen.by), "", *(_total(results, kind) for kind in ("bpmn", "dmn", "form"))]
    sys.stdout.write("\n".join([*lines, *crashes, *slow]) + "\n")
    return 1 if crashes or slow else 0


def _total(results: Sequence[Result], kind: str) -> str:
    return _line(kind, "all", [result for result in results if result.file.kind == kind])


if __name__ == "__main__":
    sys.exit(_main())
