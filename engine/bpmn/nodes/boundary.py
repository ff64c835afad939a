"""Boundary events: they listen while their activity is active, and interrupt it or run beside it."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.nodes import subscription
from engine.bpmn.nodes.listener import Listener
from engine.bpmn.token import FUTURE, Token
from engine.bpmn.waits import Wait


class BoundaryEvent(Listener):
    """Its listening tokens hang below the token of the activity; errors and escalations need none."""

    def occur(self, token: Token, values: Mapping[str, Any]) -> None:
        """The event happened; one that does not interrupt listens on."""
        gathered = self.gathered(token, values)
        if gathered is None:
            return
        host = token.parent
        if not self.activity.interrupting:
            self.listen_on(token)
        self.strike(host, gathered)

    def strike(self, host: Token, values: Mapping[str, Any]) -> None:
        """Sends a token out of this event; an interrupting one ends the activity first."""
        spawned = host.parent._add_child(self, FUTURE)
        spawned.internal_data["values"] = dict(values)
        host.workflow.top_workflow.moving.append(spawned)
        if self.activity.interrupting:
            host.cancel()

    def _run_hook(self, my_task: Token) -> bool | None:
        values = my_task.internal_data["values"]
        scopes.close_outputs(my_task, self.activity.outputs, values, self.expressions(my_task))
        return True

    def wait(self, token: Token) -> Wait | None:
        if not token.triggered or not self.listens(token):
            return None
        return subscription.wait(
            token,
            self.trigger(token),
            attached_to=self.activity.attached_to,
            host_token_id=token._parent,
            interrupting=self.activity.interrupting,
        )
