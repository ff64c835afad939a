"""Throwing events with several triggers: all are thrown, one after the other, before the token goes on."""

from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.token import Token


class MultipleThrow(Node):
    """Its token keeps how many triggers are "done"; the one that is being thrown hangs below it."""

    collects = True

    def __init__(self, process_spec: Any, activity: Activity, parts: tuple[Node, ...]) -> None:
        super().__init__(process_spec, activity)
        self.parts = parts
        for part in parts:
            part.quiet = True

    def _run_hook(self, my_task: Token) -> bool | None:
        done = my_task.internal_data.setdefault("done", 0)
        if done == len(self.parts):
            return True
        part = my_task._add_child(self.parts[done])
        my_task.workflow.top_workflow.moving.append(part)
        return None

    def collect(self, throwing: Token, token: Token) -> None:
        """One trigger is thrown."""
        token.remove()
        throwing.internal_data["done"] += 1
        throwing._ready()


class MultipleEnd(MultipleThrow):
    """Throws all, then ends."""

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return ()
