"""Rules on flows and scopes: where a token can begin, go and end."""

from collections.abc import Iterator

from engine.bpmn.elements import Element, may_begin
from engine.bpmn.rules.place import Place, error, scope_finding, told, warning
from engine.errors import Finding

_MAX_INCLUSIVE = 500_000  # ways into inclusive joins × elements of the scope: no honest diagram comes near


def flow_ends(place: Place, element: Element) -> Iterator[Finding]:
    """Flows lead neither into beginnings nor out of ends."""
    arriving, leaving = place.incoming.get(element.id, []), place.outgoing.get(element.id, [])
    if arriving and (element.kind in ("startEvent", "boundaryEvent") or element.triggered_by_event):
        yield error(element, "flow-into-start")
    if leaving and (element.kind == "endEvent" or element.triggered_by_event):
        yield error(element, "flow-out-of-end")


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
                exclusive = element.kind == "exclusiveGateway"
                yield (error if exclusive else warning)(
                    element,
                    "flow-without-condition" if exclusive else "flow-always-taken",
                    **told(place.scope, flow),
                )
        elif element.kind in ("parallelGateway", "eventBasedGateway") or flow.id == element.default:
            yield warning(element, "condition-ignored", **told(place.scope, flow))
        elif not flow.condition.startswith("="):
            yield warning(element, "condition-without-equals", **told(place.scope, flow))


def starts(place: Place) -> Iterator[Finding]:
    """A scope can begin, and in one way only where nobody chooses."""
    found = [each for each in place.scope.elements.values() if each.kind == "startEvent"]
    none = [each for each in found if not each.events]
    if not found and place.scope.kind != "adHocSubProcess":
        yield scope_finding(place, "error", "start-missing")
    elif place.scope.kind == "adHocSubProcess":
        for event in place.scope.elements.values():
            if event.kind == "startEvent" or "terminate" in event.events:
                yield error(event, "ad-hoc-event")
    elif place.is_event_sub_process:
        if len(found) != 1 or none:
            yield scope_finding(place, "error", "event-sub-process-start")
    elif place.scope.kind != "process" and len(found) != 1:
        yield scope_finding(place, "error", "sub-process-start")
    elif len(none) > 1:
        yield error(none[1], "start-ambiguous")


def not_executable(place: Place) -> Iterator[Finding]:
    """A process that is only drawn is left alone."""
    if place.scope is place.process:
        yield scope_finding(place, "hint", "process-not-executable")


def inclusive_joins(place: Place) -> Iterator[Finding]:
    """Who may still come to an inclusive join is worked out beforehand, for every way into it and every element."""
    elements = place.scope.elements
    joins = [each for each in elements.values() if each.kind == "inclusiveGateway"]
    ways = sum(len(place.incoming.get(each.id, [])) for each in joins)
    if ways * len(elements) > _MAX_INCLUSIVE:
        yield error(joins[0], "too-many-inclusive-joins", ways=ways)


def links(place: Place) -> Iterator[Finding]:
    """Every link has its other end in the same scope."""
    ends = [each for each in place.scope.elements.values() if each.link is not None]
    catches = [each.link for each in ends if each.kind == "intermediateCatchEvent"]
    throws = [each.link for each in ends if each.kind == "intermediateThrowEvent"]
    for element in ends:
        catching = element.kind == "intermediateCatchEvent"
        if not element.link or element.link not in (throws if catching else catches):
            yield error(element, "link-unmatched", link=element.link or "")
        elif catching and catches.count(element.link) > 1:
            yield error(element, "link-ambiguous", link=element.link)
        if catching and any(not flow.id.endswith("__link") for flow in place.incoming.get(element.id, [])):
            yield error(element, "flow-into-start")
        if not catching and any(not flow.id.endswith("__link") for flow in place.outgoing.get(element.id, [])):
            yield error(element, "flow-out-of-end")


def unreachable(place: Place) -> Iterator[Finding]:
    """What no token can come to is probably a forgotten flow."""
    elements = place.scope.elements
    borders = place.scope.boundary_events()
    pending = [each.id for each in elements.values() if each.kind == "startEvent" or each.triggered_by_event]
    if place.scope.kind == "adHocSubProcess":
        pending += [each.id for each in elements.values() if each.id not in place.incoming and may_begin(each)]
    seen: set[str] = set()
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending += [flow.target for flow in place.outgoing.get(current, [])]
            pending += [border.id for border in borders.get(current, [])]
            pending += [handler] if (handler := elements[current].handler) is not None else []
    for element in elements.values():
        if element.id not in seen:
            yield warning(element, "element-unreachable")
