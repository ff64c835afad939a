"""Intermediate catch events and receive tasks: the token waits for its event."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.nodes import subscription
from engine.bpmn.nodes.listener import Listener
from engine.bpmn.token import Token
from engine.bpmn.waits import Wait


class CatchEvent(Listener):
    """Waits WAITING until `fire`, `deliver`, a condition, or `complete` for a receive task that names no message.

    An event with several triggers has its listening tokens below its own; behind an event-based gateway, which is
    entered before any of its events, they hang below the gateway's, and the event counts as entered when it happens.
    """

    def _update_hook(self, my_task: Token) -> bool:
        if self.activity.triggers:
            self.listen(my_task)
        else:
            subscription.subscribe(my_task, self.activity, self.expressions(my_task))
        return False

    def occur(self, token: Token, values: Mapping[str, Any]) -> None:
        """The event happened."""
        gathered = self.gathered(token, values)
        if gathered is None:
            return
        if token.parent.task_spec is self:
            self.finish(token.parent, gathered)
            return
        self.finish(token, gathered)
        if token.triggered:
            token.parent.task_spec.decide_for(token.parent, token)
            self.note(token, "entered")

    def wait(self, token: Token) -> Wait | None:
        trigger = self.trigger(token)
        if trigger.event == "multiple" or not self.listens(token):
            return None
        behind_gateway = token.triggered and token.parent.task_spec is not self
        return subscription.wait(token, trigger, gateway_token_id=token._parent if behind_gateway else None)
