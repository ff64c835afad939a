"""Parts of an element as BPMN itself defines them: loops, timers, links, scripts, what is neither run nor missed."""

from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import AdHoc, JobDefinition, Loop, StandardLoop, Timer
from engine.bpmn.dialects import DIALECTS, REMARKS, merged
from engine.bpmn.elements import Source
from engine.bpmn.reader import child, text

_NO_IMPLEMENTATION = ("", "##WebService", "##unspecified", "webService", "Java", "java", "Other")


def unsupported(node: etree._Element) -> list[str]:
    """Attributes that would change how tokens move, and do not here."""
    found = [name for name in ("startQuantity", "completionQuantity") if node.get(name, "1") != "1"]
    if node.get("instantiate") == "true":
        found.append("instantiate")
    loop = child(node, "multiInstanceLoopCharacteristics")
    if loop is not None and loop.get("behavior", "All") != "All":
        found.append("behavior")
    return found


def ignored(node: etree._Element) -> list[str]:
    """BPMN's own data flow: drawn for people, without effect on variables."""
    data = ("dataInputAssociation", "dataOutputAssociation", "ioSpecification")
    return sorted({name for name in map(reader.local_name, node) if name in data})


def interrupting(node: etree._Element, kind: str) -> bool:
    """Whether an event ends what it happens to."""
    attribute = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    return node.get(attribute, "true") != "false"


def link(node: etree._Element) -> str | None:
    """The name of the link that an event throws or catches."""
    definition = child(node, "linkEventDefinition")
    return None if definition is None else (definition.get("name") or node.get("name") or "")


def timer(node: etree._Element) -> Timer | None:
    """What a timer event definition says."""
    for kind, tag in (("date", "timeDate"), ("duration", "timeDuration"), ("cycle", "timeCycle")):
        written = text(child(node, tag))
        if written:
            return Timer(kind=kind, text=written)
    return None


def loop(node: etree._Element) -> tuple[Loop, dict[str, Any]]:
    """A multi-instance, and remarks on it."""
    fields: dict[str, Any] = _data_loop(node)
    for dialect in DIALECTS:
        fields = merged(fields, dialect.loop(node))
    remarks: dict[str, Any] = {name: fields.pop(name) for name in REMARKS if name in fields}
    found = Loop(
        sequential=node.get("isSequential") == "true",
        completion_condition=text(child(node, "completionCondition")) or None,
        cardinality=text(child(node, "loopCardinality")) or None,
        **fields,
    )
    return found, remarks


def _data_loop(node: etree._Element) -> dict[str, Any]:
    """BPMN's own way to name the collection and its element, both as variables."""
    fields: dict[str, Any] = {}
    for name, field in (("loopDataInputRef", "input_collection"), ("loopDataOutputRef", "output_collection")):
        written = text(child(node, name))
        if written:
            plain = field == "output_collection" or not written.isidentifier()
            fields[field] = written if plain else f"={written}"
    for name, field in (("inputDataItem", "input_element"), ("outputDataItem", "output_element")):
        item = child(node, name)
        written = "" if item is None else item.get("name") or item.get("id") or ""
        if written and (field == "input_element" or "output_collection" in fields):
            fields[field] = written if field == "input_element" else f"={written}"
    return fields


def standard_loop(node: etree._Element) -> StandardLoop:
    """BPMN's standardLoopCharacteristics."""
    return StandardLoop(
        test_before=node.get("testBefore") == "true",
        maximum=node.get("loopMaximum") or None,
        condition=text(child(node, "loopCondition")) or None,
    )


def ad_hoc(node: etree._Element, active_elements: str | None) -> AdHoc:
    """What an ad-hoc sub-process says of its order and end."""
    return AdHoc(
        active_elements=active_elements,
        completion_condition=text(child(node, "completionCondition")) or None,
        sequential=node.get("ordering") == "Sequential",
        cancel_remaining=node.get("cancelRemainingInstances", "true") != "false",
    )


def script(node: etree._Element, result_variable: str | None) -> Source | None:
    """The script that stands in a script task."""
    found = child(node, "script")
    if found is None or not text(found):
        return None
    language = node.get("scriptFormat") or node.get("scriptLanguage") or ""
    return Source(text=text(found), language=language, result_variable=result_variable)


def implementation(node: etree._Element, operations: dict[str, str]) -> JobDefinition | None:
    """The job that BPMN's own attributes name: an operation of a service, or an implementation that is not general."""
    written, operation = node.get("implementation", ""), operations.get(node.get("operationRef", "").rpartition(":")[2])
    if operation:
        return JobDefinition(type=operation, headers={"implementation": written} if written else {})
    if written not in _NO_IMPLEMENTATION and not written.startswith("##"):
        return JobDefinition(type=written)
    return None
