"""The XML tree of a BPMN file becomes a Document: one graph for each process, with neutral activities."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import Activity, AdHoc, CalledProcess, Loop, MessageRef, StandardLoop, Timer
from engine.bpmn.dialects import DIALECTS
from engine.bpmn.elements import FLOW_NODES, SUB_PROCESSES, Document, Element, Flow, Process, Scope
from engine.errors import Finding, ModelRefused

MAX_ELEMENTS = 2000
MAX_FLOWS = 2 * MAX_ELEMENTS
_ARTIFACTS = frozenset(
    {
        "sequenceFlow", "laneSet", "textAnnotation", "association", "group", "documentation", "extensionElements",
        "incoming", "outgoing", "ioSpecification", "property", "dataObject", "dataObjectReference",
        "dataStoreReference", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics",
        "completionCondition", "dataInputAssociation", "dataOutputAssociation", "auditing", "monitoring",
        "ioBinding", "supportedInterfaceRef", "correlationSubscription", "supports", "resourceRole", "performer",
        "potentialOwner", "humanPerformer", "artifact", "categoryValueRef",
    }
)  # fmt: skip


def read(root: etree._Element) -> Document:
    """Every process of the file; things that cannot even be drawn as a graph are noted as problems.

    Raises ModelRefused at once for a file with more elements or flows than anybody draws.
    """
    document = Document()
    reading = _Reading(document=document, catalogue=_catalogue(root))
    for node in reader.children(root, "process"):
        document.processes.append(reading.process(node))
    return document


@dataclass(kw_only=True)
class _Catalogue:
    """What stands beside the processes and is referred to by id."""

    messages: dict[str, MessageRef] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str | None] = field(default_factory=dict)
    escalations: dict[str, str | None] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    associations: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _catalogue(root: etree._Element) -> _Catalogue:
    found = _Catalogue(lanes=_lanes(root), associations=_associations(root))
    for node in root:
        name, node_id = reader.local_name(node), node.get("id", "")
        if name == "message":
            key = next((key for key in (each.correlation_key(node) for each in DIALECTS) if key), None)
            found.messages[node_id] = MessageRef(name=node.get("name") or node_id, correlation_key=key)
        elif name == "signal":
            found.signals[node_id] = node.get("name") or node_id
        elif name == "error":
            found.errors[node_id] = node.get("errorCode") or None
        elif name == "escalation":
            found.escalations[node_id] = node.get("escalationCode") or None
    return found


@dataclass(kw_only=True)
class _Reading:
    """One pass over a file."""

    document: Document
    catalogue: _Catalogue
    seen: set[str] = field(default_factory=set)
    elements: int = 0
    flows: int = 0

    def process(self, node: etree._Element) -> Process:
        extension: dict[str, Any] = {}
        for dialect in DIALECTS:
            extension |= dialect.process(node)
        process = Process(
            id=self._id(node),
            line=reader.line(node),
            name=node.get("name", ""),
            executable=node.get("isExecutable", "true") == "true",
            version_tag=extension.get("version_tag"),
            extension=extension.get("extension", {}),
        )
        self._fill(process, node)
        return process

    def _fill(self, scope: Scope, node: etree._Element) -> None:
        """Reads the scope and everything inside it, without recursion: depth is the file's, not the stack's."""
        pending = [(scope, node)]
        while pending:
            scope, node = pending.pop()
            for each in node:
                if reader.namespace(each) != reader.BPMN:
                    continue
                name = reader.local_name(each)
                if name in FLOW_NODES:
                    element = self._element(each, scope)
                    if element.inner is not None:
                        pending.append((element.inner, each))
                elif name == "sequenceFlow":
                    scope.flows.append(self._flow(each))
                elif name not in _ARTIFACTS and not name.endswith("EventDefinition"):
                    self._problem("element-unsupported", each, kind=name)

    def _element(self, node: etree._Element, scope: Scope) -> Element:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _too_many(node, MAX_ELEMENTS)
        kind = reader.local_name(node)
        fields = self._fields(node)
        unsupported = (*fields.pop("unsupported", ()), *_unsupported(node))
        ignored = (*fields.pop("ignored", ()), *_ignored(node))
        element_id = self._id(node)
        events = tuple(name.removesuffix("EventDefinition") for name in _event_definitions(node))
        triggers = fields.pop("triggers", ())
        activity = Activity(
            id=element_id,
            name=(node.get("name") or "").strip(),
            kind=kind,
            event="multiple" if triggers else events[0] if events else None,
            parallel_multiple=node.get("parallelMultiple") == "true",
            attached_to=node.get("attachedToRef"),
            interrupting=_interrupting(node, kind),
            documentation=_text(reader.child(node, "documentation")),
            lane=self.catalogue.lanes.get(node.get("id", "")),
            scope=scope.id,
            line=reader.line(node),
            **fields,
        )
        if triggers:
            activity = replace(activity, triggers=tuple(replace(activity, **trigger) for trigger in triggers))
        element = Element(
            id=element_id,
            kind=kind,
            activity=activity,
            line=reader.line(node),
            events=events,
            default=node.get("default") or None,
            attached_to=node.get("attachedToRef"),
            triggered_by_event=node.get("triggeredByEvent") == "true",
            for_compensation=node.get("isForCompensation") == "true",
            associated=self.catalogue.associations.get(element_id, ()),
            link=_link(node),
            missing_reference=self._missing_reference(node),
            inner=Scope(id=element_id, kind=kind, line=reader.line(node)) if kind in SUB_PROCESSES else None,
            unsupported=unsupported,
            ignored=ignored,
        )
        scope.elements[element_id] = element
        return element

    def _fields(self, node: etree._Element) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for dialect in DIALECTS:
            fields |= dialect.activity(node)
        if node.get("calledElement") and "called" not in fields:
            fields["called"] = CalledProcess(id=node.get("calledElement", ""))
        loop = reader.child(node, "multiInstanceLoopCharacteristics")
        if loop is not None:
            fields["loop"] = _loop(loop)
        again = reader.child(node, "standardLoopCharacteristics")
        if again is not None:
            fields["standard_loop"] = _standard_loop(again)
        active_elements = fields.pop("active_elements", None)
        if reader.local_name(node) == "adHocSubProcess":
            fields["ad_hoc"] = _ad_hoc(node, active_elements)
        if node.get("messageRef"):
            fields["message"] = self.catalogue.messages.get(node.get("messageRef", ""))
        triggers = self._triggers(node)
        for remark in ("unsupported", "ignored"):
            fields[remark] = [*fields.get(remark, ()), *triggers.pop(remark, ())]
        return fields | triggers

    def _triggers(self, node: etree._Element) -> dict[str, Any]:
        """Fields of the one event definition; of several, each by itself under "triggers"."""
        found: list[dict[str, Any]] = []
        remarks: dict[str, list[str]] = {}
        for definition in node:
            name = reader.local_name(definition)
            if not name.endswith("EventDefinition"):
                continue
            fields = self._event(definition)
            fields |= {key: value for each in DIALECTS for key, value in each.activity(definition).items()}
            for remark in ("unsupported", "ignored"):
                remarks.setdefault(remark, []).extend(fields.pop(remark, ()))
            found.append({"event": name.removesuffix("EventDefinition"), **fields})
        if len(found) > 1:
            return {"triggers": found, **remarks}
        single = {key: value for fields in found for key, value in fields.items() if key != "event"}
        return single | remarks

    def _event(self, node: etree._Element) -> dict[str, Any]:
        """Fields of the event definition, where its references resolve."""
        name = reader.local_name(node)
        if name == "messageEventDefinition":
            return {"message": self.catalogue.messages.get(node.get("messageRef", ""))}
        if name == "signalEventDefinition":
            return {"signal": self.catalogue.signals.get(node.get("signalRef", ""))}
        if name == "errorEventDefinition":
            return {"error_code": self.catalogue.errors.get(node.get("errorRef", ""))}
        if name == "escalationEventDefinition":
            return {"escalation_code": self.catalogue.escalations.get(node.get("escalationRef", ""))}
        if name == "timerEventDefinition":
            return {"timer": _timer(node)}
        if name == "conditionalEventDefinition":
            return {"condition": _text(reader.child(node, "condition")) or None}
        if name == "compensateEventDefinition":
            waits = node.get("waitForCompletion", "true") != "false"
            return {"compensates": node.get("activityRef") or None, "wait_for_completion": waits}
        return {}

    def _missing_reference(self, node: etree._Element) -> str | None:
        """The first reference of this element that leads nowhere."""
        known: dict[str, Mapping[str, Any]] = {
            "messageRef": self.catalogue.messages,
            "signalRef": self.catalogue.signals,
            "errorRef": self.catalogue.errors,
            "escalationRef": self.catalogue.escalations,
        }
        for each in (node, *node):
            for attribute, catalogue in known.items():
                reference = each.get(attribute) if isinstance(each.tag, str) else None
                if reference and reference not in catalogue:
                    return reference
        return next((_text(each) for each in reader.children(node, "eventDefinitionRef")), None)

    def _flow(self, node: etree._Element) -> Flow:
        self.flows += 1
        if self.flows > MAX_FLOWS:
            raise _too_many(node, MAX_FLOWS)
        condition = reader.child(node, "conditionExpression")
        language = "" if condition is None else condition.get("language", "")
        if language and "feel" not in language.lower():
            self._problem("expression-language", node, text=_text(condition), language=language)
        return Flow(
            id=self._id(node),
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            name=(node.get("name") or "").strip(),
            condition=_text(condition) or None,
            line=reader.line(node),
        )

    def _id(self, node: etree._Element) -> str:
        """The element's own id; one made from its place where it has none. Twice the same id is a problem."""
        own = node.get("id") or f"{reader.local_name(node)}_line{reader.line(node)}_{len(self.seen)}"
        if own in self.seen:
            self._problem("duplicate-id", node, id=own)
            own = f"{own}_{len(self.seen)}"
        self.seen.add(own)
        return own

    def _problem(self, code: str, node: etree._Element, **params: Any) -> None:
        if len(self.document.problems) >= MAX_ELEMENTS:
            raise _too_many(node, MAX_ELEMENTS)
        self.document.problems.append(
            Finding(
                code=code,
                severity="error",
                element_id=node.get("id", ""),
                element_name=node.get("name", ""),
                line=reader.line(node),
                params=params,
            )
        )


