"""The root of a scope: never drawn, never saved, only the place that tokens hang below."""

from engine.bpmn.nodes.node import Node


class Root(Node):
    """Sets nothing in motion by itself."""
