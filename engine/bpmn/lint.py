"""Modelling rules: a function each, from the graph to findings with a stable code. Errors refuse the model.

What we do not run right is refused here, so that nothing is silently executed as something else. A new rule is one
function and its place in one of the two lists below.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.bpmn import timers
from engine.bpmn.elements import ACTIVITIES, Document, Element, Flow, Process, Scope
from engine.errors import Finding

_ORDER = {"error": 0, "warning": 1, "hint": 2}
_EVENTS: dict[str, frozenset[str]] = {
    "startEvent": frozenset({"message", "signal", "timer"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "terminate"}),
    "intermediateCatchEvent": frozenset({"message", "signal", "timer", "link"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link"}),
    "boundaryEvent": frozenset({"message", "signal", "timer", "error", "escalation"}),
}
_EVENT_SUB_PROCESS_STARTS = frozenset({"message", "signal", "timer", "error", "escalation"})
_TRIGGER_REQUIRED = frozenset({"intermediateCatchEvent", "boundaryEvent"})
_NOT_RUN = frozenset({"complexGateway", "callActivity", "transaction", "adHocSubProcess"})
_MAX_INCLUSIVE = 500_000  # ways into inclusive joins × elements of the scope: no honest diagram comes near
_OTHER_LANGUAGES = ("${", "#{")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A scope with its flows sorted, as the rules look at it."""

    process: Process
    scope: Scope
    outgoing: dict[str, list[Flow]]
    incoming: dict[str, list[Flow]]
    is_event_sub_process: bool


def check(document: Document) -> list[Finding]:
    """Every finding of every rule: errors first, then in the order of the file."""
    findings = [
        Finding(
            code=each.code,
            severity=each.severity,
            element_id=each.element_id,
            element_name=each.element_name,
            line=each.line,
            params=each.params,
        )
        for each in document.problems
    ]
    if not any(process.executable for process in document.processes):
        findings.append(Finding(code="process-missing", severity="error"))
    for place in _places(document):
        if not place.process.executable:
            findings.extend(not_executable(place))
            continue
        for scope_rule in SCOPE_RULES:
            findings.extend(scope_rule(place))
        for element in place.scope.elements.values():
            for element_rule in ELEMENT_RULES:
                findings.extend(element_rule(place, element))
    return sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.line))


def _places(document: Document) -> Iterator[Place]:
    for process in document.processes:
        event_sub_processes = {
            element.id
            for scope in process.scopes()
            for element in scope.elements.values()
            if element.triggered_by_event
        }
        for scope in process.scopes():
            yield Place(
                process=process,
                scope=scope,
                outgoing=scope.outgoing(),
                incoming=scope.incoming(),
                is_event_sub_process=scope.id in event_sub_processes,
            )


def _error(element: Element, code: str, **params: Any) -> Finding:
    return _finding(element, "error", code, params)


def _warning(element: Element, code: str, **params: Any) -> Finding:
    return _finding(element, "warning", code, params)


def _hint(element: Element, code: str, **params: Any) -> Finding:
    return _finding(element, "hint", code, params)


def _finding(element: Element, severity: str, code: str, params: dict[str, Any]) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        element_id=element.id,
        element_name=element.name,
        line=element.line,
        params=params,
    )


# -- rules on one element --


def unsupported_elements(place: Place, element: Element) -> Iterator[Finding]:
    """Kinds, loops, compensation and extensions that are not run."""
    if element.kind in _NOT_RUN:
        yield _error(element, "element-unsupported", kind=element.kind)
    if element.for_compensation or "compensate" in element.events:
        yield _error(element, "compensation-unsupported")
    if element.standard_loop:
        yield _error(element, "standard-loop-unsupported")
    for name in element.unsupported:
        yield _error(element, "extension-unsupported", extension=name)
    for name in element.ignored:
        yield _hint(element, "extension-ignored", extension=name)


def event_definitions(place: Place, element: Element) -> Iterator[Finding]:
    """Each event has a trigger that its kind can have, and no more than one."""
    if element.kind not in _EVENTS:
        return
    allowed = _EVENTS[element.kind]
    if element.kind == "startEvent" and place.scope.kind != "process":
        allowed = _EVENT_SUB_PROCESS_STARTS if place.is_event_sub_process else frozenset()
    if len(element.events) > 1 or element.parallel_multiple:
        yield _error(element, "event-multiple")
    for event in element.events:
        if event not in allowed and event != "compensate":
            yield _error(element, "event-unsupported", event=event, kind=element.kind)
    if not element.events and element.kind in _TRIGGER_REQUIRED:
        yield _error(element, "event-missing", kind=element.kind)


def references(place: Place, element: Element) -> Iterator[Finding]:
    """What an element refers to exists."""
    activity = element.activity
    if element.missing_reference is not None:
        yield _error(element, "reference-missing", reference=element.missing_reference)
    elif activity.event == "message" and activity.message is None:
        yield _error(element, "message-missing")
    elif activity.event == "signal" and activity.signal is None:
        yield _error(element, "signal-missing")
    elif activity.event == "error" and element.kind == "endEvent" and activity.error_code is None:
        yield _error(element, "error-code-missing")
    elif activity.event == "escalation" and _throws(element) and activity.escalation_code is None:
        yield _error(element, "escalation-code-missing")


