"""The XML tree of a BPMN file becomes a Document: one graph for each process, with neutral activities."""

from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from engine.bpmn import parts, reader, references
from engine.bpmn.activity import Activity, CalledProcess, MessageRef
from engine.bpmn.dialects import DIALECTS, REMARKS, Problem, camunda, merged, spiff
from engine.bpmn.elements import FLOW_NODES, SUB_PROCESSES, Document, Element, Flow, Process, Scope
from engine.bpmn.references import References
from engine.errors import Finding, ModelRefused

MAX_ELEMENTS = 2000
MAX_ID = 255  # letters; ids stand in indexes of the database
MAX_FLOWS = 2 * MAX_ELEMENTS
MAX_PROBLEMS = 5 * MAX_ELEMENTS
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
    document = Document(language=_language(root), ordered_choices=camunda.of_family(root))
    reading = _Reading(document=document, references=references.read(root))
    for node in reader.children(root, "process"):
        document.processes.append(reading.process(node))
    return document


def _language(root: etree._Element) -> str:
    """The language of expressions that name none; "" where the file does not say."""
    if spiff.NAMESPACE in root.nsmap.values():
        return "python"
    written = root.get("expressionLanguage", "").lower()
    return next((name for name in ("feel", "juel", "groovy", "javascript", "python") if name in written), "")


