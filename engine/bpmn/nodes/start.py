"""Start events: the first token of a scope."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.nodes.node import Node
from engine.bpmn.token import Token


class StartEvent(Node):
    """Leaves at once; what a message brought goes through the event's output mappings."""

    def begin(self, root: Token, values: Mapping[str, Any]) -> None:
        """Starts the scope below `root`."""
        token = root._add_child(self)
        self.note(token, "entered")
        self.finish(token, values)
