"""Standard loops: one body token, below it the activity, again and again while a condition holds."""

from collections import ChainMap
from dataclasses import replace
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.activity import Activity, StandardLoop
from engine.bpmn.expressions import evaluate
from engine.bpmn.nodes.node import Node, Record
from engine.bpmn.token import Token
from engine.errors import StepFailed


class StandardLoopBody(Node):
    """The body. It keeps in its token how many rounds are "done"; the condition reads that as `loopCounter`.

    Inside a round `loopCounter` is the number of the round, the first being 1.
    """

    collects = repeats = True
    each: Node

    def __init__(self, process_spec: Any, activity: Activity, loop: StandardLoop, each: Node) -> None:
        super().__init__(process_spec, replace(activity, inputs=(), outputs=()))
        self.loop = loop
        self.each = each

    def _run_hook(self, my_task: Token) -> bool | None:
        done = my_task.internal_data.get("done")
        asked = done is not None or self.loop.test_before
        if asked and not self._again(my_task, done or 0):
            return True
        my_task.internal_data["done"] = done or 0
        token = my_task._add_child(self.each)
        token.data = {"loopCounter": (done or 0) + 1}
        token.workflow.top_workflow.moving.append(token)
        return None

    def collect(self, body: Token, token: Token) -> None:
        """A round is through; whether there is another one is the body's own next step."""
        self.each.note(token, "completed")
        self._keep_record(body, token)
        token.remove()
        body.internal_data["done"] += 1
        body._ready()

    def _keep_record(self, body: Token, token: Token) -> None:
        record = self.each.record(token) if body.workflow.spec.remembers else None
        if record is not None:
            body.internal_data.setdefault("records", []).append(record)

    def remember(self, token: Token, records: list[Record]) -> None:
        """The rounds are undone in reverse order."""
        records.extend(token.internal_data.get("records", ()))

    def _again(self, body: Token, done: int) -> bool:
        if self.loop.maximum is not None and done >= int(self.loop.maximum):
            return False
        if self.loop.condition is None:
            return True
        variables = ChainMap({"loopCounter": done}, *scopes.chain(body))
        value = evaluate(self.expressions(body), self.activity.id, self.loop.condition, variables)
        if not isinstance(value, bool):
            raise StepFailed(
                element_id=self.activity.id,
                error_code="condition-not-boolean",
                reason="the condition of the loop is not true or false",
                expression=self.loop.condition,
            )
        return value
