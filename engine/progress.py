"""Where an instance stands and how it got there: states on the diagram, timeline, variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue, history, interpreter, personal
from engine.answers import form_to_read
from engine.catalogue import Definition
from engine.identity import Actor
from engine.sources import FormSources
from forms import DisplayRow


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A small mark on an element: how many tokens wait there, or that something is stuck."""

    kind: str  # "run" or "bad"
    text: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the diagram shows: element id → "done", "active" or "incident"; flows taken; badges; names in a language."""

    nodes: Mapping[str, str]
    flows: Sequence[str]
    badges: Mapping[str, Badge]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class VariableRow:
    """One process variable, its value as JSON-able data."""

    name: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """One thing that happened, for people; `kind` is the fact's, pages turn it into words.

    `form` is what was submitted, as it looked; `details` what else is worth telling (reason, error, due date …).
    """

    id: int
    at: datetime
    kind: str
    element_id: str
    element_name: str
    actor_kind: str
    actor_name: str
    task_id: UUID | None
    details: Mapping[str, Any] = field(default_factory=dict)
    form: tuple[DisplayRow, ...] = ()


_WAITING = text(
    "SELECT element_id, count(*) AS tokens FROM ("
    "SELECT element_id FROM user_task WHERE instance_id = :id AND state = 'open' "
    "UNION ALL SELECT element_id FROM job WHERE instance_id = :id AND state IN ('available', 'running') "
    "UNION ALL SELECT element_id FROM timer WHERE instance_id = :id "
    "UNION ALL SELECT element_id FROM subscription WHERE instance_id = :id) w GROUP BY element_id"
)
_STUCK = text("SELECT DISTINCT element_id FROM incident WHERE instance_id = :id AND state = 'open'")
_NAMES = text("SELECT id, COALESCE(names ->> :locale, name) AS name FROM person WHERE id = ANY(:ids)")

CHANGES_VERSION = ("instance.migrated", "instance.migration_undone")
MOVED = frozenset({"ended", "begun", "opened"})
NOT_FOR_PEOPLE = frozenset({"answers", "form", "steps", "before", "forms"})
"""Data of facts that pages show in another way, or that only an undo needs."""


def progress(session: Session, actor: Actor, instance_id: UUID, locale: str) -> Progress:
    """The state of every element and flow of the instance's diagram."""
    authz.require_instance(session, actor, instance_id)
    definition = catalogue.of_instance(session, instance_id)
    nodes: dict[str, str] = {}
    flows: dict[str, None] = {}
    for fact in history.of_instance(session, instance_id):
        if fact.kind in CHANGES_VERSION:
            renamed = fact.data["mapping"]
            nodes = {renamed.get(element_id, element_id): state for element_id, state in nodes.items()}
            flows = {renamed.get(flow_id, flow_id): None for flow_id in flows}
        for kind, element_id, taken, *called in (fact.data or {}).get("steps", ()):
            if kind == "completed" and not called:
                nodes[element_id] = "done"
                flows.update(dict.fromkeys(taken))
    nodes = {element_id: state for element_id, state in nodes.items() if definition.activity(element_id) is not None}
    badges = _mark_waiting(session, instance_id, definition, nodes)
    names = definition.texts.get(locale, {}).get("elements", {})
    return Progress(nodes=nodes, flows=list(flows), badges=badges, names=dict(names))


def _mark_waiting(
    session: Session, instance_id: UUID, definition: Definition, nodes: dict[str, str]
) -> dict[str, Badge]:
    badges = {}
    for row in session.execute(_WAITING, {"id": instance_id}):
        activity = definition.activity(row.element_id)
        if activity is not None and activity.kind == "boundaryEvent":
            # It only listens; marking it would hide that work goes on at its activity.
            continue
        nodes[row.element_id] = "active"
        badges[row.element_id] = Badge(kind="run", text=str(row.tokens))
    for row in session.execute(_STUCK, {"id": instance_id}):
        nodes[row.element_id] = "incident"
        badges[row.element_id] = Badge(kind="bad", text="!")
    return badges


def variables(session: Session, actor: Actor, instance_id: UUID) -> list[VariableRow]:
    """The process variables, by name."""
    authz.require_instance(session, actor, instance_id)
    instance = interpreter.read(session, instance_id)
    values = personal.shown(session, actor, instance.definition, instance.run.variables())
    return [VariableRow(name=name, value=values[name]) for name in sorted(values)]


def timeline(session: Session, actor: Actor, instance_id: UUID, locale: str) -> list[TimelineRow]:
    """What happened, newest first."""
    authz.require_instance(session, actor, instance_id)
    definition = catalogue.of_instance(session, instance_id)
    facts = history.of_instance(session, instance_id)
    people = {fact.actor_id for fact in facts if fact.actor_id is not None}
    names = {row.id: row.name for row in session.execute(_NAMES, {"ids": list(people), "locale": locale})}
    shown = _Shown(session, actor, definition, locale)
    lines = []
    for fact in reversed(facts):
        lines.append(_told(shown, fact, names))
        if fact.kind in CHANGES_VERSION:  # what was before it happened on the version it came from
            shown = replace(shown, definition=catalogue.definition(session, UUID(fact.data["from"]["id"])))
    return lines


@dataclass(frozen=True)
class _Shown:
    """Who looks at an instance, and in which language."""

    session: Session
    actor: Actor
    definition: Definition
    locale: str

    def as_it_looked(self, fact: Row[Any]) -> tuple[DisplayRow, ...]:
        """What was submitted, without personal answers that the reader may not see."""
        data = dict(fact.data or {})
        if not data.get("form"):
            return ()
        drawn = self.definition.activity(fact.element_id) if fact.element_id else None
        form = form_to_read(self.session, UUID(data["form"]), drawn, self.actor)
        sources = FormSources(self.session, self.actor, self.locale, past=True)
        return form.display(dict(data.get("answers") or {}), self.locale, sources=sources)


def _details(definition: Definition, data: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What else is worth telling; tokens that were moved by the names of their elements."""
    found = {key: value for key, value in data.items() if key not in NOT_FOR_PEOPLE}
    for key in MOVED & found.keys():
        found[key] = [definition.element_name(element_id, locale) for _, element_id in found[key]]
    if "decisions" in found:
        found["decisions"] = [_decided(definition, record, locale) for record in found["decisions"]]
    return found


def _decided(definition: Definition, record: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """What was decided, with the names that the package gives its decisions in the language."""
    evaluations = [
        {**each, "name": definition.text(locale, "decisions", each["decision"], each["name"])}
        for each in record.get("evaluations", ())
    ]
    return {**record, "evaluations": evaluations}


def _told(shown: _Shown, fact: Row[Any], names: Mapping[UUID, str]) -> TimelineRow:
    definition, locale = shown.definition, shown.locale
    data = dict(fact.data or {})
    return TimelineRow(
        id=fact.id,
        at=fact.at,
        kind=fact.kind,
        element_id=fact.element_id,
        element_name=definition.element_name(fact.element_id, locale) if fact.element_id else "",
        actor_kind=fact.actor_kind,
        actor_name=names.get(fact.actor_id, ""),
        task_id=fact.task_id,
        details=_details(definition, data, locale),
        form=shown.as_it_looked(fact),
    )
