"""Intermediate catch events and receive tasks: the token waits for its event."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.nodes import subscription
from engine.bpmn.nodes.node import Node
from engine.bpmn.token import WAITING, Token
from engine.bpmn.waits import Wait


class CatchEvent(Node):
    """Waits WAITING until `fire`, `deliver`, or `complete` for a receive task that names no message."""

    def _update_hook(self, my_task: Token) -> bool:
        subscription.subscribe(my_task, self.activity, self.expressions(my_task))
        return False

    def listen(self, gateway: Token) -> None:
        """Arms this event behind an event-based gateway; it counts as entered only when it happens."""
        token = gateway._add_child(self, WAITING)
        token.triggered = True
        subscription.subscribe(token, self.activity, self.expressions(token))

    def occur(self, token: Token, values: Mapping[str, Any]) -> None:
        """The event happened."""
        self.finish(token, values)
        if token.triggered:
            token.parent.task_spec.decide_for(token.parent, token)
            self.note(token, "entered")

    def wait(self, token: Token) -> Wait | None:
        if token._state != WAITING:
            return None
        gateway = token._parent if token.triggered else None
        return subscription.wait(token, self.activity, gateway_token_id=gateway)
