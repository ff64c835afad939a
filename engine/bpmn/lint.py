"""Modelling rules applied to the graph: findings with stable codes, of which errors refuse the model.

What we do not run right is refused here, so that nothing is silently executed as something else. A new rule is one
function in `rules/` and its place in one of the two lists below.
"""

from collections.abc import Callable, Iterator

from engine.bpmn.elements import Document, Element
from engine.bpmn.rules import compensation, events, flows, work
from engine.bpmn.rules.place import Place
from engine.errors import Finding

_ORDER = {"error": 0, "warning": 1, "hint": 2}
ELEMENT_RULES: tuple[Callable[[Place, Element], Iterator[Finding]], ...] = (
    work.unsupported_elements,
    events.event_definitions,
    events.references,
    events.correlation,
    events.timer_texts,
    work.work_definitions,
    work.calls,
    work.mappings,
    work.loops,
    events.boundary_events,
    events.interrupting_errors,
    flows.flow_ends,
    flows.conditions,
    events.event_gateways,
    compensation.handlers,
    compensation.compensation_events,
    compensation.throws,
    compensation.cancelling,
)
SCOPE_RULES: tuple[Callable[[Place], Iterator[Finding]], ...] = (
    flows.starts,
    flows.inclusive_joins,
    flows.links,
    flows.unreachable,
)


def check(document: Document) -> list[Finding]:
    """Every finding of every rule: errors first, then in the order of the file."""
    findings = list(document.problems)
    if not any(process.executable for process in document.processes):
        findings.append(Finding(code="process-missing", severity="error"))
    for place in _places(document):
        if not place.process.executable:
            findings.extend(flows.not_executable(place))
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
        around = {
            element.id: scope
            for scope in process.scopes()
            for element in scope.elements.values()
            if element.inner is not None
        }
        for scope in process.scopes():
            yield Place(
                process=process,
                scope=scope,
                outgoing=scope.outgoing(),
                incoming=scope.incoming(),
                is_event_sub_process=scope.id in event_sub_processes,
                around=around.get(scope.id),
            )
