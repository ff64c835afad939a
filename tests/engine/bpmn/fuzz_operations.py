"""Random diagrams under random operators: migrated onto themselves and moved away and back, at every step.

python -m tests.engine.bpmn.fuzz_operations --models 1000 --seed 0
"""

import argparse
import collections
import re
from random import Random

from engine import bpmn
from engine.bpmn import Begin, CalledProcess, Callee, Model, Run, Wait
from engine.errors import MoveRefused
from tests.engine.bpmn import fuzz
from tests.engine.bpmn.generate_more import FullGenerator
from tests.engine.bpmn.play import LittleExpressions

MAX_STEPS = 60
LONGEST_END = 600


def migrated_onto_itself(seed: int, depth: int = 3) -> int:
    """Before every step the run is migrated onto the same diagram, which must change nothing; gives the steps."""
    random, expressions = Random(seed), LittleExpressions()
    model = bpmn.read(FullGenerator(seed).model(depth))
    run = bpmn.start(model, "P", {}, expressions)
    for step in range(MAX_STEPS):
        before = run.dump()
        run = run.migrated(model, "P", {}, expressions)
        if run.dump() != before or run.trace:
            raise fuzz.Difference(f"seed {seed} step {step}\n before {before!r}\n after  {run.dump()!r}")
        if not _step(run, random, expressions):
            return step
    return MAX_STEPS


def migrated_to_other_names(seed: int, depth: int = 3) -> int:
    """One run is migrated, somewhere on its way, to the same diagram with other ids; it must go on like the other."""
    random, expressions = Random(seed), LittleExpressions()
    xml = FullGenerator(seed).model(depth)
    old, new = bpmn.read(xml), bpmn.read(_renamed(xml))
    callees, when = _OldVersion(old), random.randrange(12)
    stays, goes = bpmn.start(old, "P", {}, expressions), bpmn.start(old, "P", {}, expressions)
    for step in range(MAX_STEPS):
        if step == when and not goes.ended:
            goes = goes.migrated(new, "P", _names(xml), expressions, callees=callees, reference="old")
        goes = bpmn.load(new if step >= when else old, goes.dump(), expressions, callees=callees)
        ours, theirs = fuzz.picture(stays), fuzz.picture(goes)
        if repr(ours) != repr(theirs).replace(NEW, ""):
            raise fuzz.Difference(f"seed {seed} step {step}, migrated at {when}\n old {ours}\n new {theirs}")
        choices = stays.waits()
        if not choices:
            return step
        which, value = random.randrange(len(choices)), (random.randrange(4), random.random())
        for run in (stays, goes):
            wait = run.waits()[which]
            fuzz.act(run, wait._replace(element_id=wait.element_id.removesuffix(NEW)), value, expressions)
    return MAX_STEPS


NEW = "_v2"
_ID = re.compile(r'<bpmn:(?!process|definitions|message|signal|error|escalation)\w+ id="([^"]+)"')


def _names(xml: bytes) -> dict[str, str]:
    return {name: name + NEW for name in _ID.findall(xml.decode())}


def _renamed(xml: bytes) -> bytes:
    """The same diagram, in which every node and flow is called otherwise; variables are not."""
    names = _names(xml)
    return re.sub(r"""(?<=["'])(\w+)(?=["'])""", lambda found: names.get(found[1], found[1]), xml.decode()).encode()


