"""Business rule tasks: a decision is asked, its answer kept in one variable."""

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
            scopes.close_outputs(my_task, self.activity.outputs, {decision.result_variable: value}, expressions)
        return True
