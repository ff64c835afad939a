"""Rules on undoing: what undoes an activity is drawn with it, what throws finds it, only transactions are cancelled."""

from collections.abc import Iterator

from engine.bpmn.elements import SUB_PROCESSES, Element
from engine.bpmn.rules.place import Place, error, warning
from engine.bpmn.rules.place import throws as is_throwing
from engine.errors import Finding


def handlers(place: Place, element: Element) -> Iterator[Finding]:
    """An activity that undoes another stands outside the flow."""
    if not element.for_compensation:
        return
    if place.incoming.get(element.id) or place.outgoing.get(element.id):
        yield error(element, "compensation-flow")
    if any(each.attached_to == element.id for each in place.scope.elements.values()):
        yield error(element, "compensation-handler-border")
    if not any(each.handler == element.id for each in place.scope.elements.values()):
        yield warning(element, "compensation-handler-unused")


def compensation_events(place: Place, element: Element) -> Iterator[Finding]:
    """A compensation event on a border has its handler, and is the only one there; a process has none inside."""
    if "compensate" not in element.events:
        return
    if element.kind == "boundaryEvent":
        beside = [each for each in place.scope.elements.values() if each.attached_to == element.attached_to]
        if element.handler is None:
            yield error(element, "compensation-handler-missing")
        elif sum("compensate" in each.events for each in beside) > 1:
            yield error(element, "compensation-twice")
        if place.outgoing.get(element.id):
            yield error(element, "compensation-flow")
    elif element.kind == "startEvent" and place.is_event_sub_process:
        around = place.around
        if around is not None and around.kind == "process":
            yield error(element, "compensation-never")
        elif around is not None and len(_undoing(place)) > 1:
            yield error(element, "compensation-twice")


def throws(place: Place, element: Element) -> Iterator[Finding]:
    """What is to be undone stands in the same scope, or in the scope around an event sub-process."""
    for activity in element.activity.definitions if is_throwing(element) else ():
        if activity.compensates is not None:
            yield from _thrown(place, element, activity.compensates)


def _thrown(place: Place, element: Element, target: str) -> Iterator[Finding]:
    found = place.scope.elements.get(target)
    if found is None and place.is_event_sub_process and place.around is not None:
        found = place.around.elements.get(target)
    if found is None:
        yield error(element, "compensation-target-missing", target=target)
    elif found.kind not in SUB_PROCESSES and not _has_handler(place, target):
        yield warning(element, "compensation-target-plain", target=target)


def cancelling(place: Place, element: Element) -> Iterator[Finding]:
    """Only transactions are cancelled, and then go on from an event on their border."""
    if "cancel" not in element.events:
        return
    if element.kind == "boundaryEvent":
        host = place.scope.elements.get(element.attached_to or "")
        if host is not None and host.kind != "transaction":
            yield error(element, "cancel-without-transaction")
    elif place.scope.kind != "transaction":
        yield error(element, "cancel-without-transaction")
    elif place.around is not None and not any(
        each.attached_to == place.scope.id and "cancel" in each.events for each in place.around.elements.values()
    ):
        yield error(element, "cancel-boundary-missing")


def _undoing(place: Place) -> list[Element]:
    """The event sub-processes that say how the scope around this one is undone."""
    beside = place.around.elements.values() if place.around is not None else ()
    return [
        each
        for each in beside
        if each.triggered_by_event
        and each.inner is not None
        and any("compensate" in inner.events for inner in each.inner.elements.values() if inner.kind == "startEvent")
    ]


def _has_handler(place: Place, target: str) -> bool:
    scopes = [place.scope, *([place.around] if place.around is not None else [])]
    return any(each.attached_to == target and each.handler for scope in scopes for each in scope.elements.values())
