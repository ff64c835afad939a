"""What stands beside the processes and is referred to by id: messages, signals, errors, lanes, drawn associations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import MessageRef
from engine.bpmn.dialects import DIALECTS

_Value = TypeVar("_Value")


@dataclass(kw_only=True)
class References:
    """By id. A code that is None means that any is meant."""

    messages: dict[str, MessageRef] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str | None] = field(default_factory=dict)
    escalations: dict[str, str | None] = field(default_factory=dict)
    events: dict[str, etree._Element] = field(default_factory=dict)
    operations: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    associations: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def message(self, reference: str) -> MessageRef | None:
        """The message of this id; one that is not declared is taken for its own name."""
        return _found(self.messages, reference, MessageRef(name=reference)) if reference else None

    def signal(self, reference: str) -> str | None:
        """The name of the signal."""
        return _found(self.signals, reference, reference) or None

    def error_code(self, reference: str) -> str | None:
        """The code of the error; None where none is named."""
        return _found(self.errors, reference, reference) or None

    def escalation_code(self, reference: str) -> str | None:
        """The code of the escalation; None where none is named."""
        return _found(self.escalations, reference, reference) or None

    def undeclared(self, node: etree._Element) -> list[str]:
        """References of this element to what the file does not declare."""
        known: dict[str, Mapping[str, object]] = {
            "messageRef": self.messages, "signalRef": self.signals,
            "errorRef": self.errors, "escalationRef": self.escalations,
        }  # fmt: skip
        found = [(node.get(name), declared) for name, declared in known.items()]
        return [
            reference
            for reference, declared in found
            if reference and reference not in declared and reference.rpartition(":")[2] not in declared
        ]


def read(root: etree._Element) -> References:
    """Everything that can be referred to."""
    found = References(lanes=_lanes(root), associations=_associations(root))
    for node in root:
        name, node_id = reader.local_name(node), str(node.get("id", ""))
        if name == "message":
            key = next((key for key in (each.correlation_key(node) for each in DIALECTS) if key), None)
            found.messages[node_id] = MessageRef(name=node.get("name") or node_id, correlation_key=key)
        elif name == "signal":
            found.signals[node_id] = node.get("name") or node_id
        elif name == "error":
            found.errors[node_id] = node.get("errorCode") or None
        elif name == "escalation":
            found.escalations[node_id] = node.get("escalationCode") or None
        elif name.endswith("EventDefinition"):
            found.events[node_id] = node
        elif name == "interface":
            for operation in reader.children(node, "operation"):
                found.operations[str(operation.get("id", ""))] = str(operation.get("name") or operation.get("id", ""))
    return found


def _found(declared: Mapping[str, _Value], reference: str, otherwise: _Value) -> _Value:
    """What is declared under the reference, or under its local part: "tns:order" may mean "order"."""
    return declared.get(reference, declared.get(reference.rpartition(":")[2], otherwise))


def _associations(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """What is drawn together with what, in both directions: a compensation event and its handler."""
    found: dict[str, tuple[str, ...]] = {}
    for each in root.iterdescendants(f"{{{reader.BPMN}}}association"):
        ends = each.get("sourceRef", ""), each.get("targetRef", "")
        for end, other in (ends, ends[::-1]):
            found[end] = (*found.get(end, ()), other)
    return found


def _lanes(root: etree._Element) -> dict[str, str]:
    lanes: dict[str, str] = {}
    for lane in root.iterdescendants(f"{{{reader.BPMN}}}lane"):
        for reference in reader.children(lane, "flowNodeRef"):
            lanes[reader.text(reference)] = lane.get("name") or lane.get("id") or ""
    return lanes
