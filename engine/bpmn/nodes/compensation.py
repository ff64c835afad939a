"""Compensation: what was done is undone by its handlers, in reverse order, with the variables it ended with.

A scope keeps a record of each completed activity that can be undone, in the order of completion (`records`):

    "book"                        a handler stands on the border of this activity
    ["book", variables, 0]        the same, of one instance of a loop
    ["trip", variables, [record …]]   a sub-process whose inside can be undone
    {"all": [record …]}           instances that ran in parallel, to be undone in parallel

Nothing is kept in processes that never compensate.
"""

from collections.abc import Iterator
from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.instance import SubProcess
from engine.bpmn.nodes.end import EndEvent
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.node import Node, Outflow, Record
from engine.bpmn.token import READY, STARTED, Token

UNDO = "#undo"  # no element can be called so: "#" is not allowed in an XML id


class CompensationThrow(Node):
    """Undoes one activity, or all of its scope, and goes on when that is done or at once.

    Inside an event sub-process the activities of the scope around it are meant, too: that is how a sub-process says
    in what order its inside is undone.
    """

    def _run_hook(self, my_task: Token) -> bool | None:
        memory = my_task.internal_data
        if "todo" not in memory:
            memory["todo"] = list(_taken(my_task, self.activity.compensates))
        waits = self.activity.wait_for_completion
        while memory["todo"]:
            level, records = memory["todo"].pop(0)
            undo(_outer(my_task.workflow, level), records, my_task.id if waits else "")
            if waits:
                return None
        return True


class CompensationEnd(CompensationThrow, EndEvent):
    """Undoes, then ends."""


class CancelEnd(EndEvent):
    """Cancels a transaction: everything in it ends, what was done is undone, and its cancel event goes on."""

    def _run_hook(self, my_task: Token) -> bool | None:
        workflow = my_task.workflow
        if "undoing" not in my_task.internal_data:
            my_task.internal_data["undoing"] = 1
            for token in my_task.parent.children:
                if token is not my_task:
                    token.cancel()
            if undo_all(workflow, my_task.id):
                return None
        self.note(my_task, "completed")
        my_task.triggered = True  # on record already: what cancels it next adds nothing
        owner = workflow.owner
        host = owner.parent if owner.parent.task_spec.repeats else owner
        next(border for border in host.task_spec.borders if border.activity.event == "cancel").strike(host, {})
        return None


class Compensator(Node):
    """Undoes records of its scope one after the other, the newest first; not drawn, so on no record itself.

    Its token keeps in "todo" what is left and in "for" the event that waits for it; the handlers hang below it.
    """

    collects = True
    quiet = True

    def __init__(self, process_spec: Any) -> None:
        super().__init__(process_spec, Activity(id=UNDO))

    def _run_hook(self, my_task: Token) -> bool | None:
        memory = my_task.internal_data
        if memory["todo"]:
            _begin(my_task, memory["todo"].pop())
            return None
        thrower = my_task.workflow.top_workflow.find(memory["for"])
        if thrower is not None:
            thrower._ready()
        return True

    def collect(self, undoing: Token, token: Token) -> None:
        """One handler is through."""
        if "undo" not in token.internal_data:
            token.task_spec.note(token, "completed")
        for listener in token.children:
            listener.cancel()
        token.remove()
        if not undoing.children:
            undoing._ready()

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return ()


def undo_all(workflow: Any, thrower_id: str) -> bool:
    """Starts to undo a whole scope: by its own event sub-process, or all its records. False: there is nothing to do."""
    if workflow.spec.compensating is not None:
        undo(workflow, [workflow.spec.compensating.name], thrower_id)
        return True
    records, workflow.records = workflow.records, []
    if records:
        undo(workflow, records, thrower_id)
    return bool(records)


def undo(workflow: Any, records: list[Record], thrower_id: str) -> None:
    """Starts to undo these records of a scope."""
    token = workflow.task_tree._add_child(workflow.spec.task_specs[UNDO], READY)
    token.internal_data |= {"todo": records, "for": thrower_id}
    workflow.top_workflow.moving.append(token)


def _taken(thrower: Token, target: str | None) -> Iterator[list[Any]]:
    """What a throwing event undoes, taken out of the records: [how many scopes out, records], nearest scope first."""
    level, workflow = 0, thrower.workflow
    while True:
        records = [record for record in workflow.records if target in (None, _activity_id(record))]
        if records:
            workflow.records = [record for record in workflow.records if target not in (None, _activity_id(record))]
            yield [level, records]
        if not isinstance(getattr(workflow.owner, "task_spec", None), EventSubProcess):
            return
        level, workflow = level + 1, workflow.owner.workflow


def _outer(workflow: Any, level: int) -> Any:
    for _ in range(level):
        workflow = workflow.owner.workflow
    return workflow


def _activity_id(record: Record) -> str:
    if isinstance(record, dict):
        return _activity_id(record["all"][0])
    return record if isinstance(record, str) else str(record[0])


def _begin(undoing: Token, record: Record) -> None:
    if isinstance(record, dict):
        for each in record["all"]:
            _begin(undoing, each)
        return
    parts: list[Any] = [record, 0, 0] if isinstance(record, str) else record
    activity_id, data, inner = parts
    specs = undoing.workflow.spec.task_specs
    node = specs[activity_id]
    if node.handler is None and inner != 0:
        _revive(undoing, node, data, inner)
        return
    token = undoing._add_child(node if node.handler is None else specs[node.handler])
    if node.handler is None:  # the event sub-process that says how its scope is undone
        token.internal_data["values"] = {}
    if data:
        token.data = data
    undoing.workflow.top_workflow.moving.append(token)


def _revive(undoing: Token, node: Node, data: dict[str, Any], records: list[Record]) -> None:
    """Opens a completed sub-process again, as it ended, to undo what was done in it."""
    token = undoing._add_child(node.each or node, STARTED)
    token.data = data
    token.internal_data["undo"] = 1
    inside = SubProcess(undoing.workflow.frame.process.inner_specs[node.activity.id], token)
    inside.records = records
    if not undo_all(inside, ""):
        inside.settle()
