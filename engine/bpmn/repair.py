"""XML that other tools wrote carelessly but not ambiguously: an attribute twice, a well-known prefix undeclared."""

import re
from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.dialects import bihuan, camunda, flowable, operaton, spiff, zeebe
from engine.errors import Finding, ModelRefused

MODELER = "http://camunda.org/schema/modeler/1.0"  # what a modelling tool notes for itself; nothing is run by it
MAX_BYTES = 512 * 1024  # every fault of a file is kept while it is looked at; larger ones are not repaired
_PREFIXES = {
    "bpmn": reader.BPMN,
    "bpmn2": reader.BPMN,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "modeler": MODELER,
    "activiti": flowable.ACTIVITI_NAMESPACE,
    "bihuan": bihuan.NAMESPACE,
    "camunda": camunda.NAMESPACE,
    "flowable": flowable.FLOWABLE_NAMESPACE,
    "operaton": operaton.NAMESPACE,
    "spiffworkflow": spiff.NAMESPACE,
    "zeebe": zeebe.NAMESPACE,
}
_TWICE, _UNDECLARED = etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED, etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE
_CARELESS = re.compile(r"^Attribute \S+ redefined|^Namespace prefix \S+ .*is not defined")
_PREFIX = re.compile(r"Namespace prefix ([\w.-]+) ")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?definitions\b")


def parse(xml: bytes) -> tuple[etree._Element, list[Finding]]:
    """The root element, and a warning where it could only be read after a repair; else as `reader.parse`."""
    try:
        return reader.parse(xml), []
    except ModelRefused as refused:
        first = refused.findings[0]
        if len(xml) > MAX_BYTES or not _CARELESS.search(str(first.params.get("reason", ""))):
            raise
        declared = _declared(xml)
        root = None if declared is None else _once(declared)
        if root is None:
            raise
        warning = Finding(code="xml-repaired", severity="warning", line=first.line, params=dict(first.params))
        return reader.checked(root), [warning]


def _declared(xml: bytes) -> bytes | None:
    """The text with declarations for the prefixes that have none; None when one of them is not well known."""
    parser = reader.parser(recover=True)
    etree.fromstring(xml, parser)
    undeclared = [entry for entry in parser.error_log if entry.type == _UNDECLARED]
    names = {match[1] for entry in undeclared if (match := _PREFIX.match(entry.message)) is not None}
    root = _ROOT.search(xml)
    if not names <= _PREFIXES.keys() or (undeclared and not names) or root is None:
        return None
    added = "".join(f' xmlns:{name}="{_PREFIXES[name]}"' for name in sorted(names)).encode()
    return xml[: root.end()] + added + xml[root.end() :]


def _once(xml: bytes) -> etree._Element | None:
    """The root, where nothing else is wrong than attributes that stand twice and say the same."""
    parser = reader.parser(recover=True)
    root = etree.fromstring(xml, parser)
    if root is None or any(entry.type != _TWICE for entry in parser.error_log):
        return None
    return None if any(_differs(node) for node in root.iter(etree.Element)) else root


def _differs(node: etree._Element) -> bool:
    """Whether an attribute that stands twice says two things."""
    names = [name for name in node.attrib if not str(name).startswith(f"{{{MODELER}}}")]
    if len(names) == len(set(names)):
        return False
    written: list[Any] = node.xpath("@*")  # texts that know their names
    return len({(each.attrname, str(each)) for each in written if each.attrname in names}) != len(set(names))
