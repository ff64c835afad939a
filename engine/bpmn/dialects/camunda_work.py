"""Work that software does in Camunda 7 and its family: Java classes, beans, topics and connectors become job types."""

from collections.abc import Mapping

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import JobDefinition, VariableMapping
from engine.bpmn.dialects.camunda_mapping import read_mapping, text_of
from engine.bpmn.dialects.problem import Fields, problem
from engine.bpmn.dialects.tags import Tags
from engine.bpmn.elements import Source

_KINDS = frozenset(
    {"serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition", "intermediateThrowEvent", "endEvent"}
)
# Job types whose parameters stand in fields of the task.
_FIELD_TYPES = frozenset({"mail", "http", "camel", "shell", "mule"})


def read(tags: Tags, node: etree._Element, fields: Fields) -> None:
    """The job a node stands for; a plain expression stays one."""
    kind = reader.local_name(node)
    if kind == "scriptTask":
        _script(tags, node, fields)
        return
    if kind not in _KINDS or (kind == "businessRuleTask" and "decision" in fields):
        return
    job = _external(tags, node) or _typed(tags, node, fields) or _connector(tags, node, fields)
    job = job or _java(tags, node, fields)
    expression = tags.get(node, "expression")
    if job is None and expression:
        job = _expression(tags, node, expression, fields)
    if job is not None:
        fields["job"] = job


def _external(tags: Tags, node: etree._Element) -> JobDefinition | None:
    topic = tags.get(node, "topic")
    return None if topic is None else JobDefinition(type=topic, retries=_retries(tags, node), headers={})


def _typed(tags: Tags, node: etree._Element, fields: Fields) -> JobDefinition | None:
    kind = tags.get(node, "type")
    if kind is None or kind == "external":
        return None
    if kind in _FIELD_TYPES:
        fields["inputs"] = tuple(
            VariableMapping(source=text, target=name) for name, text in _fields(tags, node).items() if name
        )
        return JobDefinition(type=kind, retries=_retries(tags, node), headers=_result(tags, node))
    headers = {**_fields(tags, node), **_result(tags, node)}
    return JobDefinition(type=kind, retries=_retries(tags, node), headers=headers)


def _connector(tags: Tags, node: etree._Element, fields: Fields) -> JobDefinition | None:
    connector = tags.child(node, "connector")
    if connector is None:
        return None
    for mapping in tags.inner(connector, "inputOutput"):
        read_mapping(tags, mapping, fields)
    name = next((text_of(each) for each in tags.inner(connector, "connectorId")), "")
    return JobDefinition(type=name, retries=_retries(tags, node)) if name else None


def _java(tags: Tags, node: etree._Element, fields: Fields) -> JobDefinition | None:
    for attribute in ("class", "delegateExpression"):
        text = tags.get(node, attribute)
        if text:
            return _foreign(tags, node, attribute, text, fields)
    return None


def _foreign(tags: Tags, node: etree._Element, attribute: str, text: str, fields: Fields) -> JobDefinition:
    """A job of the name that the code has; whoever provides a connector of this type does the work."""
    kind = _plain(text)
    problem(fields, "warning", "job-foreign", implementation=text, type=kind)
    headers = {f"{tags.prefix}:{attribute}": text, **_fields(tags, node), **_result(tags, node)}
    return JobDefinition(type=kind, retries=_retries(tags, node), headers=headers)


def _expression(tags: Tags, node: etree._Element, text: str, fields: Fields) -> JobDefinition | None:
    """What FEEL can compute is computed; the rest is a bean somebody has to stand in for."""
    if _plain(text).isidentifier() and _plain(text) not in ("true", "false", "null"):
        return _foreign(tags, node, "expression", text, fields)
    inside: Fields = {}
    instead = _foreign(tags, node, "expression", text, inside)
    fields["source"] = Source(
        text=text, language="juel", result_variable=_result(tags, node).get("resultVariable"), instead=instead
    )
    return None


def _plain(text: str) -> str:
    text = text.strip()
    return text[2:-1].strip() if text[:2] in ("${", "#{") and text.endswith("}") else text


def _script(tags: Tags, node: etree._Element, fields: Fields) -> None:
    result = tags.get(node, "resultVariable")
    if result:
        fields["result_variable"] = result
    if tags.get(node, "resource"):
        problem(fields, "error", "script-untranslatable", reason="the script stands in a file of its own", text="")


def _result(tags: Tags, node: etree._Element) -> Mapping[str, str]:
    name = tags.get(node, "resultVariable") or tags.get(node, "resultVariableName")
    return {"resultVariable": name} if name else {}


def _fields(tags: Tags, node: etree._Element) -> dict[str, str]:
    """Field injections: name → text."""
    found = {}
    for each in tags.extensions(node):
        if reader.local_name(each) == "field":
            inner = next((text_of(child) for child in tags.inner(each, "string", "expression")), "")
            found[each.get("name", "")] = each.get("stringValue") or each.get("expression") or inner
    return found


def _retries(tags: Tags, node: etree._Element) -> str | None:
    """`R3/PT10M` says three tries; the pauses between them are ours."""
    cycle = tags.child(node, "failedJobRetryTimeCycle")
    count = text_of(cycle).removeprefix("R").partition("/")[0] if cycle is not None else ""
    return count if count.isdecimal() else None
