"""Event-based gateways: whichever event behind it happens first decides the way."""

from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.token import Token


class EventGateway(Node):
    """Listens for every event behind it, each with its own memory, so two timers do not disturb each other."""

    def _update_hook(self, my_task: Token) -> bool:
        for flow in self.flows:
            my_task.workflow.spec.task_specs[flow.target].listen(my_task)
        return False

    def decide_for(self, token: Token, winner: Token) -> None:
        """Ends the gateway in favour of one event; the others stop listening."""
        winner.move_to(token.parent)
        winner.triggered = False
        for loser in token.children:
            loser.cancel()
        taken = next(flow for flow in self.flows if flow.target == winner.task_spec.name)
        self.note(token, "completed", (taken.id,))
        token.remove()

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return ()
