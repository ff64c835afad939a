"""Inclusive gateways: join every token that can still come, then fork along every flow whose condition holds."""

from collections.abc import Mapping

from engine.bpmn.nodes.node import Node
from engine.bpmn.nodes.parallel import absorb
from engine.bpmn.token import WAITING, Token


class InclusiveGateway(Node):
    """BPMN 2.0.2, 13.4.3: waits while a token elsewhere can reach an empty incoming flow, and none that has a token.

    `reach` says for every node which incoming flows of this gateway can be reached from it without passing it.
    """

    joins = True
    incoming: frozenset[str] = frozenset()
    reach: Mapping[str, frozenset[str]] = {}

    def _update_hook(self, my_task: Token) -> bool:
        return len(self.incoming) <= 1

    def released(self, token: Token) -> bool:
        if token._state != WAITING or token.triggered:
            return False
        waiting: dict[str, Token] = {token.internal_data["by"]: token}
        others: list[Token] = []
        for each in token.parent.children:
            if each.triggered:
                continue  # it only listens, or a move has set it aside
            if each.task_spec is self and each._state == WAITING:
                waiting.setdefault(each.internal_data["by"], each)
            else:
                others.append(each)
        empty = self.incoming - waiting.keys()
        if any(self._could_fill(each, empty, waiting) for each in others):
            return False
        absorb(each for each in waiting.values() if each is not token)
        return True

    def _could_fill(self, token: Token, empty: frozenset[str], waiting: Mapping[str, Token]) -> bool:
        reachable = self.reach.get(token.task_spec.name, frozenset())
        return not empty.isdisjoint(reachable) and reachable.isdisjoint(waiting)
