"""The checked graph becomes SpiffWorkflow specifications: a node an element, connected without recursion.

SpiffWorkflow's own parser follows the flows recursively and overflows on long chains; this one walks a list.
"""

from collections.abc import Iterator

from engine.bpmn.activity import Activity
from engine.bpmn.elements import Element, Flow, Process, Scope, may_begin
from engine.bpmn.nodes import node_class
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.inclusive import InclusiveGateway
from engine.bpmn.nodes.multi_instance import MultiInstance
from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.nodes.parallel import ParallelGateway
from engine.bpmn.nodes.standard_loop import StandardLoopBody
from engine.bpmn.nodes.start import StartEvent
from engine.bpmn.process_spec import ProcessSpec


def build(process: Process) -> dict[str, ProcessSpec]:
    """A specification for the process and for every sub-process inside it, by id."""
    specs = {scope.id: _scope(scope) for scope in process.scopes()}
    if any(_compensates(element) for scope in process.scopes() for element in scope.elements.values()):
        for spec in specs.values():
            spec.remembers = True
    return specs


def _compensates(element: Element) -> bool:
    throws = element.kind in ("endEvent", "intermediateThrowEvent")
    return throws and not {"compensate", "cancel"}.isdisjoint(element.events)


def _scope(scope: Scope) -> ProcessSpec:
    spec = ProcessSpec(scope.id)
    outgoing, incoming, borders = scope.outgoing(), scope.incoming(), scope.boundary_events()
    made = {element.id: _node(spec, element) for element in scope.elements.values()}
    for element in scope.elements.values():
        node = made[element.id]
        node.flows = tuple(_outflow(flow, element) for flow in outgoing.get(element.id, []))
        node.borders = tuple(made[border.id] for border in borders.get(element.id, []))
        if element.handler is not None and element.attached_to is not None:
            host = made[element.attached_to]
            host.handler = element.handler
            if host.each is not None:
                host.each.handler = element.handler
        for flow in outgoing.get(element.id, []):
            node.connect(made[flow.target])
        arriving = incoming.get(element.id, [])
        if isinstance(node, ParallelGateway | InclusiveGateway):
            node.incoming = frozenset(flow.id for flow in arriving)
        if isinstance(node, InclusiveGateway) and len(arriving) > 1:
            node.reach = _reach(scope, element.id, arriving, incoming)
            spec.releases = True
    spec.event_sub_processes = tuple(node for node in made.values() if isinstance(node, EventSubProcess))
    spec.compensating = next((each for each in spec.event_sub_processes if each.catching.event == "compensate"), None)
    if scope.kind == "adHocSubProcess":
        spec.choices = tuple(each.id for each in scope.elements.values() if each.id not in incoming and may_begin(each))
    spec.none_start = _none_start(scope, made)
    spec.texts = tuple(_texts(scope))
    return spec


def _node(spec: ProcessSpec, element: Element) -> Node:
    activity = element.activity
    if element.triggered_by_event and element.inner is not None:
        start = next(each for each in element.inner.elements.values() if each.kind == "startEvent")
        return EventSubProcess(spec, activity, start.activity)
    make = node_class(element)
    if make is None:
        raise AssertionError(f"the lint let {element.kind} {element.id} through")
    if activity.loop is not None:
        return MultiInstance(spec, activity, activity.loop, make(spec, activity, f"{activity.id}#each"))
    if activity.standard_loop is not None:
        return StandardLoopBody(spec, activity, activity.standard_loop, make(spec, activity, f"{activity.id}#each"))
    return make(spec, activity)


def _outflow(flow: Flow, element: Element) -> Outflow:
    return Outflow(id=flow.id, target=flow.target, condition=flow.condition, default=flow.id == element.default)


def _none_start(scope: Scope, made: dict[str, Node]) -> StartEvent | None:
    starts = [each.id for each in scope.elements.values() if each.kind == "startEvent" and not each.events]
    node = made[starts[0]] if starts else None
    return node if isinstance(node, StartEvent) else None


def _reach(
    scope: Scope, gateway: str, arriving: list[Flow], incoming: dict[str, list[Flow]]
) -> dict[str, frozenset[str]]:
    """For every element, the incoming flows of the gateway that a token there can still come in by."""
    reach: dict[str, set[str]] = {}
    for flow in arriving:
        seen = {gateway}
        pending = [flow.source]
        while pending:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            reach.setdefault(current, set()).add(flow.id)
            pending.extend(before.source for before in incoming.get(current, []))
            host = scope.elements[current].attached_to
            if host is not None:
                pending.append(host)
    return {element: frozenset(flows) for element, flows in reach.items()}


def _texts(scope: Scope) -> Iterator[tuple[str, str]]:
    """Every FEEL text of the scope."""
    for flow in scope.flows:
        if flow.condition:
            yield flow.id, flow.condition.removeprefix("=").strip()
    for element in scope.elements.values():
        for activity in element.activity.definitions:
            for text in _always_feel(activity):
                yield element.id, text.removeprefix("=").strip()
            for written in _maybe_feel(activity):
                if written is not None and written.startswith("="):
                    yield element.id, written.removeprefix("=").strip()


def _always_feel(activity: Activity) -> Iterator[str]:
    if activity.script is not None:
        yield activity.script.expression
    if activity.condition is not None:
        yield activity.condition
    if activity.ad_hoc is not None:
        yield from filter(None, (activity.ad_hoc.active_elements, activity.ad_hoc.completion_condition))
    if activity.standard_loop is not None and activity.standard_loop.condition is not None:
        yield activity.standard_loop.condition
    loop = activity.loop
    if loop is not None:
        for text in (loop.input_collection, loop.output_element, loop.completion_condition, loop.cardinality):
            if text is not None:
                yield text


def _maybe_feel(activity: Activity) -> Iterator[str | None]:
    for mapping in (*activity.inputs, *activity.outputs):
        yield mapping.source
    yield from (activity.assignment.assignee, activity.assignment.candidate_groups, activity.assignment.candidate_users)
    yield from (activity.schedule.due_date, activity.schedule.follow_up_date, activity.priority, activity.signal)
    if activity.timer is not None:
        yield activity.timer.text
    if activity.message is not None:
        yield activity.message.name
        yield activity.message.correlation_key
    if activity.called is not None:
        yield activity.called.id
        yield activity.called.business_key
    if activity.job is not None:
        yield activity.job.type
        yield activity.job.retries