def _unsupported(node: etree._Element) -> list[str]:
    """Attributes that would change how tokens move, and do not here."""
    found = [name for name in ("startQuantity", "completionQuantity") if node.get(name, "1") != "1"]
    if node.get("instantiate") == "true":
        found.append("instantiate")
    loop = reader.child(node, "multiInstanceLoopCharacteristics")
    if loop is not None and loop.get("behavior", "All") != "All":
        found.append("behavior")
    return found


def _ignored(node: etree._Element) -> list[str]:
    """BPMN's own data flow: drawn for people, without effect on variables."""
    data = ("dataInputAssociation", "dataOutputAssociation", "ioSpecification")
    return sorted({name for name in map(reader.local_name, node) if name in data})


def _event_definitions(node: etree._Element) -> list[str]:
    names = [reader.local_name(each) for each in node if reader.namespace(each) == reader.BPMN]
    return [name for name in names if name.endswith("EventDefinition")]


def _interrupting(node: etree._Element, kind: str) -> bool:
    attribute = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    return node.get(attribute, "true") != "false"


def _link(node: etree._Element) -> str | None:
    definition = reader.child(node, "linkEventDefinition")
    return None if definition is None else (definition.get("name") or node.get("name") or "")


def _timer(node: etree._Element) -> Timer | None:
    for kind, tag in (("date", "timeDate"), ("duration", "timeDuration"), ("cycle", "timeCycle")):
        text = _text(reader.child(node, tag))
        if text:
            return Timer(kind=kind, text=text)
    return None


