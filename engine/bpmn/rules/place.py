"""What a modelling rule looks at, and how it says what it found."""

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements import Element, Flow, Process, Scope
from engine.errors import Finding

OTHER_LANGUAGES = ("${", "#{")  # how expressions begin that are not FEEL


@dataclass(frozen=True, kw_only=True)
class Place:
    """A scope with its flows sorted, as the rules look at it."""

    process: Process
    scope: Scope
    outgoing: dict[str, list[Flow]]
    incoming: dict[str, list[Flow]]
    is_event_sub_process: bool
    around: Scope | None = None  # the scope that this sub-process stands in


def error(element: Element, code: str, **params: Any) -> Finding:
    """A finding that refuses the model."""
    return _finding(element, "error", code, params)


def warning(element: Element, code: str, **params: Any) -> Finding:
    """A finding that asks for a word."""
    return _finding(element, "warning", code, params)


def hint(element: Element, code: str, **params: Any) -> Finding:
    """A finding that is advice."""
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


def told(scope: Scope, flow: Flow) -> dict[str, str]:
    """How a finding names a flow: by its own name where it has one, else by what it connects."""
    ends = {"source": flow.source, "target": flow.target}
    names = {end: scope.elements[element].name for end, element in ends.items() if element in scope.elements}
    return {
        "flow": flow.id,
        "flow_name": flow.name,
        **{end: names.get(end) or element for end, element in ends.items()},
    }


def scope_finding(place: Place, severity: str, code: str) -> Finding:
    """A finding on a process or sub-process as a whole."""
    name = place.process.name if place.scope is place.process else ""
    return Finding(code=code, severity=severity, element_id=place.scope.id, element_name=name, line=place.scope.line)


def throws(element: Element) -> bool:
    """Whether an event is one that throws."""
    return element.kind in ("endEvent", "intermediateThrowEvent")
