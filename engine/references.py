"""What a package's models name must exist, once: forms and their fields, decisions, groups, processes, connectors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

import forms
from engine import bpmn, catalogue, decision_files, form_references
from engine.connectors import CONNECTORS
from engine.errors import Finding
from engine.models import DecisionDefinition, FormDefinition, Group, ProcessDefinition
from engine.packages import Package


@dataclass(kw_only=True)
class Known:
    """The keys that can be named."""

    forms: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    processes: set[str] = field(default_factory=set)


def in_service(session: Session) -> Known:
    """What is in service already."""
    return Known(
        forms=set(session.exec(select(FormDefinition.key))),
        decisions=set(session.exec(select(DecisionDefinition.key))),
        groups=set(session.exec(select(Group.key))),
        processes=set(session.exec(select(ProcessDefinition.key))),
    )


def check(package: Package, known: Known | None = None) -> list[tuple[str, Finding]]:
    """Every name in the package's models that neither the package nor `known` has; the models must be sound."""
    known = known or Known()
    models = {path: bpmn.read(xml) for path, xml in package.models.items()}
    known.forms |= {str(schema["id"]) for schema in package.forms.values()}
    decisions = {path: set(model.decisions) for path, model in decision_files.load_all(package.decisions).items()}
    known.decisions |= {key for keys in decisions.values() for key in keys}
    known.groups |= {group.key for group in package.groups}
    known.processes |= {key for model in models.values() for key in model.processes}
    found = [(path, finding) for path, model in models.items() for finding in _of_model(model, package, known)]
    for path, schema in package.forms.items():
        found += [(path, finding) for finding in form_references.check(schema, known.decisions, known.groups)]
    return found + list(_twice(package, models, decisions))


def _twice(
    package: Package, models: Mapping[str, bpmn.Model], decisions: Mapping[str, set[str]]
) -> Iterator[tuple[str, Finding]]:
    """Keys that two files give to their processes, forms or decisions; inside one file its own checks find them."""
    written = [(path, "process", key) for path, model in models.items() for key in model.processes]
    written += [(path, "form", str(schema["id"])) for path, schema in package.forms.items()]
    for path, model in models.items():
        drawn = (str(schema["id"]) for process in model.processes.values() for schema in process.forms)
        written += [(path, "form", key) for key in drawn]
    written += [(path, "decision", key) for path, keys in decisions.items() for key in keys]
    seen: set[tuple[str, str]] = set()
    for path, kind, key in written:
        if (kind, key) in seen:
            yield path, Finding(code="duplicate-id", severity="error", element_id=key, params={"id": key})
        seen.add((kind, key))


def _of_model(model: bpmn.Model, package: Package, known: Known) -> Iterator[Finding]:
    # A form of another engine is told of already, with a word of its own.
    foreign = {finding.element_id for finding in model.findings if finding.code == "form-foreign"}
    for process in model.processes.values():
        drawn = known.forms | {str(schema["id"]) for schema in process.forms}
        yield from _nobody_begins(process)
        for schema in _asked_in_public(process, package):
            yield from form_references.check_public(schema)
        for activity in process.activities.values():
            if activity.form is not None and activity.form.id not in drawn and activity.id not in foreign:
                yield _finding("form-unknown", "error", activity, form=activity.form.id)
            yield from _field_rules(activity, [*package.forms.values(), *process.forms])
            yield from _of_activity(activity, known)


def _of_activity(activity: bpmn.Activity, known: Known) -> Iterator[Finding]:
    decision, called, job = activity.decision, activity.called, activity.job
    if decision is not None and not decision.id.startswith("=") and decision.id not in known.decisions:
        yield _finding("decision-unknown", "error", activity, decision=decision.id)
    if called is not None and not called.id.startswith("=") and called.id not in known.processes:
        yield _finding("callee-unknown", "warning", activity, process=called.id)
    if job is not None and not job.type.startswith("=") and job.type not in CONNECTORS:
        yield _finding("connector-unknown", "warning", activity, connector=job.type)
    for group in _groups(activity):
        if group not in known.groups:
            yield _finding("group-unknown", "warning", activity, group=group)


def _nobody_begins(process: bpmn.ProcessModel) -> Iterator[Finding]:
    """What the token game can do and this product offers nobody a way to: it would wait for ever, without a word."""
    for start in process.starts:
        if start.kind == "conditional":
            yield _finding("start-by-condition", "error", process.activities[start.element_id])


def _asked_in_public(process: bpmn.ProcessModel, package: Package) -> Iterator[Mapping[str, Any]]:
    """The forms of the package that people without a login fill in: to start, and on receipt pages."""
    public = any(each.get("public") == "true" for each in process.extension.get("starters", ()))
    keys = {start.form.id for start in process.starts if public and start.form}
    for activity in process.activities.values():
        keys |= {each.get("formId", "") for each in activity.extension.get("publicForm", ())}
    yield from (schema for schema in package.forms.values() if schema["id"] in keys)


def _groups(activity: bpmn.Activity) -> list[str]:
    said = activity.assignment.candidate_groups or ""
    return [] if said.startswith("=") else [name.strip() for name in said.split(",") if name.strip()]


def _field_rules(activity: bpmn.Activity, schemas: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Field rights name fields that the form has, and what may be done with them."""
    rules = {rule.get("key", ""): rule.get("mode", "") for rule in activity.extension.get("fieldRule", ())}
    schema = next((each for each in schemas if activity.form and each.get("id") == activity.form.id), None)
    if not rules or schema is None:
        return
    for found in forms.load(schema, evaluate=catalogue.FORM_LANGUAGE).examine_rights(rules):
        key, right = str(found.params["key"]), str(found.params["right"])
        if found.severity == "error":
            yield _finding("field-rule-unknown", "error", activity, field=key, mode=right)
        else:
            yield _finding(found.code, found.severity, activity, key=key, right=right)


def _finding(code: str, severity: str, activity: bpmn.Activity, **params: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        element_id=activity.id,
        element_name=activity.name,
        line=activity.line,
        params=params,
    )
