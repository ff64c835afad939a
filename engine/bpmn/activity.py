"""What a diagram says about one element, in neutral values that no longer show which dialect wrote them.

Texts are kept raw: one that begins with "=" is FEEL, any other is meant literally.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Attributes = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FormBinding:
    """Which form a person fills in at a user task or start event.

    `schema` is the form itself (form-js) where it was generated from fields that stand in the diagram.
    """

    id: str
    binding: str = "latest"  # "latest" | "deployment" | "versionTag"
    version_tag: str | None = None
    schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who gets a user task; groups and users are comma lists or FEEL lists."""

    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a user task is due, and when it should be looked at again."""

    due_date: str | None = None
    follow_up_date: str | None = None


@dataclass(frozen=True, kw_only=True)
class JobDefinition:
    """Work done by software: the connector type, its retries, its fixed parameters."""

    type: str
    retries: str | None = None
    headers: Attributes = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VariableMapping:
    """One input or output mapping: the value of `source` becomes the variable `target` (dots reach inside)."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class CalledDecision:
    """The decision a business rule task asks, and the variable its answer goes to.

    shape: "value" as DMN says; "singleEntry", "singleResult", "collectEntries", "resultList" as Camunda 7 maps the
    matched rules; "outputs": each output column becomes a variable of its own.
    """

    id: str
    result_variable: str
    binding: str = "latest"
    version_tag: str | None = None
    shape: str = "value"


@dataclass(frozen=True, kw_only=True)
class CalledProcess:
    """The process a call activity runs, in which version, and what crosses beside the mappings.

    binding: "latest", "deployment", "versionTag" (see `version_tag`) or "version" (see `version`).
    all_in, all_out: whether every variable of the caller is seen by the called process, and the other way round.
    business_key: the number the called instance gets; None: one of its own.
    out_on_failure: whether what it has so far is handed out, too, when an error or escalation leaves it.
    """

    id: str
    binding: str = "latest"
    version_tag: str | None = None
    version: str | None = None
    all_in: bool = True
    all_out: bool = True
    business_key: str | None = None
    out_on_failure: bool = False


@dataclass(frozen=True, kw_only=True)
class Script:
    """A FEEL expression and the variable its value goes to."""

    expression: str
    result_variable: str


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Multi-instance: once for each item of a collection, or a fixed number of times."""

    sequential: bool = False
    input_collection: str | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    cardinality: str | None = None


@dataclass(frozen=True, kw_only=True)
class StandardLoop:
    """Again and again while `condition` holds, `maximum` times at most; `test_before` asks before the first, too."""

    test_before: bool = False
    maximum: str | None = None
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class AdHoc:
    """How the elements of an ad-hoc sub-process are begun and when it is done.

    active_elements: the list of element ids to begin with; None: people choose.
    """

    active_elements: str | None = None
    completion_condition: str | None = None
    sequential: bool = False
    cancel_remaining: bool = True


@dataclass(frozen=True, kw_only=True)
class MessageRef:
    """A message by name, and the expression of the value that finds the one instance it is for."""

    name: str
    correlation_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Timer:
    """A timer as written: kind "date", "duration" or "cycle", and an ISO 8601 text or FEEL."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One element of the diagram that people or the engine will ask about, of any kind.

    `kind` is the BPMN local name: "userTask", "serviceTask", "exclusiveGateway", "boundaryEvent" …
    `event` is the event definition's kind for events: "timer", "message", "error" … or None; "multiple" where there
    are several: `triggers` then has this activity once for each, and `parallel_multiple` says that all must happen.
    `terminates_all` says of a terminate end event that it ends the whole instance and not only its scope.
    `compensates` is the activity that a throwing compensation event undoes; None: all of its scope.
    `caught` names the variable that an error's or escalation's "code" goes to where it is caught.
    `extension` holds the children of the bihuan: namespace by local name, each as its list of attributes.
    """

    id: str
    name: str = ""
    kind: str = "task"
    event: str | None = None
    form: FormBinding | None = None
    assignment: Assignment = Assignment()
    schedule: Schedule = Schedule()
    priority: str | None = None
    job: JobDefinition | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    decision: CalledDecision | None = None
    called: CalledProcess | None = None
    script: Script | None = None
    loop: Loop | None = None
    standard_loop: StandardLoop | None = None
    ad_hoc: AdHoc | None = None
    message: MessageRef | None = None
    signal: str | None = None
    error_code: str | None = None
    escalation_code: str | None = None
    timer: Timer | None = None
    condition: str | None = None
    compensates: str | None = None
    wait_for_completion: bool = True
    terminates_all: bool = False
    triggers: "tuple[Activity, ...]" = ()
    parallel_multiple: bool = False
    attached_to: str | None = None
    interrupting: bool = True
    caught: Attributes = field(default_factory=dict)
    properties: Attributes = field(default_factory=dict)
    extension: Mapping[str, tuple[Attributes, ...]] = field(default_factory=dict)
    documentation: str = ""
    lane: str | None = None
    scope: str = ""  # id of the process or sub-process that contains it
    line: int = 0

    @property
    def definitions(self) -> "tuple[Activity, ...]":
        """Each trigger by itself: `triggers` where there are several, else this activity."""
        return self.triggers or (self,)
