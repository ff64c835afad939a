"""Our own bihuan: namespace, for what the standard lacks: kept generically, attributes by element name."""

from typing import Any

from lxml import etree

from engine.bpmn import reader

NAMESPACE = "urn:bihuan:bpmn:1.0"


def activity(node: etree._Element) -> dict[str, Any]:
    """`extension`: the attributes of every bihuan: child of this node, by local name."""
    extension: dict[str, list[dict[str, str]]] = {}
    holder = reader.child(node, "extensionElements")
    for each in () if holder is None else holder:
        if reader.namespace(each) == NAMESPACE:
            attributes = {str(name): str(value) for name, value in each.attrib.items()}
            extension.setdefault(reader.local_name(each), []).append(attributes)
    return {"extension": {name: tuple(found) for name, found in extension.items()}} if extension else {}


def loop(node: etree._Element) -> dict[str, Any]:
    """Nothing of ours stands on a loop."""
    return {}


def correlation_key(node: etree._Element) -> str | None:
    """Nothing of ours stands on a message."""
    return None


def process(node: etree._Element) -> dict[str, Any]:
    """`extension` of the process: bihuan:case, bihuan:starters …"""
    return activity(node)
