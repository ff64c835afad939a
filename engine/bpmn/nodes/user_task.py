"""User and manual tasks: a person says when they are done."""

from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.nodes.node import Node, local, waiting
from engine.bpmn.token import READY, Token
from engine.bpmn.waits import Wait


class UserTask(Node):
    """Waits READY until `complete`."""

    def __init__(self, process_spec: Any, activity: Activity, name: str | None = None) -> None:
        super().__init__(process_spec, activity, name)
        self.manual = True

    def wait(self, token: Token) -> Wait | None:
        if token._state != READY:
            return None
        return waiting(token, "user", local=local(token))
