"""What every node does: a token enters, opens its scope and its boundary events, runs, and leaves along its flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.bpmn import scopes
from engine.bpmn.activity import Activity
from engine.bpmn.expressions import Expressions, evaluate
from engine.bpmn.token import COMPLETED, FUTURE, ROOT_ID, WAITING, Token
from engine.bpmn.waits import Step, Wait
from engine.errors import StepFailed

Record = str | list[Any] | dict[str, Any]  # of a completed activity; see `compensation`


@dataclass(frozen=True, kw_only=True)
class Outflow:
    """A sequence flow as a node sees it on leaving; `target` is the name of the node it leads to."""

    id: str
    target: str
    condition: str | None = None
    default: bool = False


class Node(BpmnTaskSpec):
    """A node of the shared model. It holds no state of any instance: that is all in the token.

    A token arrives FUTURE (`_update`), becomes READY (`_run`) and leaves COMPLETED (`_on_complete`); each of the three
    either happens whole or raises StepFailed and can be tried again. SpiffWorkflow's Task calls these hooks. There is
    no prediction: what may come is not stored and not walked, so forks cost what they fork.
    """

    def __init__(self, process_spec: Any, activity: Activity, name: str | None = None) -> None:
        super().__init__(process_spec, name or activity.id)
        self.bpmn_id = activity.id
        self.bpmn_name = activity.name
        self.activity = activity
        self.catching = activity  # whose event this node reacts to
        self.flows: tuple[Outflow, ...] = ()
        self.borders: tuple[Node, ...] = ()

    # -- the life of a token, called by SpiffWorkflow --

    def _predict(self, my_task: Token, *_: Any, **__: Any) -> None:
        """Never: see the class."""

    def _update(self, my_task: Token) -> None:
        data, memory = my_task.data, dict(my_task.internal_data)
        try:
            if self.activity.inputs:
                scopes.open_inputs(my_task, self.activity.inputs, self.expressions(my_task))
            for border in self.borders:
                border.listen(my_task)
            ready = self._update_hook(my_task)
        except StepFailed:
            # Nothing of a failed entry stays, so that it can be tried again.
            for listener in my_task.children:
                listener.remove()
            my_task.data, my_task.internal_data = data, memory
            raise
        self.note(my_task, "entered")
        if ready:
            my_task._ready()
        elif my_task._state == FUTURE:
            my_task._set_state(WAITING)

    def _update_hook(self, my_task: Token) -> bool:
        return True

    def _on_ready(self, my_task: Token) -> None:
        if not self.manual:
            my_task.workflow.top_workflow.moving.append(my_task)

    def _run(self, my_task: Token) -> bool | None:
        return self._run_hook(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        return True

    def _on_complete(self, my_task: Token) -> None:
        self.leave(my_task)

    def _on_cancel(self, my_task: Token) -> None:
        if not my_task.triggered:
            self.note(my_task, "cancelled")

    # -- leaving --

    def leave(self, token: Token) -> None:
        """Moves on: one new token a flow taken; the old one is gone. An instance of a loop reports to its loop."""
        parent, workflow = token.parent, token.workflow
        if parent.task_spec.collects:
            parent.task_spec.collect(parent, token)
            return
        flows = self.choose(token)
        self.note(token, "completed", tuple(flow.id for flow in flows))
        if workflow.spec.remembers:
            self.remember(token, workflow.records)
        for listener in token.children:
            listener.cancel()
        token.remove()
        for flow in flows:
            self.follow(flow, parent)
        if not flows or workflow.asks:
            workflow.settle()

    def follow(self, flow: Outflow, parent: Token) -> None:
        """Sets a token on the node that the flow leads to."""
        node = parent.workflow.spec.task_specs[flow.target]
        child = parent._add_child(node)
        if node.joins:
            child.internal_data["by"] = flow.id
        parent.workflow.top_workflow.moving.append(child)

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        """The flows taken: every flow whose condition holds or that has none; the default where none does."""
        flows = self.flows
        if len(flows) <= 1 and not any(flow.condition for flow in flows):
            return flows
        taken = tuple(flow for flow in flows if not flow.default and self.holds(flow, token))
        taken = taken or tuple(flow for flow in flows if flow.default)
        if not taken:
            raise StepFailed(
                element_id=self.activity.id, error_code="no-flow-taken", reason="no condition of a flow holds"
            )
        return taken

    def holds(self, flow: Outflow, token: Token) -> bool:
        """Whether a flow's condition is true; anything but true or false is a failure, not a guess."""
        if flow.condition is None:
            return True
        value = evaluate(self.expressions(token), self.activity.id, flow.condition, scopes.visible(token))
        if not isinstance(value, bool):
            raise StepFailed(
                element_id=self.activity.id,
                error_code="condition-not-boolean",
                reason=f"the condition of {flow.id} gave {type(value).__name__}, not true or false",
                expression=flow.condition,
            )
        return value

    # -- what other modules ask a node --

    joins = False  # whether tokens here must remember which flow they came by
    quiet = False  # whether this node is only part of an element
    collects = False  # whether tokens below this node's token report to it when they are through
    repeats = False  # whether they are the instances or rounds of a loop
    each: "Node | None" = None  # the activity that a loop repeats
    handler: str | None = None  # the node that undoes this activity

    def record(self, token: Token) -> Record | None:
        """What must be kept of this completed activity so that it can be undone; None where nothing undoes it."""
        if self.handler is None:
            return None
        return [self.activity.id, token.data, 0] if token.parent.task_spec.repeats else self.activity.id

    def remember(self, token: Token, records: list[Record]) -> None:
        """Adds the record of this completed activity, if there is one, to those of its scope."""
        record = self.record(token)
        if record is not None:
            records.append(record)

    def finish(self, token: Token, values: Mapping[str, Any]) -> None:
        """Ends the activity with the values that a person, a job or a message brought; leaving is its next step."""
        scopes.close_outputs(token, self.activity.outputs, values, self.expressions(token))
        token._set_state(COMPLETED)
        token.workflow.top_workflow.moving.append(token)

    def wait(self, token: Token) -> Wait | None:
        """How this token waits; None when it does not."""
        return None

    def released(self, token: Token) -> bool:
        """Whether a waiting token may go now that everything else is quiet."""
        return False

    def expressions(self, token: Token) -> Expressions:
        """The evaluator of the token's instance."""
        expressions: Expressions = token.workflow.frame.expressions
        return expressions

    def note(self, token: Token, kind: str, flow_ids: tuple[str, ...] = ()) -> None:
        """Adds to the trace of the instance; what is no element of its own tells only that it failed."""
        if self.quiet and kind != "failed":
            return
        token.workflow.top_workflow.trace.append(
            Step(
                element_id=self.activity.id,
                kind=kind,
                token_id=token.id,
                flow_ids=flow_ids,
                scope_ids=scope_ids(token),
                process_id=token.workflow.frame.process.id,
            )
        )


