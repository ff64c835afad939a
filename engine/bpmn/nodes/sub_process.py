"""Embedded sub-processes: a scope of their own inside the activity's token."""

from engine.bpmn import scopes
from engine.bpmn.instance import SubProcess
from engine.bpmn.nodes.node import Node
from engine.bpmn.token import STARTED, Token


class SubProcessTask(Node):
    """Runs its inside until nothing is left there; variables declared inside vanish unless mapped out."""

    def _run_hook(self, my_task: Token) -> bool | None:
        if "over" in my_task.internal_data:
            scopes.close_outputs(my_task, self.activity.outputs, {}, self.expressions(my_task))
            return True
        my_task._set_state(STARTED)
        inside = SubProcess(my_task.workflow.top_workflow.subprocess_specs[self.activity.id], my_task)
        inside.spec.listen(inside)
        inside.spec.none_start.begin(inside.task_tree, {})
        return None

    def inner_ended(self, token: Token) -> None:
        """The inside came to its end: the activity's own next step is to leave."""
        token.internal_data["over"] = 1
        token._ready()

    def _on_cancel(self, my_task: Token) -> None:
        inside = my_task.workflow.top_workflow.subprocesses.pop(my_task.id, None)
        if inside is not None:
            inside.completed = True
            for token in inside.task_tree.children:
                token.cancel()
        super()._on_cancel(my_task)
