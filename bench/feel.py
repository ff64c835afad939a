"""What expressions cost: medians of ours beside feelin, the FEEL of the browser, in Node.js in the same run.

    python -m bench.feel [--rounds 15]

Both sides evaluate the texts of bench/feel.json as their callers do: by text, with plain JSON variables. Ours compiles
a text once and keeps it; feelin reads it again each time. feelin has no decision tables, so for it a table is its input
expressions and cells one by one. An import is that of a fresh process, without the start of Python itself.
Times are processor time, which other programs on the machine do not count into.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import feel
from engine.dmn import load
from engine.feel.expression import forget
from web.assets.build import ASSETS, find_node

HERE = Path(__file__).parent
FEELIN = ASSETS / "node_modules" / "@bpmn-io" / "feelin" / "dist" / "index.js"
ROUND_SECONDS = 0.05
"""How long one round repeats what it measures; its figure is the mean of the round."""
MANY_TEXTS = 2_000
"""Compiled texts whose memory is weighed."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What is measured, in which unit, and the most it may be; no goal where a figure only informs."""

    name: str
    unit: str
    goal: float | None


FIGURES = (
    Figure(name="condition", unit="µs", goal=10),
    Figure(name="table of 10 rows", unit="µs", goal=40),
    Figure(name="filter of 1,000 rows", unit="µs", goal=1_000),
    Figure(name="compile", unit="µs", goal=None),
    Figure(name="import", unit="ms", goal=60),
    Figure(name="memory of the package", unit="MB", goal=None),
    Figure(name="memory of one compiled text", unit="kB", goal=None),
)


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    options = argparse.ArgumentParser(description="What expressions cost.")
    options.add_argument("--rounds", type=int, default=15)
    rounds = options.parse_args().rounds
    texts = json.loads((HERE / "feel.json").read_text())
    ours = _ours(texts, rounds)
    theirs = _feelin(rounds) if FEELIN.exists() else {}
    print(f"{'':30}{'goal':>12}{'ours':>12}{'feelin':>12}")
    for figure in FIGURES:
        goal = "" if figure.goal is None else f"{figure.goal:,.0f} {figure.unit}"
        cells = [_cell(values.get(figure.name), figure.unit) for values in (ours, theirs)]
        print(f"{figure.name:30}{goal:>12}{cells[0]:>12}{cells[1]:>12}")
    return int(any(figure.goal is not None and ours[figure.name] > figure.goal for figure in FIGURES))


def _cell(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value:,.1f} {unit}"


def _ours(texts: dict[str, Any], rounds: int) -> dict[str, float]:
    variables = texts["variables"]
    orders = {"orders": [{"number": n, "total": n * 7 % 1000} for n in range(1_000)]}
    model = load(_table(texts))
    found = {
        "condition": _median(lambda: feel.evaluate(texts["condition"], variables), rounds),
        "table of 10 rows": _median(lambda: model.decide("decision", variables), rounds),
        "filter of 1,000 rows": _median(lambda: feel.evaluate(texts["filter"], orders), rounds),
        "compile": _median(lambda: _compile(texts["compile"]), rounds),
    }
    fresh = _fresh(rounds)
    names = ("import", "memory of the package", "memory of one compiled text")
    return found | {name: statistics.median(one[name] for one in fresh) for name in names}


def _fresh(rounds: int) -> list[dict[str, float]]:
    """What fresh processes say of themselves. Bytecode is kept, as in an installation; a first one writes it."""
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-E", "-X", f"pycache_prefix={folder}", "-c", _FRESH)
        return [json.loads(_run(*command)) for _ in range(rounds + 1)][1:]


def _compile(text: str) -> None:
    forget()
    feel.compile_expression(text)


def _median(call: Callable[[], Any], rounds: int) -> float:
    """Microseconds of one call."""
    repeat = max(1, int(ROUND_SECONDS / _seconds(call, 3)))
    return statistics.median(_seconds(call, repeat) for _ in range(rounds)) * 1e6


def _seconds(call: Callable[[], Any], repeat: int) -> float:
    start = time.process_time()
    for _ in range(repeat):
        call()
    return (time.process_time() - start) / repeat


def _table(texts: dict[str, Any]) -> bytes:
    inputs = "".join(
        f'<input id="input{n}"><inputExpression id="read{n}"><text>{_escaped(text)}</text></inputExpression></input>'
        for n, text in enumerate(texts["inputs"])
    )
    rules = "".join(
        f'<rule id="rule{n}">{_entries("inputEntry", n, cells[:-1])}{_entries("outputEntry", n, cells[-1:])}</rule>'
        for n, cells in enumerate(texts["rows"])
    )
    table = (
        f'<decisionTable id="table" hitPolicy="UNIQUE">{inputs}<output id="output" name="rate"/>{rules}</decisionTable>'
    )
    decision = f'<decision id="decision" name="decision">{table}</decision>'
    space = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    return f'<definitions xmlns="{space}" id="bench" name="bench" namespace="bench">{decision}</definitions>'.encode()


def _entries(tag: str, row: int, cells: list[str]) -> str:
    return "".join(f'<{tag} id="{tag}{row}_{n}"><text>{_escaped(cell)}</text></{tag}>' for n, cell in enumerate(cells))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_FRESH = f"""
import json, time

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

empty = resident()
start = time.process_time()
import engine.feel
seconds = time.process_time() - start
loaded = resident()
engine.feel.compile_expression("a")
before = resident()
for n in range({MANY_TEXTS}):
    engine.feel.compile_expression(f'amount > {{n}} and customer.class = "A"')
print(json.dumps({{
    "import": seconds * 1e3,
    "memory of the package": (loaded - empty) / 1e6,
    "memory of one compiled text": (resident() - before) / 1e3 / {MANY_TEXTS},
}}))
"""


def _feelin(rounds: int) -> dict[str, float]:
    found: dict[str, float] = json.loads(
        _run(find_node().node, str(HERE / "feel.mjs"), str(FEELIN), str(HERE / "feel.json"), str(rounds))
    )
    return found


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent).stdout


if __name__ == "__main__":
    sys.exit(main())