def correlation(place: Place, element: Element) -> Iterator[Finding]:
    """A message that is waited for needs a key, or it cannot be told which instance it is for."""
    message = element.activity.message
    waits = element.kind in ("intermediateCatchEvent", "boundaryEvent", "receiveTask") or place.is_event_sub_process
    if waits and message is not None and message.correlation_key is None and not _throws(element):
        yield _warning(element, "correlation-key-missing", message=message.name)
    if element.kind == "receiveTask" and message is None:
        yield _warning(element, "receive-without-message")


def timer_texts(place: Place, element: Element) -> Iterator[Finding]:
    """A timer that is written out can be read, and repeats only where it may."""
    timer = element.activity.timer
    if "timer" not in element.events:
        return
    if timer is None:
        yield _error(element, "timer-missing")
        return
    if timer.kind == "cycle" and element.kind == "intermediateCatchEvent":
        yield _error(element, "timer-cycle-here")
    if not timer.text.startswith(("=", *_OTHER_LANGUAGES)):
        parse: dict[str, Callable[[str], object]] = {
            "date": timers.parse_date,
            "duration": timers.parse_duration,
            "cycle": timers.parse_cycle,
        }
        try:
            parse[timer.kind](timer.text)
        except timers.TimerUnreadable:
            yield _error(element, "timer-unreadable", text=timer.text)


def work_definitions(place: Place, element: Element) -> Iterator[Finding]:
    """Work that software does says what is to be done."""
    activity = element.activity
    sends = element.kind in ("serviceTask", "sendTask") or (_throws(element) and activity.event == "message")
    if sends and activity.job is None:
        yield _error(element, "job-type-missing")
    if element.kind == "businessRuleTask" and activity.job is None:
        if activity.decision is None or not activity.decision.id:
            yield _error(element, "decision-missing")
        elif not activity.decision.result_variable:
            yield _error(element, "result-variable-missing")
    if element.kind == "scriptTask" and activity.job is None:
        if activity.script is None or not activity.script.expression:
            yield _error(element, "script-missing")
        elif not activity.script.result_variable:
            yield _error(element, "result-variable-missing")


def mappings(place: Place, element: Element) -> Iterator[Finding]:
    """Input and output mappings are whole."""
    for mapping in (*element.activity.inputs, *element.activity.outputs):
        if not mapping.target or not all(mapping.target.split(".")):
            yield _error(element, "mapping-incomplete", source=mapping.source, target=mapping.target)


def loops(place: Place, element: Element) -> Iterator[Finding]:
    """A multi-instance says over what, and where results go."""
    loop = element.activity.loop
    if loop is None:
        return
    if (loop.input_collection is None) == (loop.cardinality is None):
        yield _error(element, "loop-collection-missing")
    if (loop.output_collection is None) != (loop.output_element is None):
        yield _error(element, "loop-output-incomplete")


def languages(place: Place, element: Element) -> Iterator[Finding]:
    """Expressions are FEEL; other languages are not guessed at."""
    activity, loop = element.activity, element.activity.loop
    texts = [mapping.source for mapping in (*activity.inputs, *activity.outputs)]
    texts += [text for text in (activity.assignment.assignee, activity.assignment.candidate_groups) if text]
    texts += [activity.timer.text] if activity.timer is not None else []
    texts += (
        [text for text in (loop.input_collection, loop.completion_condition, loop.cardinality) if text] if loop else []
    )
    for text in texts:
        if text.startswith(_OTHER_LANGUAGES):
            yield _error(element, "expression-language", text=text)


def boundary_events(place: Place, element: Element) -> Iterator[Finding]:
    """A boundary event sits on an activity of its own scope; errors always interrupt."""
    if element.kind != "boundaryEvent":
        return
    host = place.scope.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.triggered_by_event:
        yield _error(element, "boundary-host-missing", host=element.attached_to or "")
    elif host.kind in ("task", "scriptTask", "businessRuleTask") and host.activity.job is None:
        yield _warning(element, "boundary-never-fires", host=host.id)
    if not element.activity.interrupting and "error" in element.events:
        yield _error(element, "error-not-interrupting")


def flow_ends(place: Place, element: Element) -> Iterator[Finding]:
    """Flows lead neither into beginnings nor out of ends."""
    arriving, leaving = place.incoming.get(element.id, []), place.outgoing.get(element.id, [])
    if arriving and (element.kind in ("startEvent", "boundaryEvent") or element.triggered_by_event):
        yield _error(element, "flow-into-start")
    if leaving and (element.kind == "endEvent" or element.triggered_by_event):
        yield _error(element, "flow-out-of-end")