@dataclass(kw_only=True)
class _Reading:
    """One pass over a file."""

    document: Document
    references: References
    seen: set[str] = field(default_factory=set)
    elements: int = 0
    flows: int = 0

    def process(self, node: etree._Element) -> Process:
        extension: dict[str, Any] = {}
        for dialect in DIALECTS:
            more = dialect.process(node)
            extension |= {**more, "extension": {**extension.get("extension", {}), **more.get("extension", {})}}
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
        kind, element_id = reader.local_name(node), self._id(node)
        definitions = self._definitions(node)
        fields = self._fields(node, definitions)
        remarks = {name: fields.pop(name, ()) for name in REMARKS}
        source = fields.pop("source", None) or parts.script(node, fields.pop("result_variable", None))
        if "script" in fields:
            source = None
        around = {name: fields.pop(name, None) for name in ("before", "after")}
        events = tuple(reader.local_name(each).removesuffix("EventDefinition") for each in definitions)
        triggers = fields.pop("triggers", ())
        activity = Activity(
            id=element_id,
            name=(node.get("name") or "").strip(),
            kind=kind,
            event="multiple" if triggers else events[0] if events else None,
            parallel_multiple=node.get("parallelMultiple") == "true",
            attached_to=node.get("attachedToRef"),
            interrupting=parts.interrupting(node, kind),
            documentation=fields.pop("documentation", "") or reader.text(reader.child(node, "documentation")),
            lane=self.references.lanes.get(node.get("id", "")),
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
            associated=self.references.associations.get(element_id, ()),
            link=parts.link(node),
            missing_reference=self._missing_reference(node),
            inner=Scope(id=element_id, kind=kind, line=reader.line(node)) if kind in SUB_PROCESSES else None,
            unsupported=(*remarks["unsupported"], *parts.unsupported(node)),
            ignored=(*remarks["ignored"], *parts.ignored(node)),
            source=source,
            **around,
        )
        scope.elements[element_id] = element
        for problem in remarks["problems"]:
            self._remark(problem, node)
        return element

    def _definitions(self, node: etree._Element) -> list[etree._Element]:
        """The event definitions of an event, those that it refers to included."""
        found = [each for each in node if reader.namespace(each) == reader.BPMN and _defines_event(each)]
        if any(camunda.sends_nothing(each) for each in found):
            # As in the engines of this family: an event that names no message and calls nothing is a plain one.
            self._remark(Problem("warning", "message-sends-nothing"), node)
            found = [each for each in found if not camunda.sends_nothing(each)]
        named = [reader.text(each) for each in reader.children(node, "eventDefinitionRef")]
        return found + [self.references.events[name] for name in named if name in self.references.events]

    def _fields(self, node: etree._Element, definitions: list[etree._Element]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        kind = reader.local_name(node)
        if kind in ("serviceTask", "sendTask", "businessRuleTask"):
            job = parts.implementation(node, self.references.operations)
            fields = {} if job is None else {"job": job}
        for dialect in DIALECTS:
            fields = merged(fields, dialect.activity(node))
        if node.get("calledElement") and "called" not in fields:
            # In Camunda 7's family nothing crosses into a called process unless it is said to.
            everything = not self.document.ordered_choices
            fields["called"] = CalledProcess(id=node.get("calledElement", ""), all_in=everything, all_out=everything)
        loop = reader.child(node, "multiInstanceLoopCharacteristics")
        if loop is not None:
            fields["loop"], remarks = parts.loop(loop)
            fields = merged(fields, remarks)
        again = reader.child(node, "standardLoopCharacteristics")
        if again is not None:
            fields["standard_loop"] = parts.standard_loop(again)
        active_elements = fields.pop("active_elements", None)
        if kind == "adHocSubProcess":
            fields["ad_hoc"] = parts.ad_hoc(node, active_elements)
        if node.get("messageRef"):
            fields["message"] = self.references.message(node.get("messageRef", ""))
        return merged(fields, self._triggers(definitions))

    def _triggers(self, definitions: list[etree._Element]) -> dict[str, Any]:
        """Fields of the one event definition; of several, each by itself under "triggers"."""
        found: list[dict[str, Any]] = []
        remarks: dict[str, Any] = {}
        for definition in definitions:
            fields = self._event(definition)
            for dialect in DIALECTS:
                fields = merged(fields, dialect.activity(definition))
            if "message_name" in fields:
                fields["message"] = MessageRef(name=fields.pop("message_name"))
            if "signal_name" in fields:
                fields["signal"] = fields.pop("signal_name")
            remarks = merged(remarks, {name: fields.pop(name) for name in REMARKS if name in fields})
            found.append({"event": reader.local_name(definition).removesuffix("EventDefinition"), **fields})
        if len(found) > 1:
            return merged({"triggers": [{k: v for k, v in each.items() if k != "source"} for each in found]}, remarks)
        single = {key: value for fields in found for key, value in fields.items() if key != "event"}
        return merged(single, remarks)

    def _event(self, node: etree._Element) -> dict[str, Any]:
        """Fields of the event definition; what it refers to without its being declared is noted."""
        name, known = reader.local_name(node), self.references
        for reference in known.undeclared(node):
            self._remark(Problem("warning", "reference-taken-as-name", {"reference": reference}), node)
        if name == "messageEventDefinition":
            return {"message": known.message(node.get("messageRef", ""))}
        if name == "signalEventDefinition":
            return {"signal": known.signal(node.get("signalRef", ""))}
        if name == "errorEventDefinition":
            return {"error_code": known.error_code(node.get("errorRef", ""))}
        if name == "escalationEventDefinition":
            return {"escalation_code": known.escalation_code(node.get("escalationRef", ""))}
        if name == "timerEventDefinition":
            return {"timer": parts.timer(node)}
        if name == "conditionalEventDefinition":
            return {"condition": reader.text(reader.child(node, "condition")) or None}
        if name == "compensateEventDefinition":
            waits = node.get("waitForCompletion", "true") != "false"
            return {"compensates": node.get("activityRef") or None, "wait_for_completion": waits}
        return {}

    def _missing_reference(self, node: etree._Element) -> str | None:
        """An event definition that is referred to and does not exist."""
        named = [reader.text(each) for each in reader.children(node, "eventDefinitionRef")]
        return next((name for name in named if name not in self.references.events), None)

    def _flow(self, node: etree._Element) -> Flow:
        self.flows += 1
        if self.flows > MAX_FLOWS:
            raise _too_many(node, MAX_FLOWS)
        condition = reader.child(node, "conditionExpression")
        return Flow(
            id=self._id(node),
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            name=(node.get("name") or "").strip(),
            condition=reader.text(condition) or None,
            language="" if condition is None else condition.get("language", ""),
            line=reader.line(node),
        )

    def _id(self, node: etree._Element) -> str:
        """The element's own id; one made from its place where it has none. Twice the same id is a problem."""
        own = node.get("id") or f"{reader.local_name(node)}_line{reader.line(node)}_{len(self.seen)}"
        if len(own) > MAX_ID:
            self._problem("id-too-long", node, limit=MAX_ID)
            own = f"{own[:MAX_ID]}_{len(self.seen)}"
        if own in self.seen:
            # Nothing refers to a flow but its own element's default, so another id for it changes nothing.
            severity = "warning" if reader.local_name(node) == "sequenceFlow" else "error"
            self._remark(Problem(severity, "duplicate-id", {"id": own}), node)
            own = f"{own}_{len(self.seen)}"
        self.seen.add(own)
        return own

    def _problem(self, code: str, node: etree._Element, **params: Any) -> None:
        self._remark(Problem("error", code, params), node)

    def _remark(self, problem: Problem, node: etree._Element) -> None:
        if len(self.document.problems) >= MAX_PROBLEMS:
            raise _too_many(node, MAX_PROBLEMS)
        self.document.problems.append(
            Finding(
                code=problem.code,
                severity=problem.severity,
                element_id=node.get("id", "")[:MAX_ID],
                element_name=node.get("name", "")[:MAX_ID],
                line=reader.line(node),
                params=problem.params,
            )
        )


def _defines_event(node: etree._Element) -> bool:
    return reader.local_name(node).endswith("EventDefinition")


def _too_many(node: etree._Element, limit: int) -> ModelRefused:
    finding = Finding(code="too-many-elements", severity="error", line=reader.line(node), params={"limit": limit})
    return ModelRefused([finding])
