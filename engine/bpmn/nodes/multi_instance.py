"""Multi-instance activities: one body token, below it one token for each instance, in parallel or in sequence."""

import re
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.activity import Activity, Loop
from engine.bpmn.expressions import evaluate
from engine.bpmn.instance import CROWDED
from engine.bpmn.nodes.node import Node, Record
from engine.bpmn.token import Token
from engine.errors import StepFailed

MAX_INSTANCES = 10_000
_PLAIN_VARIABLE = re.compile(r"=?\s*([^\W\d]\w*)(?:\.\w+)*\s*")


class MultiInstance(Node):
    """The body. It keeps in its token: "n" instances in all, "done" so many, and "items" still to come in sequence;
    "gone" so many that were cancelled by hand.

    The output collection lives in the body's own scope until the end, at full length from the beginning, so that
    results keep the order of the input whoever finishes first.
    """

    collects = repeats = True
    each: Node

    def __init__(self, process_spec: Any, activity: Activity, loop: Loop, each: Node) -> None:
        super().__init__(process_spec, replace(activity, inputs=(), outputs=()))
        self.loop = loop
        self.each = each

    def _run_hook(self, my_task: Token) -> bool | None:
        if "over" in my_task.internal_data:
            self._hand_out(my_task)
            return True
        items = self._items_that_fit(my_task)
        if self.loop.output_collection:
            my_task.data = {self.loop.output_collection: [None] * len(items)}
        my_task.internal_data |= {"n": len(items), "done": 0}
        if not items:
            self._hand_out(my_task)
            return True
        if self.loop.sequential:
            my_task.internal_data["items"] = items[1:]
            items = items[:1]
        for index, item in enumerate(items):
            self._begin(my_task, index, item)
        return None

    def collect(self, body: Token, token: Token) -> None:
        """One instance is through: keep its result, then end the loop or begin the next."""
        memory = body.internal_data
        results = self._results(body, token)
        satisfied = self._satisfied(body, token, results)
        if results:
            body.data.update(results)
            body.workflow.top_workflow.changed = True
        memory["done"] += 1
        self.each.note(token, "completed")
        self._keep_record(body, token)
        token.remove()
        if satisfied or memory["done"] + memory.get("gone", 0) == memory["n"]:
            for rest in body.children:
                rest.cancel()
            memory["over"] = 1
            body._ready()
        elif self.loop.sequential:
            self._begin(body, memory["done"], memory["items"].pop(0))

    def _keep_record(self, body: Token, token: Token) -> None:
        record = self.each.record(token) if body.workflow.spec.remembers else None
        if record is not None:
            body.internal_data.setdefault("records", []).append(record)

    def remember(self, token: Token, records: list[Record]) -> None:
        """Instances that ran in sequence are undone in reverse order, those that ran in parallel in parallel."""
        found = token.internal_data.get("records", [])
        records.extend([{"all": found}] if found and not self.loop.sequential else found)

    def _items_that_fit(self, body: Token) -> list[Any]:
        items = self._items(body)
        if not self.loop.sequential and not body.workflow.top_workflow.has_room(len(items)):
            raise self._failed(CROWDED, f"there is no room for {len(items)} more tokens")
        return items

    def _items(self, body: Token) -> list[Any]:
        if self.loop.input_collection is None:
            return [None] * self._count(body)
        items = self._evaluate(body, self.loop.input_collection, scopes.visible(body))
        if not isinstance(items, list):
            raise self._failed("collection-not-list", f"the collection is {type(items).__name__}, not a list")
        if len(items) > MAX_INSTANCES:
            raise self._failed("too-many-instances", f"{len(items)} instances, at most {MAX_INSTANCES} are run")
        return list(items)

    def _count(self, body: Token) -> int:
        value = self._evaluate(body, self.loop.cardinality or "", scopes.visible(body))
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value) or value < 0:
            raise self._failed("cardinality-not-number", "the number of instances is no whole number")
        if value > MAX_INSTANCES:
            raise self._failed("too-many-instances", f"{value} instances, at most {MAX_INSTANCES} are run")
        return int(value)

    def _begin(self, body: Token, index: int, item: Any) -> None:
        token = body._add_child(self.each)
        token.data = {"loopCounter": index + 1}
        if self.loop.input_element:
            token.data[self.loop.input_element] = item
        result = _PLAIN_VARIABLE.fullmatch(self.loop.output_element or "")
        if result is not None:
            # As Camunda 8: the variable a result is read from is each instance's own, or parallel ones would mix.
            token.data.setdefault(result[1], None)
        token.workflow.top_workflow.moving.append(token)

    def _results(self, body: Token, token: Token) -> dict[str, Any]:
        """The output collection with the result of this instance in its place."""
        name = self.loop.output_collection
        if not name or not self.loop.output_element:
            return {}
        results = list(body.data[name])
        results[token.data["loopCounter"] - 1] = self._evaluate(token, self.loop.output_element, scopes.visible(token))
        return {name: results}

    def _satisfied(self, body: Token, token: Token, results: dict[str, Any]) -> bool:
        condition = self.loop.completion_condition
        if condition is None:
            return False
        value = self._evaluate(token, condition, ChainMap(self._counts(body), results, *scopes.chain(token)))
        if not isinstance(value, bool):
            raise self._failed("condition-not-boolean", "the completion condition is not true or false")
        return value

    def _counts(self, body: Token) -> dict[str, Any]:
        total, done = body.internal_data["n"], body.internal_data["done"] + 1
        active = sum(1 for child in body.children if not child.triggered) - 1
        return {
            "numberOfInstances": total,
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": active,
            "numberOfTerminatedInstances": body.internal_data.get("gone", 0),
        }

    def _hand_out(self, body: Token) -> None:
        name = self.loop.output_collection
        if name:
            scopes.write(scopes.chain(body)[1:], {name: body.data[name]})
            body.workflow.top_workflow.changed = True

    def _evaluate(self, token: Token, text: str, variables: Mapping[str, Any]) -> Any:
        return evaluate(self.expressions(token), self.activity.id, text, variables)

    def _failed(self, code: str, reason: str) -> StepFailed:
        return StepFailed(element_id=self.activity.id, error_code=code, reason=reason)
