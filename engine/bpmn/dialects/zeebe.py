"""The zeebe: extension of Camunda 8, our native dialect."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import (
    Assignment,
    CalledDecision,
    CalledProcess,
    FormBinding,
    JobDefinition,
    Schedule,
    Script,
    VariableMapping,
)

NAMESPACE = "http://camunda.org/schema/zeebe/1.0"
Fields = dict[str, Any]


def activity(node: etree._Element) -> Fields:
    """Fields of `Activity` that zeebe elements below this node say."""
    fields: Fields = {}
    for extension in _extensions(node):
        name = reader.local_name(extension)
        if name in _READERS:
            _READERS[name](extension, fields)
        elif name in _UNSUPPORTED:
            fields.setdefault("unsupported", []).append(f"zeebe:{name}")
        elif name not in _MARKERS:
            fields.setdefault("ignored", []).append(f"zeebe:{name}")
    _attach_headers(fields)
    return fields


def loop(node: etree._Element) -> Fields:
    """Fields of `Loop` from zeebe:loopCharacteristics below a multiInstanceLoopCharacteristics."""
    for extension in _extensions(node):
        if reader.local_name(extension) == "loopCharacteristics":
            return {
                "input_collection": extension.get("inputCollection") or None,
                "input_element": extension.get("inputElement") or None,
                "output_collection": extension.get("outputCollection") or None,
                "output_element": extension.get("outputElement") or None,
            }
    return {}


def correlation_key(node: etree._Element) -> str | None:
    """The correlation key expression of a bpmn:message."""
    for extension in _extensions(node):
        if reader.local_name(extension) == "subscription":
            return extension.get("correlationKey") or None
    return None


def process(node: etree._Element) -> Fields:
    """Fields of the process tag."""
    for extension in _extensions(node):
        if reader.local_name(extension) == "versionTag":
            return {"version_tag": extension.get("value") or None}
    return {}


def _extensions(node: etree._Element) -> list[etree._Element]:
    holder = reader.child(node, "extensionElements")
    return [] if holder is None else [each for each in holder if reader.namespace(each) == NAMESPACE]


def _form(node: etree._Element, fields: Fields) -> None:
    form_id = node.get("formId") or node.get("externalReference") or node.get("formKey")
    if form_id:
        fields["form"] = FormBinding(
            id=form_id, binding=node.get("bindingType") or "latest", version_tag=node.get("versionTag") or None
        )


def _assignment(node: etree._Element, fields: Fields) -> None:
    fields["assignment"] = Assignment(
        assignee=node.get("assignee") or None,
        candidate_groups=node.get("candidateGroups") or None,
        candidate_users=node.get("candidateUsers") or None,
    )


def _schedule(node: etree._Element, fields: Fields) -> None:
    fields["schedule"] = Schedule(due_date=node.get("dueDate") or None, follow_up_date=node.get("followUpDate") or None)


def _priority(node: etree._Element, fields: Fields) -> None:
    fields["priority"] = node.get("priority") or None


def _job(node: etree._Element, fields: Fields) -> None:
    if node.get("type"):
        fields["job"] = JobDefinition(type=node.get("type", ""), retries=node.get("retries") or None)


def _headers(node: etree._Element, fields: Fields) -> None:
    fields["headers"] = {header.get("key", ""): header.get("value", "") for header in node}


def _attach_headers(fields: Fields) -> None:
    headers = fields.pop("headers", None)
    job = fields.get("job")
    if headers and job is not None:
        fields["job"] = JobDefinition(type=job.type, retries=job.retries, headers=headers)


def _io_mapping(node: etree._Element, fields: Fields) -> None:
    for name, field in (("input", "inputs"), ("output", "outputs")):
        fields[field] = tuple(
            VariableMapping(source=each.get("source", ""), target=each.get("target", ""))
            for each in reader.children(node, name, NAMESPACE)
        )


def _decision(node: etree._Element, fields: Fields) -> None:
    fields["decision"] = CalledDecision(
        id=node.get("decisionId", ""),
        result_variable=node.get("resultVariable", ""),
        binding=node.get("bindingType") or "latest",
        version_tag=node.get("versionTag") or None,
    )


def _called(node: etree._Element, fields: Fields) -> None:
    fields["called"] = CalledProcess(
        id=node.get("processId", ""),
        binding=node.get("bindingType") or "latest",
        version_tag=node.get("versionTag") or None,
        all_in=node.get("propagateAllParentVariables", "true") == "true",
        all_out=node.get("propagateAllChildVariables", "true") == "true",
    )


def _ad_hoc(node: etree._Element, fields: Fields) -> None:
    fields["active_elements"] = node.get("activeElementsCollection") or None
    for name in ("outputCollection", "outputElement"):
        if node.get(name):
            fields.setdefault("unsupported", []).append(f"zeebe:adHoc {name}")


def _script(node: etree._Element, fields: Fields) -> None:
    fields["script"] = Script(expression=node.get("expression", ""), result_variable=node.get("resultVariable", ""))


def _properties(node: etree._Element, fields: Fields) -> None:
    fields["properties"] = {each.get("name", ""): each.get("value", "") for each in node}


_READERS: dict[str, Callable[[etree._Element, Fields], None]] = {
    "formDefinition": _form,
    "assignmentDefinition": _assignment,
    "taskSchedule": _schedule,
    "priorityDefinition": _priority,
    "taskDefinition": _job,
    "taskHeaders": _headers,
    "ioMapping": _io_mapping,
    "calledDecision": _decision,
    "calledElement": _called,
    "script": _script,
    "adHoc": _ad_hoc,
    "properties": _properties,
}
_UNSUPPORTED = frozenset({"executionListeners", "taskListeners"})
_MARKERS = frozenset({"userTask", "versionTag", "loopCharacteristics", "subscription", "userTaskForm"})
