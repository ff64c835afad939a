"""What becomes of real files: every file of the open corpus checked, and a table by source of what runs.

python -m tests.corpus.table [--by source|dialect] [--every N] [--page]

With --page the table goes to docs/corpus.md, with the day of the run.
"""

import argparse
import csv
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine import bpmn, clock, feel, file_checks
from engine.bpmn import spec
from engine.errors import ModelRefused, StepFailed
from engine.feel.json import to_json

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
INDEX = CORPUS / "open.csv"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "corpus.md"
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
    for process in model.processes.values():
        for start in process.starts:
            _begin(model, process.id, start.element_id)
    if not any(process.starts for process in model.processes.values()):
        raise AssertionError("nothing in it would ever run")


def _begin(model: bpmn.Model, process_id: str, element_id: str) -> None:
    """An instance is started, saved and loaded; it waits somewhere, or has come to an end by its own steps."""
    try:
        run = bpmn.start(model, process_id, {}, Nothing(), start_element=element_id)
    except StepFailed:
        return  # the start itself needs what a message or form brings, and says so to who starts it
    run = bpmn.load(model, run.dump(), Nothing()) if not run.ended else run
    if not run.ended and not run.waits():
        raise AssertionError("it began, and then nothing waits for anything")
    if run.ended and not any(step.kind == "completed" for step in run.trace):
        raise AssertionError("it ended without a single step")


class Nothing:
    """Expressions without any variables: whatever reads one is stuck there, as it would be for a person."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The value, over what the process itself has set."""
        return to_json(feel.evaluate(text, variables, policy=feel.Policy.STRICT, now=clock.now()))

    def decide(self, decision: bpmn.CalledDecision, variables: Mapping[str, Any]) -> Any:
        """No decision is there."""
        raise LookupError(decision.id)

    def now(self) -> datetime:
        """The present."""
        return clock.now()


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


def page(results: Sequence[Result], day: str) -> str:
    """The document: what runs and what is refused, by dialect and by source."""
    return "\n".join([_HEAD.format(day=day, files=len(results)), *_both(results), *_tables(results)]) + "\n"


_HEAD = """# Real files, and what becomes of them

Made by `python -m tests.corpus.table --page` on {day} from {files} public files of other projects (BPMN, DMN,
form-js), which are not part of this repository. A file “runs” when `bihuan check` finds no error in it; an instance was
then begun at each of its start events, saved and loaded. Else the codes say why it is refused; a file may have several.
"""


def _both(results: Sequence[Result]) -> Iterator[str]:
    crashes, slow = sum(bool(result.crash) for result in results), max(result.seconds for result in results)
    yield f"Crashes, and files that are accepted and then do nothing: {crashes}. Longest check: {slow:.1f} s."
    yield ""


def _tables(results: Sequence[Result]) -> Iterator[str]:
    for title, by in (("By dialect", "dialect"), ("By source", "source")):
        yield from (
            f"## {title}",
            "",
            "| Kind | From | Runs | Of | Refused, most often with |",
            "|---|---|---|---|---|",
        )
        groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
        for result in results:
            groups[result.file.kind, getattr(result.file, by)].append(result)
        for (kind, name), group in sorted(groups.items()):
            runs = sum(not result.refused and not result.crash for result in group)
            reasons = Counter(code for result in group for code in result.refused).most_common(6)
            told = ", ".join(f"`{code}` {count}" for code, count in reasons)
            yield f"| {kind} | {name} | {runs} | {len(group)} | {told} |"
        yield ""


def _line(kind: str, name: str, group: Sequence[Result]) -> str:
    runs = sum(not result.refused and not result.crash for result in group)
    reasons = Counter(code for result in group for code in result.refused)
    told = ", ".join(f"{code} {count}" for code, count in reasons.most_common(6))
    return f"{kind:5} {name:52} {runs:5} of {len(group):5} run   {told}"


def _main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--by", choices=("source", "dialect"), default="source")
    arguments.add_argument("--every", type=int, default=1, help="only every so manyeth file")
    arguments.add_argument("--page", action="store_true", help="write docs/corpus.md")
    chosen = arguments.parse_args()
    results = check_all(list(files())[:: chosen.every])
    if chosen.page:
        PAGE.write_text(page(results, clock.now().date().isoformat()), encoding="utf-8")
    crashes = [f"CRASH {result.file.path}: {result.crash}" for result in results if result.crash]
    slow = [f"SLOW {result.file.path}: {result.seconds:.1f} s" for result in results if result.seconds > 5]
    lines = [table(results, by=chosen.by), "", *(_total(results, kind) for kind in ("bpmn", "dmn", "form"))]
    sys.stdout.write("\n".join([*lines, *crashes, *slow]) + "\n")
    return 1 if crashes or slow else 0


def _total(results: Sequence[Result], kind: str) -> str:
    return _line(kind, "all", [result for result in results if result.file.kind == kind])


if __name__ == "__main__":
    sys.exit(_main())
