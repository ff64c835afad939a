"""Repairs and desugaring: what BPMN leaves implicit is written out, what a file got wrong harmlessly is put right.

Implicit ends and splits need nothing here: a token ends where no flow leaves, and takes every flow that may be taken.
"""

from engine.bpmn.activity import Activity
from engine.bpmn.elements import Document, Element, Flow, Scope
from engine.errors import Finding


def normalise(document: Document) -> None:
    """Changes the graph in place; every repair that a person should know of is noted as a hint or warning."""
    for process in document.processes:
        for scope in process.scopes():
            _drop_dangling_flows(document, scope)
            _connect_links(scope)
            _invent_start(scope)
            _flatten_if_empty(scope)
            _drop_dangling_default(document, scope)


def _drop_dangling_flows(document: Document, scope: Scope) -> None:
    """A flow whose end is not in this scope can never be taken."""
    kept = []
    for flow in scope.flows:
        if flow.source in scope.elements and flow.target in scope.elements:
            kept.append(flow)
        else:
            document.problems.append(
                Finding(
                    code="flow-dangling", severity="error", element_id=flow.id, element_name=flow.name, line=flow.line
                )
            )
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


def _invent_start(scope: Scope) -> None:
    """A scope without a start event begins at every element that nothing leads to."""
    if scope.kind == "adHocSubProcess" or any(each.kind == "startEvent" for each in scope.elements.values()):
        return
    incoming = scope.incoming()
    roots = [each.id for each in scope.elements.values() if each.id not in incoming and _may_begin(each)]
    if not roots:
        return
    start = f"{scope.id}__start"
    scope.elements[start] = Element(
        id=start, kind="startEvent", activity=Activity(id=start, kind="startEvent", scope=scope.id), invented=True
    )
    scope.flows.extend(Flow(id=f"{start}__{root}", source=start, target=root) for root in roots)


def _may_begin(element: Element) -> bool:
    return (
        element.kind != "boundaryEvent"
        and not element.triggered_by_event
        and not element.for_compensation
        and not (element.link and element.kind == "intermediateCatchEvent")
    )


def _flatten_if_empty(scope: Scope) -> None:
    """A sub-process with nothing inside is a task that does nothing."""
    for element in scope.elements.values():
        empty = element.inner is not None and not element.inner.elements
        if empty and element.kind == "subProcess" and not element.triggered_by_event:
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
