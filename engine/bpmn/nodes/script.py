"""Script tasks: one FEEL expression, its value in one variable."""

from engine.bpmn import scopes
from engine.bpmn.expressions import evaluate
from engine.bpmn.nodes.node import Node
from engine.bpmn.token import Token


class ScriptTask(Node):
    """Evaluates and goes on."""

    def _run_hook(self, my_task: Token) -> bool | None:
        script, expressions = self.activity.script, self.expressions(my_task)
        if script is not None:
            value = evaluate(expressions, self.activity.id, script.expression, scopes.visible(my_task))
            scopes.close_outputs(my_task, self.activity.outputs, {script.result_variable: value}, expressions)
        return True