def _loop(node: etree._Element) -> Loop:
    fields: dict[str, Any] = {}
    for dialect in DIALECTS:
        fields |= dialect.loop(node)
    return Loop(
        sequential=node.get("isSequential") == "true",
        completion_condition=_text(reader.child(node, "completionCondition")) or None,
        cardinality=_text(reader.child(node, "loopCardinality")) or None,
        **fields,
    )


def _standard_loop(node: etree._Element) -> StandardLoop:
    return StandardLoop(
        test_before=node.get("testBefore") == "true",
        maximum=node.get("loopMaximum") or None,
        condition=_text(reader.child(node, "loopCondition")) or None,
    )


def _ad_hoc(node: etree._Element, active_elements: str | None) -> AdHoc:
    return AdHoc(
        active_elements=active_elements,
        completion_condition=_text(reader.child(node, "completionCondition")) or None,
        sequential=node.get("ordering") == "Sequential",
        cancel_remaining=node.get("cancelRemainingInstances", "true") != "false",
    )


def _associations(node: etree._Element) -> dict[str, tuple[str, ...]]:
    """What is drawn together with what, in both directions: a compensation event and its handler."""
    found: dict[str, tuple[str, ...]] = {}
    for each in node.iterdescendants(f"{{{reader.BPMN}}}association"):
        ends = each.get("sourceRef", ""), each.get("targetRef", "")
        for end, other in (ends, ends[::-1]):
            found[end] = (*found.get(end, ()), other)
    return found


def _too_many(node: etree._Element, limit: int) -> ModelRefused:
    finding = Finding(code="too-many-elements", severity="error", line=reader.line(node), params={"limit": limit})
    return ModelRefused([finding])


def _lanes(node: etree._Element) -> dict[str, str]:
    lanes: dict[str, str] = {}
    for lane in node.iterdescendants(f"{{{reader.BPMN}}}lane"):
        for reference in reader.children(lane, "flowNodeRef"):
            lanes[_text(reference)] = lane.get("name") or lane.get("id") or ""
    return lanes


def _text(node: etree._Element | None) -> str:
    return "" if node is None else (node.text or "").strip()
