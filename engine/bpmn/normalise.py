"""Repairs and desugaring: what BPMN leaves implicit is written out, what a file got wrong harmlessly is put right.

Implicit ends and splits need nothing here: a token ends where no flow leaves, and takes every flow that may be taken.
"""

from engine.bpmn.activity import Activity
from engine.bpmn.elements import Document, Element, Flow, Process, Scope, Source, may_begin
from engine.bpmn.rules.place import told
from engine.errors import Finding


def normalise(document: Document) -> None:
    """Changes the graph in place; every repair that a person should know of is noted as a hint or warning."""
    _choose_processes(document)
    for process in (each for each in document.processes if each.executable):
        _gather_flows(document, process)
        for scope in process.scopes():
            _drop_dangling_flows(document, scope)
            _connect_links(scope)
            _connect_handlers(scope)
            _invent_start(document, scope)
            _flatten_if_empty(scope)
            _drop_dangling_default(document, scope)
            _infer_default(document, scope)
            _draw_scripts(scope)


def _choose_processes(document: Document) -> None:
    """Pools without anything in them are not run; where no process is marked as executable, all that are drawn are."""
    drawn = [process for process in document.processes if process.elements]
    for process in document.processes:
        if process.executable and drawn and not process.elements:
            process.executable = False
            _note(document, "hint", "process-empty", process)
    if drawn and not any(process.executable for process in drawn):
        for process in drawn:
            process.executable = True
            _note(document, "warning", "process-made-executable", process)


def _note(document: Document, severity: str, code: str, process: Process) -> None:
    finding = Finding(code=code, severity=severity, element_id=process.id, element_name=process.name, line=process.line)
    document.problems.append(finding)


def _gather_flows(document: Document, process: Process) -> None:
    """A flow that is written down elsewhere belongs to the scope that both its ends are in."""
    places = {element: scope for scope in process.scopes() for element in scope.elements}
    for scope in list(process.scopes()):
        for flow in list(scope.flows):
            place = places.get(flow.source)
            if place is not None and place is not scope and places.get(flow.target) is place:
                scope.flows.remove(flow)
                place.flows.append(flow)
                document.problems.append(_of_flow("hint", "flow-moved", place, flow))


def _of_flow(severity: str, code: str, scope: Scope, flow: Flow) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        element_id=flow.id,
        element_name=flow.name,
        line=flow.line,
        params=told(scope, flow),
    )


def _drop_dangling_flows(document: Document, scope: Scope) -> None:
    """A flow from nowhere can never be taken; one that leads nowhere might be, so it refuses the model."""
    kept = []
    for flow in scope.flows:
        if flow.source in scope.elements and flow.target in scope.elements:
            kept.append(flow)
        elif flow.source in scope.elements:
            document.problems.append(_of_flow("error", "flow-dangling", scope, flow))
        else:
            document.problems.append(_of_flow("warning", "flow-from-nowhere", scope, flow))
    scope.flows = kept


def _connect_links(scope: Scope) -> None:
    """A link is a flow by another name: from every throw to the one catch of the same name."""
    catches = {
        element.link: element.id
        for element in scope.elements.values()
        if element.link and element.kind == "intermediateCatchEvent"
    }
    for element in list(scope.elements.values()):
        if element.link and element.kind == "intermediateThrowEvent" and element.link in catches:
            scope.flows.append(Flow(id=f"{element.id}__link", source=element.id, target=catches[element.link]))


def _connect_handlers(scope: Scope) -> None:
    """A compensation event is drawn together with the activity that undoes its host."""
    for element in scope.elements.values():
        if element.kind == "boundaryEvent" and "compensate" in element.events:
            drawn = (scope.elements.get(each) for each in element.associated)
            element.handler = next((each.id for each in drawn if each is not None and each.for_compensation), None)


def _invent_start(document: Document, scope: Scope) -> None:
    """A scope without a start event begins at every element that nothing leads to."""
    if scope.kind == "adHocSubProcess" or any(each.kind == "startEvent" for each in scope.elements.values()):
        return
    incoming = scope.incoming()
    roots = [each.id for each in scope.elements.values() if each.id not in incoming and may_begin(each)]
    if not roots:
        return
    severity = "hint" if scope.kind == "process" else "warning"
    document.problems.append(Finding(code="start-invented", severity=severity, element_id=scope.id, line=scope.line))
    start = f"{scope.id}__start"
    scope.elements[start] = Element(
        id=start, kind="startEvent", activity=Activity(id=start, kind="startEvent", scope=scope.id), invented=True
    )
    scope.flows.extend(Flow(id=f"{start}__{root}", source=start, target=root) for root in roots)


def _flatten_if_empty(scope: Scope) -> None:
    """A sub-process with nothing inside is a task that does nothing."""
    for element in scope.elements.values():
        empty = element.inner is not None and not element.inner.elements
        if empty and not element.triggered_by_event:
            element.kind, element.inner = "task", None


def _drop_dangling_default(document: Document, scope: Scope) -> None:
    outgoing = scope.outgoing()
    for element in scope.elements.values():
        if element.default and element.default not in {flow.id for flow in outgoing.get(element.id, [])}:
            document.problems.append(
                Finding(
                    code="default-dangling",
                    severity="warning",
                    element_id=element.id,
                    element_name=element.name,
                    line=element.line,
                    params={"flow": element.default},
                )
            )
            element.default = None


def _infer_default(document: Document, scope: Scope) -> None:
    """The one way out of a choice that has no condition is taken when no other is, if it is drawn last."""
    outgoing = scope.outgoing()
    for element in scope.elements.values():
        flows = outgoing.get(element.id, [])
        open_ways = [flow for flow in flows if flow.condition is None]
        if element.kind != "exclusiveGateway" or element.default or len(flows) < 2 or len(open_ways) != 1:
            continue
        if open_ways[0] is not flows[-1] and document.ordered_choices:
            continue  # where it stands first, the engine of this dialect takes it whatever the others say
        element.default = open_ways[0].id
        document.problems.append(
            Finding(
                code="default-inferred",
                severity="warning",
                element_id=element.id,
                element_name=element.name,
                line=element.line,
                params=told(scope, open_ways[0]),
            )
        )


def _draw_scripts(scope: Scope) -> None:
    """Scripts that run before or after an activity become script tasks of their own, in front of it and behind it."""
    for element in list(scope.elements.values()):
        if element.before is None and element.after is None:
            continue
        if element.activity.loop is not None or element.activity.standard_loop is not None:
            element.unsupported = (*element.unsupported, "scripts around a loop")
            continue
        if element.before is not None:
            script = _script(scope, element, element.before, "before")
            for flow in scope.flows:
                flow.target = script.id if flow.target == element.id else flow.target
            scope.flows.append(Flow(id=f"{script.id}__flow", source=script.id, target=element.id))
        if element.after is not None:
            script = _script(scope, element, element.after, "after")
            for flow in scope.flows:
                flow.source = script.id if flow.source == element.id else flow.source
            script.default, element.default = element.default, None
            scope.flows.append(Flow(id=f"{script.id}__flow", source=element.id, target=script.id))


def _script(scope: Scope, element: Element, source: Source, place: str) -> Element:
    script_id = f"{element.id}__{place}"
    activity = Activity(
        id=script_id,
        name=element.name,
        kind="scriptTask",
        scope=scope.id,
        lane=element.activity.lane,
        line=element.line,
    )
    script = Element(
        id=script_id, kind="scriptTask", activity=activity, line=element.line, source=source, invented=True
    )
    scope.elements[script_id] = script
    return script