class _OldVersion:
    """Finds the processes that are still called as they were; new calls stay in the file."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def callee(self, process_id: str, called: CalledProcess) -> Callee | None:
        return None

    def found(self, reference: str) -> Callee | None:
        return Callee(model=self.model, reference=reference)


def moved_away_and_back(seed: int, depth: int = 3) -> int:
    """Tokens are moved to random elements and back again; afterwards the instance still comes to its end."""
    random, expressions = Random(seed), LittleExpressions()
    model = bpmn.read(FullGenerator(seed).model(depth))
    run = bpmn.start(model, "P", {}, expressions)
    moves = 0
    for _ in range(MAX_STEPS):
        if run.ended:
            return moves
        run = bpmn.load(model, run.dump(), expressions)
        moves += _away_and_back(run, random)
        if not _step(run, random, expressions):
            break
    _come_to_the_end(model, run, random, expressions, seed)
    return moves


def _step(run: Run, random: Random, expressions: LittleExpressions) -> bool:
    waits = run.waits()
    if not waits:
        return False
    fuzz.act(run, random.choice(waits), (random.randrange(4), random.random()), expressions)
    return True


def _away_and_back(run: Run, random: Random) -> int:
    """Moves a task elsewhere, and what came of that back; where its scope has ended by that, the scope begins again."""
    refused = {place.element_id for place in run.places() if place.refused == "compensation-handler"}
    tasks = [wait for wait in run.waits() if wait.kind in ("user", "job") and refused.isdisjoint(_around(wait))]
    # Only where a token waits: what a gateway or an event has done cannot be taken back.
    places = [
        each for each in run.places() if not each.refused and each.kind in ("userTask", "subProcess", "callActivity")
    ]
    if not tasks or not places:
        return 0
    wait, place = random.choice(tasks), random.choice(places)
    known = {each.token_id: each for each in run.standing()}
    there = Begin(element_id=place.element_id, scope_token_id=random.choice(place.scopes) if place.scopes else None)
    if not _moved(run, [wait.token_id], there) or run.ended:
        return 1
    alive = {each.token_id for each in run.standing()}
    lost = known[wait.token_id]
    while lost.parent_token_id and lost.parent_token_id not in alive:
        lost = known[lost.parent_token_id]
    around = known.get(lost.parent_token_id)
    inside = around.token_id if around is not None and around.kind in ("scope", "choice") else None
    # An instance of a loop that ended does not come back; the loop goes on with the others.
    back = (
        None
        if around is not None and around.kind == "loop"
        else Begin(element_id=lost.element_id, scope_token_id=inside)
    )
    _moved(run, sorted(alive - known.keys()), back)
    return 2


def _around(wait: Wait) -> set[str]:
    """The element and the scopes that it is in: nothing inside a handler can be begun again."""
    return {wait.element_id, *wait.scope_ids}


def _moved(run: Run, cancel: list[str], begin: Begin | None) -> bool:
    try:
        run.move(cancel, [] if begin is None else [begin])
    except MoveRefused:
        return False
    return True


def _come_to_the_end(model: Model, run: Run, random: Random, expressions: LittleExpressions, seed: int) -> None:
    """Whatever still waits is done, the way out of loops first; a join that can never be filled is a difference."""
    for _ in range(LONGEST_END):
        if run.ended:
            return
        run = bpmn.load(model, run.dump(), expressions)
        stuck = [wait for wait in run.waits() if wait.code == "join-never-filled"]
        if stuck:
            raise fuzz.Difference(f"seed {seed}: stuck at {sorted(wait.element_id for wait in stuck)}")
        wait = random.choice(run.waits())
        if wait.kind == "condition":  # nobody else may ever answer the task that it reads
            run.set_variables({(wait.activity.condition or "").split()[0]: 3}, wait.token_id)
            continue
        if wait.code == "unknown-variable":  # the task that would have set it was moved over
            run.set_variables({wait.message: 3}, wait.token_id)
        fuzz.act(run, wait, (_answer(wait, random), random.random() * 0.5), expressions)
    raise fuzz.Difference(f"seed {seed}: no end, waits at {sorted(wait.element_id for wait in run.waits())}")


def _answer(wait: Wait, random: Random) -> int:
    return random.choice((0, 2, 3))


def main() -> None:
    """Plays many diagrams and tells what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found: collections.Counter[str] = collections.Counter()
    for seed in range(asked.seed, asked.seed + asked.models):
        for play in (migrated_onto_itself, migrated_to_other_names, moved_away_and_back):
            try:
                found[f"{play.__name__}: steps"] += play(seed)
            except fuzz.Difference as difference:
                found[f"{play.__name__}: differences"] += 1
                print(play.__name__, difference)  # noqa: T201  a command prints
    for name, count in sorted(found.items()):
        print(name, count)  # noqa: T201  a command prints


if __name__ == "__main__":
    main()
