"""Service and send tasks, and whatever else names a job type: software outside does the work and reports back."""

from engine.bpmn import scopes
from engine.bpmn.expressions import evaluate_text
from engine.bpmn.nodes.node import Node, local, waiting
from engine.bpmn.token import STARTED, Token
from engine.bpmn.waits import Wait


class Job(Node):
    """Waits STARTED until `complete_job` or `throw_error`."""

    def _run_hook(self, my_task: Token) -> bool | None:
        definition = self.activity.job
        if definition is not None and definition.type.startswith("="):
            my_task.internal_data["name"] = evaluate_text(
                self.expressions(my_task), self.activity.id, definition.type, scopes.visible(my_task)
            )
        return None

    def wait(self, token: Token) -> Wait | None:
        if token._state != STARTED:
            return None
        written = self.activity.job.type if self.activity.job is not None else None
        return waiting(token, "job", name=token.internal_data.get("name", written), local=local(token))