def conditions(place: Place, element: Element) -> Iterator[Finding]:
    """Choices say when each way is taken."""
    flows = place.outgoing.get(element.id, [])
    for flow in flows:
        if flow.condition is None:
            if (
                element.kind in ("exclusiveGateway", "inclusiveGateway")
                and len(flows) > 1
                and flow.id != element.default
            ):
                yield _error(element, "flow-without-condition", flow=flow.id)
        elif flow.condition.startswith(_OTHER_LANGUAGES):
            yield _error(element, "expression-language", text=flow.condition, flow=flow.id)
        elif element.kind in ("parallelGateway", "eventBasedGateway") or flow.id == element.default:
            yield _warning(element, "condition-ignored", flow=flow.id)
        elif not flow.condition.startswith("="):
            yield _warning(element, "condition-without-equals", flow=flow.id)


def event_gateways(place: Place, element: Element) -> Iterator[Finding]:
    """Behind an event-based gateway stand events that nothing else leads to."""
    if element.kind != "eventBasedGateway":
        return
    flows = place.outgoing.get(element.id, [])
    if len(flows) < 2:
        yield _error(element, "event-gateway-needs-two")
    for flow in flows:
        target = place.scope.elements[flow.target]
        catches = target.kind == "intermediateCatchEvent" and "link" not in target.events
        receives = target.kind == "receiveTask" and target.activity.message is not None and target.activity.loop is None
        if not catches and not receives:
            yield _error(element, "event-gateway-target", target=target.id)
        elif len(place.incoming.get(target.id, [])) > 1:
            yield _error(element, "event-gateway-target-shared", target=target.id)
        elif target.activity.inputs or any(each.attached_to == target.id for each in place.scope.elements.values()):
            yield _error(element, "event-gateway-target", target=target.id)


# -- rules on a whole scope --


def not_executable(place: Place) -> Iterator[Finding]:
    """A process that is only drawn is left alone."""
    if place.scope is place.process:
        yield _scope_finding(place, "hint", "process-not-executable")


def starts(place: Place) -> Iterator[Finding]:
    """A scope can begin, and in one way only where nobody chooses."""
    found = [each for each in place.scope.elements.values() if each.kind == "startEvent"]
    none = [each for each in found if not each.events]
    if not found and place.scope.kind in ("process", "subProcess"):
        yield _scope_finding(place, "error", "start-missing")
    elif place.is_event_sub_process:
        if len(found) != 1 or none:
            yield _scope_finding(place, "error", "event-sub-process-start")
    elif place.scope.kind != "process" and len(found) != 1:
        yield _scope_finding(place, "error", "sub-process-start")
    elif len(none) > 1:
        yield _error(none[1], "start-ambiguous")


def inclusive_joins(place: Place) -> Iterator[Finding]:
    """Who may still come to an inclusive join is worked out beforehand, for every way into it and every element."""
    elements = place.scope.elements
    joins = [each for each in elements.values() if each.kind == "inclusiveGateway"]
    ways = sum(len(place.incoming.get(each.id, [])) for each in joins)
    if ways * len(elements) > _MAX_INCLUSIVE:
        yield _error(joins[0], "too-many-inclusive-joins", ways=ways)


def links(place: Place) -> Iterator[Finding]:
    """Every link has its other end in the same scope."""
    ends = [each for each in place.scope.elements.values() if each.link is not None]
    catches = [each.link for each in ends if each.kind == "intermediateCatchEvent"]
    throws = [each.link for each in ends if each.kind == "intermediateThrowEvent"]
    for element in ends:
        catching = element.kind == "intermediateCatchEvent"
        if not element.link or element.link not in (throws if catching else catches):
            yield _error(element, "link-unmatched", link=element.link or "")
        elif catching and catches.count(element.link) > 1:
            yield _error(element, "link-ambiguous", link=element.link)
        if catching and any(not flow.id.endswith("__link") for flow in place.incoming.get(element.id, [])):
            yield _error(element, "flow-into-start")
        if not catching and any(not flow.id.endswith("__link") for flow in place.outgoing.get(element.id, [])):
            yield _error(element, "flow-out-of-end")


def unreachable(place: Place) -> Iterator[Finding]:
    """What no token can come to is probably a forgotten flow."""
    elements = place.scope.elements
    borders = place.scope.boundary_events()
    pending = [each.id for each in elements.values() if each.kind == "startEvent" or each.triggered_by_event]
    seen: set[str] = set()
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending += [flow.target for flow in place.outgoing.get(current, [])]
            pending += [border.id for border in borders.get(current, [])]
    for element in elements.values():
        if element.id not in seen:
            yield _warning(element, "element-unreachable")


def _throws(element: Element) -> bool:
    return element.kind in ("endEvent", "intermediateThrowEvent")


def _scope_finding(place: Place, severity: str, code: str) -> Finding:
    name = place.process.name if place.scope is place.process else ""
    return Finding(code=code, severity=severity, element_id=place.scope.id, element_name=name, line=place.scope.line)


ELEMENT_RULES: tuple[Callable[[Place, Element], Iterator[Finding]], ...] = (
    unsupported_elements,
    event_definitions,
    references,
    correlation,
    timer_texts,
    work_definitions,
    mappings,
    loops,
    languages,
    boundary_events,
    flow_ends,
    conditions,
    event_gateways,
)
SCOPE_RULES: tuple[Callable[[Place], Iterator[Finding]], ...] = (starts, inclusive_joins, links, unreachable)