def wait_of(token: Token) -> Wait | None:
    """How a token waits: for an operator where its step has failed, else as its node says."""
    incident = token.internal_data.get("incident")
    if incident is None:
        found: Wait | None = token.task_spec.wait(token)
        return found
    code, message, *parameters = incident  # what was saved before parameters were kept has none
    return waiting(token, "incident", code=code, message=message, parameters=parameters[0] if parameters else {})


def waiting(token: Token, kind: str, **more: Any) -> Wait:
    """A wait with all that can be told of any token."""
    activity, frame = more.pop("activity", token.task_spec.activity), token.workflow.frame
    return Wait(
        token_id=token.id,
        element_id=activity.id,
        kind=kind,
        scope_ids=scope_ids(token),
        process_id=frame.process.id,
        reference=frame.reference,
        activity=activity,
        **more,
    )


def local(token: Token) -> dict[str, Any]:
    """The variables that only this token has."""
    return dict(token.data) if token.has_own_scope else {}


def is_stuck(token: Token) -> bool:
    """Whether a token stands at a join, where only other tokens can free it."""
    return bool(token._state == WAITING and token.task_spec.joins and not token.triggered)


def stuck(token: Token) -> Wait:
    """The incident of a join that nothing can fill any more, because nothing else is left to move."""
    return waiting(token, "incident", code="join-never-filled", message="this join waits for tokens that cannot come")


def scope_ids(token: Token) -> tuple[str, ...]:
    """Element ids of the loops, sub-processes and call activities around a token, outermost first."""
    if token._parent == ROOT_ID and token.workflow.owner is None:
        return ()
    found: list[str] = []
    current: Token | None = token
    while current is not None:
        parent = current.parent
        while parent is not None:
            if parent.task_spec.repeats:
                found.append(parent.task_spec.activity.id)
            parent = parent.parent
        current = current.workflow.owner
        if current is not None:
            found.append(current.task_spec.activity.id)
    return tuple(reversed(found))
