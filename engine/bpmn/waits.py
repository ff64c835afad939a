"""Where an instance waits, what happened on its way there, and what it called out: the values a Run hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from engine.bpmn.activity import Activity


class Wait(NamedTuple):
    """One place where an instance waits now.

    A tuple, because a frozen dataclass of so many fields costs four times as much to make, and a step makes all waits
    of an instance twice.

    kind: "user" (complete), "job" (complete_job, throw_error), "timer" (fire), "message" or "signal" (deliver);
    "choice" (choose, close): people begin elements of an ad-hoc sub-process; `choices` are those that can be begun;
    "condition": happens by itself as soon as variables make it true;
    "incident" (retry): an automatic step failed here, `code`, `message` and `parameters` say how, and the rest
    went on.
    scope_ids: element ids of the enclosing sub-processes, call activities and multi-instances, outermost first.
    process_id, reference, activity: the process that the element is drawn in, which is another one behind a call
    activity (`reference` is then what its resolver called it, "" for the same file), and what is drawn there.
    due_at: when a timer is due (aware, UTC); cycle: the repetition as written, None for a timer that fires once.
    name: message or signal name, job type; correlation_key: its evaluated value.
    local: variables that only this token has (input mappings, multi-instance element and counter).
    attached_to, host_token_id, interrupting: for an event on the border of an activity.
    gateway_token_id: the event-based gateway this event stands behind.
    """

    token_id: str
    element_id: str
    kind: str
    scope_ids: tuple[str, ...] = ()
    due_at: datetime | None = None
    cycle: str | None = None
    name: str | None = None
    correlation_key: Any = None
    local: Mapping[str, Any] = MappingProxyType({})
    attached_to: str | None = None
    host_token_id: str | None = None
    interrupting: bool = True
    gateway_token_id: str | None = None
    choices: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    parameters: Mapping[str, Any] = MappingProxyType({})
    process_id: str = ""
    reference: str = ""
    activity: Activity = Activity(id="")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened to one token, in order of happening.

    kind: "entered", "completed" (flow_ids = sequence flows taken), "cancelled", "failed" (now an incident).
    scope_ids, process_id: as in Wait; the same element id may stand in a called process, too.
    """

    element_id: str
    kind: str
    token_id: str
    flow_ids: tuple[str, ...] = ()
    scope_ids: tuple[str, ...] = ()
    process_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Thrown:
    """A signal or escalation thrown by this instance; inside the instance it has been delivered already."""

    kind: str
    name: str
    element_id: str
    variables: Mapping[str, Any]
