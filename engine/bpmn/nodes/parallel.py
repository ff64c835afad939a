"""Parallel gateways: join one token from every incoming flow, then fork to every outgoing one."""

from engine.bpmn import joins
from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.token import WAITING, Token


class ParallelGateway(Node):
    """BPMN 2.0.2, 13.4.1: each activation consumes exactly one token of each incoming flow.

    Tokens that came twice over one flow wait for the next round, so joins inside loops keep count. What a move has set
    aside (see `joins`) takes the place of a token that cannot come any more.
    """

    joins = True
    incoming: frozenset[str] = frozenset()

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.incoming) <= 1:
            return True
        firsts: dict[str, Token] = {my_task.internal_data["by"]: my_task}
        aside: dict[str, Token] = {}
        for token in my_task.parent.children:
            if token.task_spec is self and token._state == WAITING:
                (aside if token.triggered else firsts).setdefault(token.internal_data["by"], token)
        empty = self.incoming - firsts.keys()
        if not empty <= aside.keys() or (empty and joins.can_still_come(my_task.workflow, self, empty)):
            return False
        absorb(token for token in firsts.values() if token is not my_task)
        absorb(aside[flow] for flow in empty)
        return True

    def released(self, token: Token) -> bool:
        """Asked again once nothing moves: what was set aside is good for what can no longer come."""
        return bool(token.workflow.aside and joins.waits_at_join(token) and self._update_hook(token))

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return self.flows


def absorb(tokens: object) -> None:
    """Takes joined tokens out of the game: they live on in the one that goes through."""
    for token in list(tokens):  # type: ignore[call-overload]  # any iterable of untyped tasks
        token.task_spec.note(token, "completed")
        token.remove()
