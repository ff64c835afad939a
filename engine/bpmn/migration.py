"""Takes a running instance to another version of its process: same tokens, same variables, other names."""

from collections.abc import Mapping
from typing import Any

import orjson

from engine.bpmn import state
from engine.bpmn.expressions import Callees, Expressions
from engine.bpmn.instance import Instance
from engine.bpmn.migration_plan import Plan, is_foreign, plan, spec_in, target_of
from engine.bpmn.nodes.parallel import ParallelGateway
from engine.bpmn.records import renamed
from engine.bpmn.spec import Model
from engine.bpmn.token import WAITING, Token
from engine.errors import MigrationRefused

Mapped = Mapping[str, str]


def migrate(
    instance: Instance,
    model: Model,
    process_id: str,
    mapping: Mapped,
    expressions: Expressions,
    callees: Callees | None,
    reference: str,
) -> Instance:
    """The instance on the new version; `instance` is used up. Nothing has moved yet but what the new version sets free.

    `reference` finds the old version again: called processes of the same file stay on it. Raises MigrationRefused when
    a token cannot go on, StepFailed when an event that starts to listen cannot say what for.
    """
    target = model.processes[process_id]
    made = plan(instance, target, mapping)
    if made.stopping:
        raise MigrationRefused(
            made.stopping[0].reason, elements=list(dict.fromkeys(v.element_id for v in made.stopping))
        )
    _adapt(instance, made, target, mapping)
    saved = orjson.loads(state.dump(instance))
    _rename(saved, instance, process_id, mapping, reference)
    migrated = state.load(model, orjson.dumps(saved), expressions, callees)
    for at, name in made.armed:
        _listen(migrated, at, name)
    _release(migrated)
    migrated.changed = True  # conditions may read otherwise now
    return migrated


def _adapt(instance: Instance, made: Plan, target: Any, mapping: Mapped) -> None:
    """What tokens and scopes remember, by the names of the new version."""
    for token_id in made.dropped:
        found = instance.find(token_id)
        if found is not None:
            found.remove()
    for workflow in instance.scopes():
        if not is_foreign(workflow):
            spec = spec_in(workflow, target, mapping)
            workflow.records = renamed(workflow.records, spec, target.inner_specs, mapping)
            for token in list(workflow.tasks.values()):
                _remember(token, spec, made, target, mapping)


def _remember(token: Token, spec: Any, made: Plan, target: Any, mapping: Mapped) -> None:
    memory = token.internal_data
    if token.id in made.flows:
        memory["by"] = made.flows[token.id]
    if "queue" in memory:
        memory["queue"] = [mapping.get(each, each) for each in memory["queue"]]
    if "records" in memory:
        memory["records"] = renamed(memory["records"], spec, target.inner_specs, mapping)
    if "inner" in memory:
        inside = target.inner_specs[target_of(mapping, token.task_spec.activity.id)]
        memory["inner"] = renamed(memory["inner"], inside, target.inner_specs, mapping)
    if "todo" in memory:
        memory["todo"] = _todo(token, spec, target, mapping)


def _todo(token: Token, spec: Any, target: Any, mapping: Mapped) -> list[Any]:
    """What is still to be undone: records of its scope, or for an event [how many scopes out, records]."""
    todo = token.internal_data["todo"]
    if token.task_spec.collects:
        return renamed(todo, spec, target.inner_specs, mapping)
    found = []
    for level, records in todo:
        workflow = token.workflow
        for _ in range(level):
            workflow = workflow.owner.workflow
        found.append([level, renamed(records, spec_in(workflow, target, mapping), target.inner_specs, mapping)])
    return found


def _rename(saved: dict[str, Any], instance: Instance, process_id: str, mapping: Mapped, reference: str) -> None:
    """The names of nodes in a snapshot; a called process keeps its own, and is found by its own version."""
    saved["p"] = process_id
    own = {inside.owner.id for inside in instance.subprocesses.values() if not is_foreign(inside)}
    for part in (saved, *saved.get("s", ())):
        if part is saved or part["o"] in own:
            for row in part["t"]:
                row[1] = target_of(mapping, row[1])
        if "c" in part and part["c"][0] == "":
            part["c"][0] = reference


def _listen(instance: Instance, at: str, name: str) -> None:
    """Starts to listen at a token or in the scope that it is the owner of."""
    token = instance.find(at) if at else None
    inside = instance.subprocesses.get(at) if at else instance
    if inside is not None and any(node.name == name for node in inside.spec.event_sub_processes):
        inside.spec.task_specs[name].listen(inside.task_tree)
    elif token is not None:
        token.workflow.spec.task_specs[name].listen(token)


def _release(instance: Instance) -> None:
    """Lets a parallel join go through that has all the new version asks for."""
    for token in list(instance.tokens()):
        waits = isinstance(token.task_spec, ParallelGateway) and token._state == WAITING and not token.triggered
        if waits and token.alive and not is_foreign(token.workflow) and token.task_spec._update_hook(token):
            token._ready()
