"""Random diagrams under random drivers: saved and loaded at every step, against memory only and the stock engine.

python -m tests.engine.bpmn.fuzz --models 1000 --seed 0
"""

import argparse
import collections
from collections.abc import Mapping
from random import Random
from typing import Any

from engine import bpmn
from engine.bpmn import Run, Wait
from tests.engine.bpmn.generate import ORACLE, Generator
from tests.engine.bpmn.generate_more import FullGenerator
from tests.engine.bpmn.play import LittleExpressions, Unknown
from tests.engine.bpmn.stock import StockPlayer

MAX_STEPS = 60


class Difference(AssertionError):
    """Two engines disagree about one diagram."""


Value = tuple[int, float]  # a small number, and one between 0 and 1 to choose by


def saved_against_memory(seed: int, depth: int = 3) -> int:
    """Plays one diagram in memory and with dump and load after every step; gives the number of steps."""
    random = Random(seed)
    model = bpmn.read(FullGenerator(seed).model(depth))
    expressions = LittleExpressions()
    memory = bpmn.start(model, "P", {}, expressions)
    saved = bpmn.start(model, "P", {}, expressions)
    for step in range(MAX_STEPS):
        saved = bpmn.load(model, saved.dump(), expressions)
        ours, theirs = picture(memory), picture(saved)
        if ours != theirs:
            raise Difference(f"seed {seed} step {step}\n memory {ours}\n saved  {theirs}")
        if overlooked := _overlooked(memory, expressions):
            raise Difference(f"seed {seed} step {step}: true but waited for: {overlooked}")
        choices = memory.waits()
        if bool(choices) == memory.ended:
            raise Difference(f"seed {seed} step {step}: ended {memory.ended} with {ours}")
        if not choices:
            return step
        which, value = random.randrange(len(choices)), (random.randrange(4), random.random())
        for run in (memory, saved):
            act(run, run.waits()[which], value, expressions)
    return MAX_STEPS


def ours_against_stock(seed: int, depth: int = 3) -> int:
    """Plays one diagram here and in the stock engine, and compares the open tasks; gives the number of steps."""
    random = Random(seed)
    xml = Generator(seed, ORACLE).model(depth)
    model, expressions = bpmn.read(xml), LittleExpressions()
    ours, stock = bpmn.start(model, "P", {}, expressions), StockPlayer(xml)
    for step in range(MAX_STEPS):
        ours = bpmn.load(model, ours.dump(), expressions)
        tasks = sorted(wait.element_id for wait in ours.waits() if wait.kind == "user")
        if tasks != stock.user_tasks() or ours.ended != stock.ended:
            raise Difference(f"seed {seed} step {step}\n ours  {tasks}\n stock {stock.user_tasks()}")
        choices = [wait for wait in ours.waits() if wait.kind == "user" or stock.waits_for(wait.name or "")]
        if not choices:
            return step
        wait, value = random.choice(choices), random.randrange(4)
        if wait.kind == "user":
            values = {f"c_{wait.element_id}": value}
            stock.complete(wait.element_id, values)
            ours.complete(wait.token_id, values)
        else:
            stock.message(wait.name or "")
            ours.deliver(wait.token_id, {})
    return MAX_STEPS


def picture(run: Run) -> Any:
    """All that can be seen of a run from outside, but for token ids."""
    waits = [
        (
            wait.element_id,
            wait.kind,
            wait.scope_ids,
            wait.due_at,
            wait.cycle,
            wait.name,
            dict(wait.local),
            wait.attached_to,
            wait.code,
            run.variables_of(wait.token_id),
        )
        for wait in run.waits()
    ]
    return waits, run.ended, run.variables()


def _overlooked(run: Run, expressions: LittleExpressions) -> list[str]:
    """Events that still wait for a condition which holds; those that stay after they have happened are left out."""
    return [
        wait.element_id
        for wait in run.waits()
        if wait.kind == "condition" and wait.interrupting and not wait.activity.parallel_multiple
        if _holds(wait.activity.condition or "", run.variables_of(wait.token_id), expressions)
    ]


def _holds(condition: str, variables: Mapping[str, Any], expressions: LittleExpressions) -> bool:
    try:
        return expressions.evaluate(condition.removeprefix("="), variables) is True
    except Unknown:
        return False


def act(run: Run, wait: Wait, value: Value, expressions: LittleExpressions) -> None:
    values = {f"c_{wait.element_id}": value[0]}
    if wait.kind == "user":
        run.complete(wait.token_id, values)
    elif wait.kind == "job":
        if value[1] > 0.3 or not run.throw_error(wait.token_id, "E1"):
            run.complete_job(wait.token_id, values)
    elif wait.kind == "timer":
        expressions.time = max(expressions.time, wait.due_at or expressions.time)
        run.fire(wait.token_id)
    elif wait.kind == "incident":
        if value[1] > 0.3:  # else it fails once more
            run.set_variables(values, wait.token_id)
        run.retry(wait.token_id)
    elif wait.kind == "condition":
        run.set_variables(values, wait.token_id if value[1] < 0.5 else None)
    elif wait.kind == "choice":
        _choose(run, wait, value[1])
    else:
        run.deliver(wait.token_id, values)


def _choose(run: Run, wait: Wait, chance: float) -> None:
    if chance < 0.4 or not wait.choices:
        run.close(wait.token_id)
    else:
        run.choose(wait.token_id, [wait.choices[int(chance * 10) % len(wait.choices)]])


def main() -> None:
    """Plays many diagrams and tells what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--depth", type=int, default=3)
    asked = parser.parse_args()
    found: collections.Counter[str] = collections.Counter()
    for seed in range(asked.seed, asked.seed + asked.models):
        for play in (saved_against_memory, ours_against_stock):
            try:
                found[f"{play.__name__}: steps"] += play(seed, asked.depth)
            except Difference as difference:
                found[f"{play.__name__}: differences"] += 1
                print(play.__name__, difference)  # noqa: T201  a command prints
            except Exception as error:  # noqa: BLE001 - see below
                # A refusal nobody expected is as much a find; the run goes on, so that one does not hide others.
                found[f"{play.__name__}: failures"] += 1
                print(f"{play.__name__} seed {seed}: {type(error).__name__}: {error}")  # noqa: T201  a command prints
    for name, count in sorted(found.items()):
        print(name, count)  # noqa: T201  a command prints


if __name__ == "__main__":
    main()
