"""A diagram as a graph of scopes, elements and flows: to be repaired, judged, and built into a specification."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.activity import Activity, JobDefinition
from engine.errors import Finding

ACTIVITIES = frozenset(
    {
        "task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask",
        "callActivity", "subProcess", "transaction", "adHocSubProcess",
    }
)  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(frozen=True, kw_only=True)
class Source:
    """A script or computation in the language of its file; `instead` does the work where it cannot be translated."""

    text: str
    language: str = ""
    result_variable: str | None = None
    instead: JobDefinition | None = None


@dataclass(kw_only=True)
class Flow:
    """A sequence flow; `condition` is its raw text, `language` what it says it is written in."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    language: str = ""
    line: int = 0


@dataclass(kw_only=True)
class Element:
    """One flow node with what the graph needs to know about it; what it means stands in `activity`."""

    id: str
    kind: str
    activity: Activity
    line: int = 0
    events: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    triggered_by_event: bool = False
    for_compensation: bool = False
    associated: tuple[str, ...] = ()
    handler: str | None = None
    link: str | None = None
    missing_reference: str | None = None
    unsupported: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    source: Source | None = None
    before: Source | None = None
    after: Source | None = None
    invented: bool = False
    inner: "Scope | None" = None

    @property
    def name(self) -> str:
        return self.activity.name


@dataclass(kw_only=True)
class Scope:
    """A process or embedded sub-process: its own elements and flows, not those of scopes inside it."""

    id: str
    kind: str = "process"
    line: int = 0
    elements: dict[str, Element] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def outgoing(self) -> dict[str, list[Flow]]:
        """Flows by the element they leave, in document order."""
        return _grouped(self.flows, "source")

    def incoming(self) -> dict[str, list[Flow]]:
        """Flows by the element they enter, in document order."""
        return _grouped(self.flows, "target")

    def boundary_events(self) -> dict[str, list[Element]]:
        """Boundary events by the activity they are attached to."""
        attached: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.attached_to is not None:
                attached.setdefault(element.attached_to, []).append(element)
        return attached

    def scopes(self) -> Iterator["Scope"]:
        """This scope and every scope inside it, outer before inner."""
        pending = [self]
        while pending:
            scope = pending.pop()
            yield scope
            pending.extend(element.inner for element in scope.elements.values() if element.inner is not None)


@dataclass(kw_only=True)
class Process(Scope):
    """A process with what stands on its own tag."""

    name: str = ""
    executable: bool = True
    version_tag: str | None = None
    extension: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Document:
    """All processes of one file; `problems` are the findings of reading and repairing it.

    `language` is what expressions that do not say otherwise are written in: "feel", "python", "groovy", "" unknown.
    `ordered_choices`: the ways out of a choice are tried in the order of the file, as Camunda 7's family does.
    """

    processes: list[Process] = field(default_factory=list)
    language: str = ""
    ordered_choices: bool = False
    problems: list[Finding] = field(default_factory=list)


def may_begin(element: Element) -> bool:
    """Whether an element that nothing leads to can be the first of its scope."""
    return (
        element.kind != "boundaryEvent"
        and not element.triggered_by_event
        and not element.for_compensation
        and not (element.link and element.kind == "intermediateCatchEvent")
    )


def _grouped(flows: list[Flow], end: str) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = {}
    for flow in flows:
        groups.setdefault(getattr(flow, end), []).append(flow)
    return groups
