"""Rules on events: what they wait for or throw can be known, and happens where it may."""

from collections.abc import Callable, Iterator

from engine.bpmn import timers
from engine.bpmn.elements import ACTIVITIES, Element
from engine.bpmn.rules.place import OTHER_LANGUAGES, Place, error, throws, warning
from engine.errors import Finding

_EVENTS: dict[str, frozenset[str]] = {
    "startEvent": frozenset({"message", "signal", "timer", "conditional"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "terminate", "compensate", "cancel"}),
    "intermediateCatchEvent": frozenset({"message", "signal", "timer", "conditional", "link"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "compensate", "link"}),
    "boundaryEvent": frozenset(
        {"message", "signal", "timer", "conditional", "error", "escalation", "compensate", "cancel"}
    ),
}

_EVENT_SUB_PROCESS_STARTS = frozenset(
    {"message", "signal", "timer", "conditional", "error", "escalation", "compensate"}
)

_TRIGGER_REQUIRED = frozenset({"intermediateCatchEvent", "boundaryEvent"})


def event_definitions(place: Place, element: Element) -> Iterator[Finding]:
    """Each event has a trigger that its kind can have, and no more than one."""
    if element.kind not in _EVENTS:
        return
    allowed = _EVENTS[element.kind]
    if element.kind == "startEvent" and place.scope.kind != "process":
        allowed = _EVENT_SUB_PROCESS_STARTS if place.is_event_sub_process else frozenset()
    if len(element.events) > 1 or element.activity.parallel_multiple:
        yield error(element, "event-multiple")
    for event in element.events:
        if event not in allowed:
            yield error(element, "event-unsupported", event=event, kind=element.kind)
    if not element.events and element.kind in _TRIGGER_REQUIRED:
        yield error(element, "event-missing", kind=element.kind)


def references(place: Place, element: Element) -> Iterator[Finding]:
    """What an element refers to exists."""
    activity = element.activity
    if element.missing_reference is not None:
        yield error(element, "reference-missing", reference=element.missing_reference)
    elif activity.event == "message" and activity.message is None:
        yield error(element, "message-missing")
    elif activity.event == "signal" and activity.signal is None:
        yield error(element, "signal-missing")
    elif activity.event == "conditional" and not activity.condition:
        yield error(element, "condition-missing")
    elif activity.event == "error" and element.kind == "endEvent" and activity.error_code is None:
        yield error(element, "error-code-missing")
    elif activity.event == "escalation" and throws(element) and activity.escalation_code is None:
        yield error(element, "escalation-code-missing")


def correlation(place: Place, element: Element) -> Iterator[Finding]:
    """A message that is waited for needs a key, or it cannot be told which instance it is for."""
    message = element.activity.message
    waits = element.kind in ("intermediateCatchEvent", "boundaryEvent", "receiveTask") or place.is_event_sub_process
    if waits and message is not None and message.correlation_key is None and not throws(element):
        yield warning(element, "correlation-key-missing", message=message.name)
    if element.kind == "receiveTask" and message is None:
        yield warning(element, "receive-without-message")


def timer_texts(place: Place, element: Element) -> Iterator[Finding]:
    """A timer that is written out can be read, and repeats only where it may."""
    timer = element.activity.timer
    if "timer" not in element.events:
        return
    if timer is None:
        yield error(element, "timer-missing")
        return
    if timer.kind == "cycle" and element.kind == "intermediateCatchEvent":
        yield error(element, "timer-cycle-here")
    if not timer.text.startswith(("=", *OTHER_LANGUAGES)):
        parse: dict[str, Callable[[str], object]] = {
            "date": timers.parse_date,
            "duration": timers.parse_duration,
            "cycle": timers.parse_cycle,
        }
        try:
            parse[timer.kind](timer.text)
        except timers.TimerUnreadable:
            yield error(element, "timer-unreadable", text=timer.text)


def boundary_events(place: Place, element: Element) -> Iterator[Finding]:
    """A boundary event sits on an activity of its own scope; errors always interrupt."""
    if element.kind != "boundaryEvent":
        return
    host = place.scope.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.triggered_by_event:
        yield error(element, "boundary-host-missing", host=element.attached_to or "")
    elif _instant(host) and "compensate" not in element.events:
        yield warning(element, "boundary-never-fires", host=host.id)
    if not element.activity.interrupting and "error" in element.events:
        yield error(element, "error-not-interrupting")


def _instant(element: Element) -> bool:
    return element.kind in ("task", "scriptTask", "businessRuleTask") and element.activity.job is None


def event_gateways(place: Place, element: Element) -> Iterator[Finding]:
    """Behind an event-based gateway stand events that nothing else leads to."""
    if element.kind != "eventBasedGateway":
        return
    flows = place.outgoing.get(element.id, [])
    if len(flows) < 2:
        yield error(element, "event-gateway-needs-two")
    for flow in flows:
        target = place.scope.elements[flow.target]
        catches = target.kind == "intermediateCatchEvent" and "link" not in target.events
        receives = target.kind == "receiveTask" and target.activity.message is not None and target.activity.loop is None
        if not catches and not receives:
            yield error(element, "event-gateway-target", target=target.id)
        elif len(place.incoming.get(target.id, [])) > 1:
            yield error(element, "event-gateway-target-shared", target=target.id)
        elif target.activity.inputs or any(each.attached_to == target.id for each in place.scope.elements.values()):
            yield error(element, "event-gateway-target", target=target.id)
