"""Nodes that a token passes at once: undefined tasks, none events, links."""

from engine.bpmn.nodes.node import Node


class PassThrough(Node):
    """Enters and leaves."""
