"""Rules on events: what they wait for or throw can be known, and happens where it may."""

from collections.abc import Callable, Iterator

from engine.bpmn import timers
from engine.bpmn.activity import Activity, Timer
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

_AWAITED = frozenset({"message", "signal", "timer", "conditional"})
_THROWN_TOGETHER = frozenset({"message", "signal", "escalation", "compensate"})
_TRIGGER_REQUIRED = frozenset({"intermediateCatchEvent", "boundaryEvent"})


def event_definitions(place: Place, element: Element) -> Iterator[Finding]:
    """Each event has a trigger that its kind can have, and no more than one."""
    if element.kind not in _EVENTS:
        return
    allowed = _EVENTS[element.kind]
    if element.kind == "startEvent" and place.scope.kind != "process":
        allowed = _EVENT_SUB_PROCESS_STARTS if place.is_event_sub_process else frozenset()
    if len(element.events) > 1 and not _may_stand_together(place, element):
        yield error(element, "event-multiple")
    for event in element.events:
        if event not in allowed:
            yield error(element, "event-unsupported", event=event, kind=element.kind)
    if not element.events and element.kind in _TRIGGER_REQUIRED:
        yield error(element, "event-missing", kind=element.kind)


def _may_stand_together(place: Place, element: Element) -> bool:
    """Whether the triggers of one event can happen, or be thrown, together."""
    events = set(element.events)
    if throws(element):
        return events <= _THROWN_TOGETHER
    if element.kind == "startEvent" and place.scope.kind == "process":
        return not element.activity.parallel_multiple
    return events <= (_AWAITED if element.activity.parallel_multiple else _AWAITED | {"error", "escalation"})


def references(place: Place, element: Element) -> Iterator[Finding]:
    """What an element refers to exists."""
    if element.missing_reference is not None:
        yield error(element, "reference-missing", reference=element.missing_reference)
        return
    for activity in element.activity.definitions:
        missing = _missing(element, activity)
        if missing is not None:
            yield error(element, missing)


def _missing(element: Element, activity: Activity) -> str | None:
    """The code of what a trigger does not say and has to."""
    thrown = throws(element)
    if activity.event == "message" and activity.message is None and not (thrown and activity.job):
        return "message-missing"
    if activity.event == "signal" and activity.signal is None:
        return "signal-missing"
    if activity.event == "conditional" and not activity.condition:
        return "condition-missing"
    if activity.event == "error" and thrown and activity.error_code is None:
        return "error-code-missing"
    if activity.event == "escalation" and thrown and activity.escalation_code is None:
        return "escalation-code-missing"
    return None


def correlation(place: Place, element: Element) -> Iterator[Finding]:
    """A message that is waited for needs a key, or it cannot be told which instance it is for."""
    messages = [each.message for each in element.activity.definitions if each.message is not None]
    waits = element.kind in ("intermediateCatchEvent", "boundaryEvent", "receiveTask") or place.is_event_sub_process
    for message in messages:
        if waits and message.correlation_key is None and not throws(element):
            yield warning(element, "correlation-key-missing", message=message.name)
    if element.kind == "receiveTask" and not messages:
        yield warning(element, "receive-without-message")


def timer_texts(place: Place, element: Element) -> Iterator[Finding]:
    """A timer that is written out can be read, and repeats only where it may."""
    for activity in element.activity.definitions:
        if activity.event == "timer":
            yield from _timer_text(element, activity.timer)


def _timer_text(element: Element, timer: Timer | None) -> Iterator[Finding]:
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
    """A boundary event sits on an activity of its own scope."""
    if element.kind != "boundaryEvent":
        return
    host = place.scope.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.triggered_by_event:
        yield error(element, "boundary-host-missing", host=element.attached_to or "")
    elif _instant(host) and "compensate" not in element.events:
        yield warning(element, "boundary-never-fires", host=host.id)


def interrupting_errors(place: Place, element: Element) -> Iterator[Finding]:
    """What catches an error always interrupts."""
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
        repeats = target.activity.loop is not None or target.activity.standard_loop is not None
        receives = target.kind == "receiveTask" and not repeats
        if not catches and not receives:
            yield error(element, "event-gateway-target", target=target.id)
        elif len(place.incoming.get(target.id, [])) > 1:
            yield error(element, "event-gateway-target-shared", target=target.id)
        elif target.activity.inputs or any(each.attached_to == target.id for each in place.scope.elements.values()):
            yield error(element, "event-gateway-target", target=target.id)
