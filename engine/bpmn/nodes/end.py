"""End events: a token ends here, alone or with all the others of its scope, or with an error or escalation."""

from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.nodes.throwing import throw_error, throw_escalation, throw_signal
from engine.bpmn.token import Token
from engine.errors import StepFailed


class EndEvent(Node):
    """A none end: the token is consumed."""

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return ()


class TerminateEnd(EndEvent):
    """Ends every other token of its scope, or of the whole instance where it says so."""

    def _run_hook(self, my_task: Token) -> bool | None:
        for token in my_task.parent.children:
            if token is not my_task:
                token.cancel()
        top = my_task.workflow.top_workflow
        if not self.activity.terminates_all or my_task.parent is top.task_tree:
            return True
        my_task.task_spec.note(my_task, "completed")
        my_task.triggered = True  # on record already: what cancels it next adds nothing
        for token in list(top.task_tree.children):
            token.cancel()
        top.moving.clear()
        top.completed = True
        return None


class ErrorEnd(EndEvent):
    """Throws a BPMN error outward; one that nobody catches is a failure of this step."""

    def _run_hook(self, my_task: Token) -> bool | None:
        code = self.activity.error_code or ""
        my_task.task_spec.note(my_task, "completed")
        my_task.triggered = True  # on record already: what cancels it next adds nothing
        if not throw_error(my_task, code, {}):
            my_task.triggered = False
            raise StepFailed(element_id=self.activity.id, error_code="error-uncaught", reason=code, code=code)
        return None


class EscalationEnd(EndEvent):
    """Throws an escalation outward, then ends; nobody needs to catch it."""

    def _run_hook(self, my_task: Token) -> bool | None:
        throw_escalation(my_task, self.activity.escalation_code or "")
        return True if my_task.alive else None


class SignalEnd(EndEvent):
    """Broadcasts a signal, then ends."""

    def _run_hook(self, my_task: Token) -> bool | None:
        throw_signal(my_task)
        return True if my_task.alive else None
