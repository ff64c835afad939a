"""Plays an instance again from its history alone, and compares where that leads with where the instance is.

Whatever a crash lost or doubled between a fact and the snapshot shows here: another way, another place, other values.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import bpmn, history, interpreter
from engine.bpmn import Run, Wait
from engine.expressions import InstanceExpressions
from engine.loaded import LoadedInstance

GIVEN = ("businessKey", "receipt", "startedAt", "starter", "locale")
"""The variables that the engine gives every instance at its start; the history does not repeat them."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
_OFFERED_TO = text("SELECT candidate_groups FROM user_task WHERE id = :id")


def contradictions(session: Session, instance_id: UUID) -> Iterator[str]:
    """Where the history and the snapshot of an instance part, in words; nothing when they agree."""
    instance = interpreter.read(session, instance_id)
    facts = [fact for fact in history.of_instance(session, instance_id) if (fact.data or {}).get("steps")]
    if not facts or facts[0].kind != "instance.started":
        yield f"{instance_id}: its history does not begin with its start"
        return
    run = _begun(session, instance, facts[0])
    for fact in facts:
        if fact is not facts[0]:
            wait = _wait(session, run, fact)
            if wait is None:
                yield f"{instance_id}: {fact.kind} at {fact.element_id}, where nothing waits"
                return
            run = _saved_and_loaded(session, instance, run)
            _play(run, wait, fact, instance.run.variables())
        steps = [[step.kind, step.element_id, list(step.flow_ids)] for step in run.trace]
        run.trace.clear()
        if steps != fact.data["steps"]:
            yield f"{instance_id}: after {fact.kind} at {fact.element_id} the way was {fact.data['steps']}, not {steps}"
    yield from _ends(instance, run)


def _expressions(session: Session, instance: LoadedInstance) -> InstanceExpressions:
    return InstanceExpressions(session, instance.definition.deployment_id)


def _begun(session: Session, instance: LoadedInstance, fact: Row[Any]) -> Run:
    known = instance.run.variables()
    variables = {**fact.data["answers"], **{name: known[name] for name in GIVEN}}
    definition = instance.definition
    return bpmn.start(definition.model, definition.key, variables, _expressions(session, instance))


def _saved_and_loaded(session: Session, instance: LoadedInstance, run: Run) -> Run:
    return bpmn.load(instance.definition.model, run.dump(), _expressions(session, instance))


def _wait(session: Session, run: Run, fact: Row[Any]) -> Wait | None:
    """The wait that the fact ended; of several tasks at one element, the one of the same department.

    Several jobs or timers at one element are alike: any of them will do.
    """
    kind = {"task.completed": "user", "timer.fired": "timer", "job.completed": "job"}.get(fact.kind, "message")
    waits = [wait for wait in run.waits() if (wait.kind, wait.element_id) == (kind, fact.element_id)]
    if len(waits) > 1 and kind == "user":
        groups = session.execute(_OFFERED_TO, {"id": fact.task_id}).scalar() or []
        waits = [wait for wait in waits if wait.local.get("department") in groups]
    return waits[0] if waits else None


def _play(run: Run, wait: Wait, fact: Row[Any], known: Mapping[str, Any]) -> None:
    if fact.kind == "task.completed":
        run.complete(wait.token_id, fact.data["answers"])
    elif fact.kind == "timer.fired":
        run.fire(wait.token_id)
    elif fact.kind == "job.completed":
        run.complete_job(wait.token_id, _found(known) if fact.data["connector"] == "customer" else {})
    else:
        said = fact.data["answers"] if "answers" in fact.data else fact.data["variables"]
        run.deliver(wait.token_id, said)


def _found(known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the customer connector must have answered, by what became of it: results of jobs are not in the history."""
    return {
        "found": {
            "found": known["customerFound"],
            "name": known["customerName"],
            "class": known["customerClass"],
            "repeat_within_90_days": known["repeated"],
            "duplicates": known["earlierComplaints"],
            "email": known["contactEmail"],
        }
    }


def _ends(instance: LoadedInstance, run: Run) -> Iterator[str]:
    """The same place and, but for moments, the same variables."""
    here, there = (Counter((wait.kind, wait.element_id) for wait in each.waits()) for each in (instance.run, run))
    if here != there or instance.run.ended != run.ended:
        yield f"{instance.id} is at {dict(here)}; its history leads to {dict(there)}"
    was, is_ = _without_moments(run.variables()), _without_moments(instance.run.variables())
    if was != is_:
        names = [name for name in {**was, **is_} if was.get(name) != is_.get(name)]
        yield f"{instance.id}: its history leads to other values of {names}"


def _without_moments(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_moments(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_moments(each) for each in value]
    return "a moment" if isinstance(value, str) and _MOMENT.fullmatch(value) else value
