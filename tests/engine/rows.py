"""Rows that tests of reading commands stand on, written without running a process."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from engine import clock, identity
from engine.identity import SYSTEM, Actor
from engine.ids import new_id
from engine.models import Deployment, Group, Incident, ProcessDefinition, ProcessInstance, UserTask

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
  <bpmn:process id="{key}" name="{key}" isExecutable="true">
    <bpmn:startEvent id="Start" name="Asked"><bpmn:outgoing>A</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="A" sourceRef="Start" targetRef="Answer"/>
    <bpmn:userTask id="Answer" name="Answer">
      <bpmn:incoming>A</bpmn:incoming><bpmn:outgoing>B</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="B" sourceRef="Answer" targetRef="End"/>
    <bpmn:endEvent id="End" name="Answered"><bpmn:incoming>B</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""


def person(session: Session, login: str, *groups: str) -> Actor:
    """Somebody who is logged in; groups that do not exist yet are made."""
    for key in groups:
        if session.get(Group, key) is None:
            rights = ["monitor", "operate"] if key == "managers" else []
            session.add(Group(key=key, name=key.title(), names={"zh-CN": f"{key}组"}, rights=rights))
    session.flush()
    identity.create_person(session, SYSTEM, login=login, name=login.title(), groups=groups)
    return identity.actor_of_login(session, login)


def definition(session: Session, key: str = "question") -> ProcessDefinition:
    """A deployed process of one user task, with its Chinese names."""
    texts = {"zh-CN": {"process": {"name": "提问"}, "elements": {"Answer": "回答"}}}
    deployment = Deployment(package=key, version="1", digest="", texts=texts, deployed_at=clock.now())
    session.add(deployment)
    session.flush()
    row = ProcessDefinition(
        deployment_id=deployment.id,
        key=key,
        version=1,
        name=key.title(),
        xml=MODEL.format(key=key).encode(),
        digest="",
        deployed_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def instance(session: Session, of: ProcessDefinition | None = None, **columns: Any) -> ProcessInstance:
    """An instance; without a definition, of one that nobody asks for."""
    columns.setdefault("started_at", clock.now())
    row = ProcessInstance(
        definition_id=of.id if of else new_id(), definition_key=of.key if of else "question", snapshot=b"", **columns
    )
    session.add(row)
    session.flush()
    return row


def task(session: Session, of: ProcessInstance, **columns: Any) -> UserTask:
    """A user task of an instance, offered to the group "service"."""
    columns.setdefault("candidate_groups", ["service"])
    columns.setdefault("created_at", clock.now())
    row = UserTask(
        instance_id=of.id, definition_id=of.definition_id, token_id=str(new_id()), element_id="Answer", **columns
    )
    session.add(row)
    session.flush()
    return row


def incident(session: Session, instance_id: UUID, created_at: datetime, **columns: Any) -> Incident:
    """Something stuck."""
    row = Incident(
        instance_id=instance_id, element_id="Answer", code="test", message="stuck", created_at=created_at, **columns
    )
    session.add(row)
    session.flush()
    return row
