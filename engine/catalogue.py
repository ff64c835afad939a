"""What was deployed, read once per process and kept: everything here is immutable and found by its id."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

import forms
from engine import bpmn, clock, decision_files, dmn, feel
from engine.errors import NotFound
from engine.feel.json import to_json
from engine.models import DecisionDefinition, Deployment, FormDefinition, ProcessDefinition, ProcessInstance

KEPT = 512

Value = TypeVar("Value")


class _Kept(Generic[Value]):
    """The last few hundred values by id; threads may both build one, the first stays."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Value] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        with self._lock:
            if len(self._values) >= KEPT:
                self._values.pop(next(iter(self._values)))
            return self._values.setdefault(key, value)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A process definition with its parsed model and the texts of its package."""

    id: UUID
    key: str
    version: int
    name: str
    package: str
    deployment_id: UUID
    model: bpmn.Model
    texts: Mapping[str, Any]

    @property
    def process(self) -> bpmn.ProcessModel:
        """The process that this definition starts."""
        return self.model.processes[self.key]

    def activity(self, element_id: str) -> bpmn.Activity | None:
        """What is drawn under this id, in the process itself or in another one of its file that it calls."""
        for process in (self.process, *self.model.processes.values()):
            if element_id in process.activities:
                return process.activities[element_id]
        return None

    def element_name(self, element_id: str, locale: str) -> str:
        """The name of an element in a language; the drawn one where there is no translation."""
        names = self.texts.get(locale, {}).get("elements", {})
        activity = self.activity(element_id)
        return str(names.get(element_id) or (activity.name if activity else "") or element_id)

    def text(self, locale: str, section: str, name: str, default: str = "") -> str:
        """A text of the package, e.g. the section "stages" and the id of an element."""
        return str(self.texts.get(locale, {}).get(section, {}).get(name) or default)

    def title(self, locale: str) -> str:
        """The name of the process in a language."""
        return self._about(locale, "name") or self.name or self.key

    def description(self, locale: str) -> str:
        """What the process is for, in a language; empty where the package says nothing."""
        return self._about(locale, "description")

    def _about(self, locale: str, name: str) -> str:
        """The section [process], or where the package has several processes [process.<key>] of this one."""
        section = self.texts.get(locale, {}).get("process", {})
        return str(section.get(self.key, section).get(name) or "")


_definitions: _Kept[Definition] = _Kept()
_forms: _Kept[forms.Form] = _Kept()
_decisions: _Kept[dmn.DecisionModel] = _Kept()


def definition(session: Session, definition_id: UUID) -> Definition:
    """One process definition, ready to run."""
    return _definitions.get(definition_id) or _definitions.put(definition_id, _load(session, definition_id))


def _load(session: Session, definition_id: UUID) -> Definition:
    found = session.exec(
        select(ProcessDefinition, Deployment)
        .join(Deployment, col(Deployment.id) == col(ProcessDefinition.deployment_id))
        .where(col(ProcessDefinition.id) == definition_id)
    ).first()
    if found is None:
        raise NotFound(kind="process definition", id=str(definition_id))
    row, deployment = found
    return Definition(
        id=row.id,
        key=row.key,
        version=row.version,
        name=row.name,
        package=deployment.package,
        deployment_id=deployment.id,
        model=bpmn.read(row.xml),
        texts=deployment.texts,
    )


def of_instance(session: Session, instance_id: UUID) -> Definition:
    """The definition that an instance runs on."""
    found = session.exec(select(ProcessInstance.definition_id).where(ProcessInstance.id == instance_id)).first()
    if found is None:
        raise NotFound(kind="instance", id=str(instance_id))
    return definition(session, found)


def form(
    session: Session, form_id: UUID, rights: Mapping[str, str] | None = None, *, personal: bool = True
) -> forms.Form:
    """One form, compiled; under the field rights of a step where there are any.

    `personal` says whether whoever looks may see personal fields that the step does not name.
    """
    if not rights and personal:
        return _forms.get(form_id) or _forms.put(form_id, _load_form(session, form_id))
    key = (form_id, personal, *sorted((rights or {}).items()))
    return _forms.get(key) or _forms.put(key, _restricted(form(session, form_id), rights or {}, personal))


def form_without_personal(session: Session, form_id: UUID, named: frozenset[str]) -> forms.Form:
    """One form as it is drawn, without the personal fields that are not among those named."""
    key = (form_id, "without personal", named)
    return _forms.get(key) or _forms.put(key, _without_personal(form(session, form_id), named))


def _without_personal(whole: forms.Form, named: frozenset[str]) -> forms.Form:
    unnamed = whole.without_personal(dict.fromkeys(named, "editable")).keys() - named
    return whole.restrict(dict.fromkeys(unnamed, "hidden")) if unnamed else whole


def _restricted(whole: forms.Form, rights: Mapping[str, str], personal: bool) -> forms.Form:
    rules = rights if personal else whole.without_personal(rights)
    return whole.restrict(rules) if rules else whole


def _load_form(session: Session, form_id: UUID) -> forms.Form:
    row = session.get(FormDefinition, form_id)
    if row is None:
        raise NotFound(kind="form", id=str(form_id))
    return forms.load(row.form_schema, evaluate=FORM_LANGUAGE)


def decision(session: Session, decision_row_id: UUID) -> dmn.DecisionModel:
    """One decision file with what it imports, compiled."""
    return _decisions.get(decision_row_id) or _decisions.put(decision_row_id, _load_decision(session, decision_row_id))


def _load_decision(session: Session, decision_row_id: UUID) -> dmn.DecisionModel:
    row = session.get(DecisionDefinition, decision_row_id)
    if row is None:
        raise NotFound(kind="decision", id=str(decision_row_id))
    return decision_files.load(row.xml, row.imports)


class FormLanguage:
    """FEEL as forms use it: an error is null, as in the browser."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The value of an expression as JSON."""
        try:
            return to_json(feel.evaluate(text, variables, policy=feel.Policy.NULL, now=clock.now()))
        except feel.FeelError as error:  # no FEEL at all, or over its limits; forms know only ValueError
            raise ValueError(error.code) from error

    def unary(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The result of a unary test whose input is null; None when unknown, which hides a field as in form-js."""
        try:
            return feel.unary(text, None, variables, policy=feel.Policy.NULL, now=clock.now())
        except feel.FeelError as error:  # as above; such a condition hides nothing
            raise ValueError(error.code) from error


FORM_LANGUAGE = FormLanguage()
