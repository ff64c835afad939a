"""Business rule tasks: a decision is asked, its answer kept in one variable."""

from typing import Any

from engine.bpmn import scopes
from engine.bpmn.expressions import decide
from engine.bpmn.nodes.node import Node
from engine.bpmn.token import Token


class DecisionTask(Node):
    """Decides and goes on."""

    def _run_hook(self, my_task: Token) -> bool | None:
        decision, expressions = self.activity.decision, self.expressions(my_task)
        if decision is not None:
            value = decide(expressions, self.activity.id, decision, scopes.visible(my_task))
            scopes.close_outputs(my_task, self.activity.outputs, _values(decision.result_variable, value), expressions)
        return True


def _values(variable: str, value: Any) -> dict[str, Any]:
    """The answer in its variable; without one, each of its entries is a variable by itself."""
    if variable:
        return {variable: value}
    return dict(value) if isinstance(value, dict) else {}
