"""A BPMN file becomes a Model that all instances and threads share; nothing changes it after `read`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import document, lint, repair
from engine.bpmn.activity import Activity, Attributes, FormBinding, Timer
from engine.bpmn.build import build
from engine.bpmn.elements import Document, Process
from engine.bpmn.normalise import normalise
from engine.bpmn.process_spec import ProcessSpec
from engine.bpmn.translation.texts import translate
from engine.errors import Finding, ModelRefused


@dataclass(frozen=True, kw_only=True)
class Start:
    """One way to start a process; an event with several triggers is as many ways.

    kind: "none", "message", "timer", "signal" or "conditional", whose `condition` is a FEEL text.
    """

    element_id: str
    kind: str = "none"
    name: str = ""
    form: FormBinding | None = None
    message_name: str | None = None
    signal_name: str | None = None
    timer: Timer | None = None
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProcessModel:
    """One process of a file: what callers ask about, and the specifications its instances run on.

    activities: every flow node by id, those inside sub-processes included.
    extension: children of the process tag in the bihuan: namespace, e.g. "case", "starters", as attribute lists.
    element_names: names of all flow nodes and sequence flows that have one.
    """

    id: str
    name: str
    version_tag: str | None
    activities: Mapping[str, Activity]
    starts: tuple[Start, ...]
    extension: Mapping[str, tuple[Attributes, ...]]
    element_names: Mapping[str, str]
    spec: ProcessSpec = field(repr=False)
    inner_specs: Mapping[str, ProcessSpec] = field(repr=False)

    @property
    def forms(self) -> tuple[Mapping[str, Any], ...]:
        """The forms (form-js) that were generated from fields which stand in the diagram."""
        bindings = (activity.form for activity in self.activities.values())
        return tuple(form.schema for form in bindings if form is not None and form.schema is not None)


@dataclass(frozen=True, kw_only=True)
class Model:
    """All executable processes of one file. `key` is the id of the first one."""

    key: str
    processes: Mapping[str, ProcessModel]
    findings: tuple[Finding, ...] = ()

    def expressions(self) -> Iterator[tuple[str, str]]:
        """(element id, FEEL text without "=") of every expression in the file, for a check of the language."""
        for process in self.processes.values():
            scopes: tuple[ProcessSpec, ...] = (process.spec, *process.inner_specs.values())
            for scope in scopes:
                yield from scope.texts


def read(xml: bytes) -> Model:
    """Reads, repairs, checks and builds; raises ModelRefused, with every finding, for what would not run as drawn."""
    found, findings = _examine(xml)
    if any(finding.severity == "error" for finding in findings):
        raise ModelRefused(findings)
    processes = {each.id: _process_model(each) for each in found.processes if each.executable}
    return Model(key=next(iter(processes)), processes=processes, findings=tuple(findings))


def check(xml: bytes) -> list[Finding]:
    """All findings: errors, warnings, hints. Bad models are findings, never exceptions."""
    try:
        return _examine(xml)[1]
    except ModelRefused as refused:
        return list(refused.findings)


def _examine(xml: bytes) -> tuple[Document, list[Finding]]:
    root, remarks = repair.parse(xml)
    found = document.read(root)
    found.problems.extend(remarks)
    normalise(found)
    translate(found)
    return found, lint.check(found)


def _process_model(process: Process) -> ProcessModel:
    specs = build(process)
    elements = [element for scope in process.scopes() for element in scope.elements.values()]
    flows = [flow for scope in process.scopes() for flow in scope.flows]
    names = [(each.id, each.name) for each in elements] + [(each.id, each.name) for each in flows]
    return ProcessModel(
        id=process.id,
        name=process.name or process.id,
        version_tag=process.version_tag,
        activities={each.id: each.activity for each in elements if not each.invented},
        starts=tuple(
            _start(trigger)
            for each in process.elements.values()
            if each.kind == "startEvent"
            for trigger in each.activity.definitions
        ),
        extension=process.extension,
        element_names={element_id: name for element_id, name in names if name},
        spec=specs.pop(process.id),
        inner_specs=specs,
    )


def _start(activity: Activity) -> Start:
    return Start(
        element_id=activity.id,
        kind=activity.event or "none",
        name=activity.name,
        form=activity.form,
        message_name=activity.message.name if activity.message is not None else None,
        signal_name=activity.signal,
        timer=activity.timer,
        condition=activity.condition,
    )
