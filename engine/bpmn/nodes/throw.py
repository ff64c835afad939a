"""Intermediate throw events: escalations and signals on the way."""

from engine.bpmn.nodes.node import Node
from engine.bpmn.nodes.throwing import throw_escalation, throw_signal
from engine.bpmn.token import Token


class EscalationThrow(Node):
    """Throws an escalation outward and goes on, unless what caught it interrupted this scope."""

    def _run_hook(self, my_task: Token) -> bool | None:
        throw_escalation(my_task, self.activity.escalation_code or "")
        return True if my_task.alive else None


class SignalThrow(Node):
    """Broadcasts a signal and goes on, unless it interrupted this scope."""

    def _run_hook(self, my_task: Token) -> bool | None:
        throw_signal(my_task)
        return True if my_task.alive else None
