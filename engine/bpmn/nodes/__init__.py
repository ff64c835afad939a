"""Which node runs which element: one explicit table. A new kind is one file and one line here."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.bpmn.activity import Activity
from engine.bpmn.elements import Element
from engine.bpmn.nodes.ad_hoc import AdHocTask
from engine.bpmn.nodes.boundary import BoundaryEvent
from engine.bpmn.nodes.call_activity import CallActivity
from engine.bpmn.nodes.catch import CatchEvent
from engine.bpmn.nodes.compensation import CancelEnd, CompensationEnd, CompensationThrow
from engine.bpmn.nodes.decision import DecisionTask
from engine.bpmn.nodes.end import EndEvent, ErrorEnd, EscalationEnd, SignalEnd, TerminateEnd
from engine.bpmn.nodes.event_gateway import EventGateway
from engine.bpmn.nodes.exclusive import ExclusiveGateway
from engine.bpmn.nodes.inclusive import InclusiveGateway
from engine.bpmn.nodes.job import Job
from engine.bpmn.nodes.multiple_throw import MultipleEnd, MultipleThrow
from engine.bpmn.nodes.node import Node
from engine.bpmn.nodes.parallel import ParallelGateway
from engine.bpmn.nodes.pass_through import PassThrough
from engine.bpmn.nodes.script import ScriptTask
from engine.bpmn.nodes.start import StartEvent
from engine.bpmn.nodes.sub_process import SubProcessTask
from engine.bpmn.nodes.throw import EscalationThrow, SignalThrow
from engine.bpmn.nodes.user_task import UserTask

Make = Callable[..., Node]

_BY_KIND: dict[str, Make] = {
    "task": PassThrough,
    "userTask": UserTask,
    "manualTask": UserTask,
    "serviceTask": Job,
    "sendTask": Job,
    "receiveTask": CatchEvent,
    "scriptTask": ScriptTask,
    "businessRuleTask": DecisionTask,
    "subProcess": SubProcessTask,
    "transaction": SubProcessTask,
    "adHocSubProcess": AdHocTask,
    "callActivity": CallActivity,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
    "boundaryEvent": BoundaryEvent,
    "intermediateCatchEvent": CatchEvent,
    "startEvent": StartEvent,
}
_ENDS: dict[str | None, Make] = {
    None: EndEvent,
    "terminate": TerminateEnd,
    "error": ErrorEnd,
    "escalation": EscalationEnd,
    "signal": SignalEnd,
    "compensate": CompensationEnd,
    "cancel": CancelEnd,
    "message": Job,
}
_THROWS: dict[str | None, Make] = {
    None: PassThrough,
    "link": PassThrough,
    "escalation": EscalationThrow,
    "signal": SignalThrow,
    "compensate": CompensationThrow,
    "message": Job,
}


def node_class(element: Element) -> Make | None:
    """The node for an element; None for what is not run (the lint has refused it before)."""
    if len(element.events) > 1 and element.kind in ("endEvent", "intermediateThrowEvent"):
        return _all_of(MultipleEnd if element.kind == "endEvent" else MultipleThrow)
    event = element.events[0] if element.events else None
    if element.kind == "endEvent":
        return _ENDS.get(event)
    if element.kind == "intermediateThrowEvent":
        return _THROWS.get(event)
    if element.kind == "intermediateCatchEvent" and event == "link":
        return PassThrough
    if element.kind in ("scriptTask", "businessRuleTask") and element.activity.job is not None:
        return Job
    if element.kind == "scriptTask" and element.activity.error_code is not None:
        return ErrorEnd
    return _BY_KIND.get(element.kind)


def _all_of(make: Callable[..., Node]) -> Make:
    """A throwing event with several triggers, each with a node of its own."""

    def made(process_spec: Any, activity: Activity, name: str | None = None) -> Node:
        parts = tuple(
            _THROWS[trigger.event](process_spec, replace(trigger, inputs=()), f"{activity.id}#{number}")
            for number, trigger in enumerate(activity.triggers)
        )
        return make(process_spec, activity, parts)

    return made
