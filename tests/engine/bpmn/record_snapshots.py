"""Records snapshots of today's format, each beside its diagram, for upgrade tests; what is there is never written anew.

    python -m tests.engine.bpmn.record_snapshots

They are random diagrams stopped somewhere on their way, chosen so that between them tokens of every kind wait in them.
Run it once when a new format version has been made; the recordings of older versions stay as they are.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

from engine import bpmn
from engine.bpmn import Run
from engine.bpmn.state import VERSION
from tests.engine.bpmn import fuzz
from tests.engine.bpmn.generate_more import FullGenerator
from tests.engine.bpmn.play import LittleExpressions

FOLDER = Path(__file__).parent / "snapshots"
SEEDS = 600
STEPS = 25


def kinds(run: Run) -> set[str]:
    """What is alive in a run: the class of each token's node, what it remembers, how it waits, what can be undone."""
    found = {f"wait {wait.kind}" for wait in run.waits()}
    for token in run._instance.tokens():
        found.add(f"{type(token.task_spec).__name__}{' listening' if token.triggered else ''}")
        found |= {f"memory {name}" for name in token.internal_data}
    return found | {"records" for scope in run._instance.scopes() if scope.records}


def told(run: Run) -> dict[str, Any]:
    """What must be seen of it for ever, in JSON."""
    waits = [
        {
            "token": wait.token_id,
            "element": wait.element_id,
            "kind": wait.kind,
            "scopes": list(wait.scope_ids),
            "due": wait.due_at.isoformat() if wait.due_at else None,
            "name": wait.name,
            "key": wait.correlation_key,
            "local": dict(wait.local),
            "code": wait.code,
            "sees": run.variables_of(wait.token_id),
        }
        for wait in run.waits()
    ]
    return {"waits": waits, "variables": run.variables(), "ended": run.ended}


def main() -> None:
    """Goes through random instances and keeps every snapshot that holds something which none before it holds."""
    folder = FOLDER / f"v{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for path in sorted(folder.glob("*.bpmn")):
        seen |= kinds(recorded(path))
    for seed in range(SEEDS):
        for step, (xml, run) in enumerate(_played(seed)):
            new = kinds(run) - seen
            if new:
                seen |= new
                name = folder / f"{seed:04}-{step:02}"
                name.with_suffix(".bpmn").write_bytes(xml)
                name.with_suffix(".snapshot").write_bytes(run.dump())
                name.with_suffix(".json").write_bytes(orjson.dumps(told(run), option=orjson.OPT_INDENT_2))
                print(name.name, *sorted(new), sep=", ")  # noqa: T201  a command prints


def recorded(path: Path) -> Run:
    """The run that was recorded beside this diagram."""
    model = bpmn.read(path.read_bytes())
    return bpmn.load(model, path.with_suffix(".snapshot").read_bytes(), LittleExpressions())


def _played(seed: int) -> Iterator[tuple[bytes, Run]]:
    random, expressions = Random(seed), LittleExpressions()
    xml = FullGenerator(seed).model(2)
    model = bpmn.read(xml)
    run = bpmn.start(model, "P", {}, expressions)
    for _ in range(STEPS):
        run = bpmn.load(model, run.dump(), expressions)
        yield xml, run
        waits = run.waits()
        if not waits:
            return
        fuzz.act(run, random.choice(waits), (random.randrange(4), random.random()), expressions)


if __name__ == "__main__":
    main()
