"""What all nodes that wait for events have in common: one listening token for each trigger."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.nodes import subscription
from engine.bpmn.nodes.node import Node
from engine.bpmn.token import COMPLETED, WAITING, Token


class Listener(Node):
    """An intermediate event, a boundary event, or an event sub-process; `catching` says what it waits for.

    Where the event has several triggers, each has its token, which keeps in "n" the one it is for. Of a parallel
    multiple event all must have happened: in "seen" each keeps what it brought until the others have come.
    """

    def listen(self, parent: Token) -> None:
        """Starts to wait, below the activity, scope or gateway that the event belongs to."""
        for number, trigger in enumerate(self.catching.definitions):
            if not self._is_waited_for(trigger):
                continue
            token = parent._add_child(self, WAITING)
            token.triggered = True
            if self.catching.triggers:
                token.internal_data["n"] = number
            subscription.subscribe(token, trigger, self.expressions(token))

    def trigger(self, token: Token) -> Activity:
        """What this listening token waits for."""
        number = token.internal_data.get("n")
        return self.catching if number is None else self.catching.triggers[number]

    def listens(self, token: Token) -> bool:
        """Whether this token still waits for its event."""
        memory = token.internal_data
        return bool(token._state == WAITING and token.parent._state != COMPLETED and "seen" not in memory)

    def resume(self, token: Token) -> None:
        """Lets a token that was loaded listen again."""
        if token._state == WAITING:
            subscription.watch(token, self.trigger(token))

    def turned_true(self, token: Token) -> bool:
        """Whether the condition that this token waits for has become true."""
        return self.listens(token) and subscription.turned_true(token, self.trigger(token))

    def gathered(self, token: Token, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """What the event brought as a whole; None while a parallel multiple event waits for another trigger."""
        if not self.catching.parallel_multiple:
            return dict(values)
        token.internal_data["seen"] = dict(values)
        group = self._group(token)
        if not all("seen" in each.internal_data for each in group):
            return None
        return {name: value for each in group for name, value in each.internal_data["seen"].items()}

    def listen_on(self, token: Token) -> None:
        """Waits for the next time, after an event that does not interrupt; for a timer only while it repeats."""
        group = self._group(token) if self.catching.parallel_multiple else [token]
        for each in group:
            each.internal_data.pop("seen", None)
        again = [subscription.rearm(each, self.trigger(each), self.expressions(each)) for each in group]
        if not all(again):
            for each in group:
                each.remove()

    def _group(self, token: Token) -> list[Token]:
        return [each for each in token.parent.children if each.task_spec is self and each.triggered]

    def _is_waited_for(self, trigger: Activity) -> bool:
        """Errors, escalations and their like find their catcher without a token that waits for them."""
        return trigger.event is None or trigger.event in subscription.WAITING_EVENTS
