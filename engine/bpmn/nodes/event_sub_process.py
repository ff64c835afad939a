"""Event sub-processes: they listen while their scope is active, and run inside it instead of or beside the rest."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.instance import SubProcess
from engine.bpmn.nodes import subscription
from engine.bpmn.nodes.listener import Listener
from engine.bpmn.nodes.sub_process import SubProcessTask
from engine.bpmn.token import Token
from engine.bpmn.waits import Wait


class EventSubProcess(Listener, SubProcessTask):
    """Its listening tokens hang below the root of the scope; `catching` is its start event.

    The shared model is never changed by a run: SpiffWorkflow's own version connects itself to the start of the
    specification when it first fires, and every later instance would then start it at once.
    """

    def __init__(self, process_spec: Any, activity: Activity, start: Activity) -> None:
        super().__init__(process_spec, activity)
        self.catching = start

    def occur(self, token: Token, values: Mapping[str, Any]) -> None:
        """The event happened; one that does not interrupt listens on."""
        gathered = self.gathered(token, values)
        if gathered is None:
            return
        root = token.parent
        if not self.catching.interrupting:
            self.listen_on(token)
        self.strike(root, gathered)

    def strike(self, root: Token, values: Mapping[str, Any]) -> None:
        """Runs the inside once; an interrupting one ends everything else in the scope first."""
        if self.catching.interrupting:
            for token in root.children:
                token.cancel()
        owner = root._add_child(self)
        owner.internal_data["values"] = dict(values)
        root.workflow.top_workflow.moving.append(owner)

    def go_inside(self, token: Token) -> None:
        super().go_inside(token)
        del token.internal_data["values"]  # only now: a beginning that fails is tried again with them

    def begin_inside(self, inside: SubProcess, token: Token) -> None:
        inside.spec.task_specs[self.catching.id].begin(inside.task_tree, token.internal_data["values"])

    def wait(self, token: Token) -> Wait | None:
        if not token.triggered or not self.listens(token):
            return None
        return subscription.wait(token, self.trigger(token), interrupting=self.catching.interrupting)
