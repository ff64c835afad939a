"""The process that is measured: two user tasks with a form, one after the other."""

from typing import Any

from engine.packages import GroupText, Package

XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="bench" targetNamespace="urn:bihuan:bench">
  <bpmn:process id="bench" name="Two steps" isExecutable="true">
    <bpmn:startEvent id="start" name="Begin"/>
    <bpmn:userTask id="first" name="First step"><bpmn:extensionElements>
      <zeebe:userTask/><zeebe:formDefinition formId="bench-form"/>
      <zeebe:assignmentDefinition candidateGroups="bench"/>
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:exclusiveGateway id="large" name="Large?" default="small"/>
    <bpmn:userTask id="second" name="Second step"><bpmn:extensionElements>
      <zeebe:userTask/><zeebe:formDefinition formId="bench-form"/>
      <zeebe:assignmentDefinition candidateGroups="bench"/>
      <zeebe:taskSchedule dueDate="=now() + duration(&quot;P2D&quot;)"/>
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="end" name="Done"/>
    <bpmn:endEvent id="refused" name="Refused"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="first"/>
    <bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="large"/>
    <bpmn:sequenceFlow id="too-large" name="yes" sourceRef="large" targetRef="refused">
      <bpmn:conditionExpression>=amount &gt; 100000</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="small" name="no" sourceRef="large" targetRef="second"/>
    <bpmn:sequenceFlow id="f4" sourceRef="second" targetRef="end"/>
  </bpmn:process>
</bpmn:definitions>
"""

FORM: dict[str, Any] = {
    "type": "default",
    "id": "bench-form",
    "schemaVersion": 19,
    "components": [
        {"type": "textfield", "id": "f1", "key": "customer", "label": "Customer", "validate": {"required": True}},
        {"type": "number", "id": "f2", "key": "amount", "label": "Amount", "validate": {"required": True, "min": 0}},
        {"type": "textarea", "id": "f3", "key": "note", "label": "Note", "validate": {"maxLength": 2000}},
        {
            "type": "select",
            "id": "f4",
            "key": "channel",
            "label": "Channel",
            "values": [{"label": "Phone", "value": "phone"}, {"label": "Web", "value": "web"}],
        },
    ],
}

ANSWERS: dict[str, Any] = {"customer": "Sample & Sons", "amount": 1250, "note": "n" * 200, "channel": "web"}


def package() -> Package:
    """The package to deploy."""
    return Package(
        key="bench",
        version="1",
        name="Benchmark",
        models={"bench.bpmn": XML},
        forms={"bench.form": FORM},
        decisions={},
        groups=(GroupText(key="bench", name="Benchmark"),),
        texts={},
        digest="1",
    )
