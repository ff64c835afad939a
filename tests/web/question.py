"""A small process that pages are tested with: somebody asks, the service answers, the customer says if it helped."""

from typing import Any

from sqlmodel import Session

from engine import deployments
from engine.identity import SYSTEM
from engine.packages import GroupText, Package

MODEL = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bihuan="urn:bihuan:bpmn:1.0"
    id="definitions" targetNamespace="urn:test">
  <bpmn:message id="word" name="question-answer">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=receipt"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:process id="question" name="Question" isExecutable="true">
    <bpmn:extensionElements>
      <bihuan:starters public="true" groups="service"/>
      <bihuan:case prefix="Q" receipt="true" title="=subject"/>
    </bpmn:extensionElements>
    <bpmn:startEvent id="asked" name="Asked">
      <bpmn:extensionElements><zeebe:formDefinition formId="ask"/></bpmn:extensionElements>
      <bpmn:outgoing>a</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="asked" targetRef="answer"/>
    <bpmn:userTask id="answer" name="Answer the question">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:formDefinition formId="answer"/>
        <zeebe:assignmentDefinition candidateGroups="service"/>
        <zeebe:taskSchedule dueDate="=now() + duration(&quot;PT4H&quot;)"/>
      </bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="b" sourceRef="answer" targetRef="heard"/>
    <bpmn:intermediateCatchEvent id="heard" name="Wait for the customer">
      <bpmn:extensionElements><bihuan:publicForm formId="helped"/></bpmn:extensionElements>
      <bpmn:incoming>b</bpmn:incoming><bpmn:outgoing>c</bpmn:outgoing>
      <bpmn:messageEventDefinition id="heard-message" messageRef="word"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="c" sourceRef="heard" targetRef="done"/>
    <bpmn:endEvent id="done" name="Answered"><bpmn:incoming>c</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""


def _form(key: str, *components: dict[str, Any]) -> dict[str, Any]:
    return {"type": "default", "id": key, "schemaVersion": 19, "components": list(components)}


FORMS = {
    "ask.form": _form(
        "ask",
        {"type": "textfield", "id": "f1", "key": "subject", "label": "Subject", "validate": {"required": True}},
        {"type": "filepicker", "id": "f2", "key": "evidence", "label": "Evidence", "multiple": True},
    ),
    "answer.form": _form(
        "answer",
        {"type": "textfield", "id": "f1", "key": "subject", "label": "Subject", "readonly": True},
        {"type": "textarea", "id": "f2", "key": "reply", "label": "Reply", "validate": {"required": True}},
    ),
    "helped.form": _form(
        "helped",
        {"type": "checkbox", "id": "f1", "key": "accepted", "label": "It helped"},
    ),
}
TEXTS = {
    "en": {"process": {"name": "Question", "description": "Ask us anything."}, "stages": {"answer": "Being answered"}},
    "zh-CN": {"process": {"name": "提问"}, "elements": {"answer": "回答问题"}, "stages": {"answer": "正在答复"}},
}


def deploy(session: Session) -> None:
    """Put the process into service."""
    package = Package(
        key="question",
        version="1",
        name="Question",
        models={"question.bpmn": MODEL},
        forms=FORMS,
        decisions={},
        groups=(GroupText(key="service", name="Service"),),
        texts=TEXTS,
        digest="1",
    )
    deployments.deploy(session, SYSTEM, package)
