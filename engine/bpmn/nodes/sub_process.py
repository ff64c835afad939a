"""Embedded sub-processes: a scope of their own inside the activity's token."""

from engine.bpmn import scopes
from engine.bpmn.instance import SubProcess
from engine.bpmn.nodes.node import Node, Record
from engine.bpmn.token import Token
from engine.errors import StepFailed


class SubProcessTask(Node):
    """Runs its inside until nothing is left there; variables declared inside vanish unless mapped out."""

    def _run_hook(self, my_task: Token) -> bool | None:
        if "undo" in my_task.internal_data:
            return True
        if "over" in my_task.internal_data:
            scopes.close_outputs(my_task, self.activity.outputs, {}, self.expressions(my_task))
            return True
        self.go_inside(my_task)
        return None

    def go_inside(self, token: Token) -> None:
        """Begins the inside; one that cannot begin leaves nothing behind."""
        inside = self.open(token)
        try:
            self.begin_inside(inside, token)
            inside.spec.listen(inside)
        except StepFailed:
            for begun in inside.task_tree.children:
                begun.remove()
            del token.workflow.top_workflow.subprocesses[token.id]
            raise

    def go_inside_empty(self, token: Token) -> SubProcess:
        """Opens the inside for tokens that are moved there, without beginning it."""
        inside = self.open(token)
        inside.spec.listen(inside)
        return inside

    def open(self, token: Token) -> SubProcess:
        """The empty inside."""
        return SubProcess(token.workflow.frame.process.inner_specs[self.activity.id], token)

    def begin_inside(self, inside: SubProcess, token: Token) -> None:
        """Sets the first token inside."""
        inside.spec.none_start.begin(inside.task_tree, {})

    def inner_ended(self, inside: SubProcess) -> None:
        """The inside came to its end: the activity's own next step is to leave."""
        self.keep(inside)
        inside.owner._ready()

    def keep(self, inside: SubProcess) -> None:
        """What is left of the inside: that it is over, and what could be undone in it."""
        inside.owner.internal_data["over"] = 1
        if self.handler is None and (
            inside.records or (inside.spec.remembers and inside.spec.compensating is not None)
        ):
            inside.owner.internal_data["inner"] = inside.records

    def record(self, token: Token) -> Record | None:
        """With its own variables and the records of its inside, unless a handler undoes it as a whole."""
        if "inner" not in token.internal_data:
            return super().record(token)
        return [self.activity.id, token.data, token.internal_data["inner"]]

    def _on_cancel(self, my_task: Token) -> None:
        inside = my_task.workflow.top_workflow.subprocesses.pop(my_task.id, None)
        if inside is not None:
            inside.completed = True
        super()._on_cancel(my_task)
