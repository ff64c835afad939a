"""Deployments: check a package, put it into service, and say what is in service."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import Session, col, select

import forms
from engine import (
    authz,
    bpmn,
    browser_feel,
    catalogue,
    clock,
    decision_files,
    dmn,
    feel,
    history,
    references,
    start_timers,
    text_references,
    variable_names,
)
from engine.errors import Finding, ModelRefused, NotFound
from engine.history import Fact
from engine.identity import Actor
from engine.models import DecisionDefinition, DefinitionState, Deployment, FormDefinition, Group, ProcessDefinition
from engine.packages import Package


@dataclass(frozen=True, kw_only=True)
class Startable:
    """A process that the actor may start."""

    definition_id: UUID
    key: str
    version: int
    name: str
    description: str
    has_form: bool


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    """One version of a process that was deployed."""

    id: UUID
    key: str
    version: int
    name: str
    state: str
    package: str
    deployed_at: datetime
    running: int


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A package in service, what the checks say of its files, as (path, finding), and its new process versions.

    Nothing is found and nothing new where it was there.
    """

    deployment: Deployment
    findings: tuple[tuple[str, Finding], ...] = ()
    processes: tuple[tuple[str, int], ...] = ()


def check(package: Package, known: references.Known | None = None) -> list[tuple[str, Finding]]:
    """Everything the checks find in a package's files, as (path, finding); errors refuse its deployment.

    `known` is what is in service already and may be named beside what the package holds.
    """
    found = [(path, finding) for path, xml in package.models.items() for finding in check_model(xml)]
    for path, schema in package.forms.items():
        found += [(path, finding) for finding in check_form(schema, tuple(package.texts))]
    for path, xml in package.decisions.items():
        others = decision_files.beside(package.decisions, path)
        found += [(path, finding) for finding in decision_files.check(xml, others)]
    if not any(finding.severity == "error" for _, finding in found):
        found += references.check(package, known)
        found += variable_names.check(package)
        found += text_references.check(package)
    return found


def check_model(xml: bytes) -> list[Finding]:
    """The findings of a BPMN file: its elements, and the language of its expressions."""
    found = bpmn.check(xml)
    if any(finding.severity == "error" for finding in found):
        return found
    model = bpmn.read(xml)
    return found + [
        _placed(model, finding)
        for element_id, expression in (*model.expressions(), *_of_cases(model), *_of_subjects(model))
        for finding in _check_expression(element_id, expression)
    ]


def _placed(model: bpmn.Model, finding: Finding) -> Finding:
    """The finding with the name and line of its element."""
    for process in model.processes.values():
        activity = process.activities.get(finding.element_id)
        if activity is not None:
            return replace(finding, element_name=activity.name, line=activity.line)
    return finding


def _of_cases(model: bpmn.Model) -> Iterator[tuple[str, str]]:
    """The expressions of <bihuan:case>, which the token game does not know."""
    for process in model.processes.values():
        for case in process.extension.get("case", ()):
            for said in (case.get("title", ""), case.get("promise", "")):
                if said.startswith("="):
                    yield process.id, said[1:]


def _of_subjects(model: bpmn.Model) -> Iterator[tuple[str, str]]:
    """The expressions of <bihuan:subject>, which the token game does not know either."""
    for process in model.processes.values():
        for activity in process.activities.values():
            for subject in activity.extension.get("subject", ()):
                if subject.get("expression", "").startswith("="):
                    yield activity.id, subject["expression"][1:]


def check_form(schema: Any, locales: Sequence[str] = ()) -> list[Finding]:
    """The findings of a form; `locales` are the languages whose texts it must have, beside those it has begun."""
    return [
        Finding(code=found.code, severity=found.severity, element_id=found.component_id, params=dict(found.params))
        for found in forms.check(schema, check_expression=_checked, locales=locales)
    ]


def _checked(text: str, *, unary: bool) -> forms.CheckedExpression:
    """What forms ask about a text: the names it reads, or what is wrong with it."""
    try:
        expression = feel.compile_unary(text) if unary else feel.compile_expression(text)
    except feel.FeelError as error:
        return forms.CheckedExpression(problem={"reason": str(error)})
    return forms.CheckedExpression(names=expression.names(), differs=browser_feel.differences(expression))


def _check_expression(element_id: str, expression: str) -> list[Finding]:
    try:
        feel.compile_expression(expression)
    except feel.FeelError as error:
        # The reason is English, for logs and terminals; another language is made of what it was made of.
        cause = {"template": feel.MESSAGES[error.code], "params": error.params, "position": error.position}
        params = {"expression": expression, "reason": str(error), "cause": cause}
        return [Finding(code="expression-syntax", severity="error", element_id=element_id, params=params)]
    return []


def deploy(session: Session, actor: Actor, package: Package) -> Deployment:
    """As `put_into_service`, for who does not ask what the checks say."""
    return put_into_service(session, actor, package).deployment


def put_into_service(session: Session, actor: Actor, package: Package) -> Deployed:
    """Put a package into service; what it already has unchanged in service is not made anew.

    Raises ModelRefused with all findings when any file would not run as drawn.
    """
    authz.require(actor, "deploy")
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('bihuan.deploy'))"))
    same = _in_service(session, package)
    if same is not None:
        return Deployed(deployment=same)
    found = check(package, references.in_service(session))
    if any(finding.severity == "error" for _, finding in found):
        raise ModelRefused([finding for _, finding in found])
    deployment = _made(session, actor, package)
    made = select(ProcessDefinition.key, ProcessDefinition.version).where(
        ProcessDefinition.deployment_id == deployment.id
    )
    return Deployed(deployment=deployment, findings=tuple(found), processes=tuple(sorted(session.exec(made).all())))


def _made(session: Session, actor: Actor, package: Package) -> Deployment:
    deployment = Deployment(
        package=package.key,
        version=package.version,
        name=package.name,
        digest=package.digest,
        texts={locale: dict(texts) for locale, texts in package.texts.items()},
        deployed_at=clock.now(),
        deployed_by=actor.person_id,
    )
    session.add(deployment)
    session.flush()
    for path, model in decision_files.load_all(package.decisions).items():
        _add_decisions(session, deployment, package.decisions[path], model)
    for schema in package.forms.values():
        _add_form(session, deployment, schema)
    for xml in package.models.values():
        _add_processes(session, deployment, xml)
    _add_groups(session, package)
    session.flush()
    _arm(session, deployment)
    data = {"package": package.key, "version": package.version, "digest": package.digest}
    history.record(session, actor, Fact(kind="deployment.made", data=data))
    return deployment


def _arm(session: Session, deployment: Deployment) -> None:
    """What starts by the calendar does so from now on, in this version only."""
    deployed = select(ProcessDefinition.id).where(ProcessDefinition.deployment_id == deployment.id)
    for definition_id in session.exec(deployed).all():
        start_timers.arm(session, definition_id)


def _in_service(session: Session, package: Package) -> Deployment | None:
    statement = (
        select(Deployment)
        .where(Deployment.package == package.key)
        .order_by(col(Deployment.deployed_at).desc(), col(Deployment.id).desc())
    )
    newest = session.exec(statement).first()
    return newest if newest is not None and newest.digest == package.digest else None


def superseded(session: Session, package: Package) -> bool:
    """Whether these very files were in service once, and others of the same key are now."""
    same = select(Deployment.id).where(Deployment.package == package.key, Deployment.digest == package.digest)
    return session.exec(same.limit(1)).first() is not None and _in_service(session, package) is None


def _next_version(session: Session, table: Any, key: str) -> int:
    return int(session.exec(select(func.coalesce(func.max(table.version), 0)).where(table.key == key)).one()) + 1


def _add_decisions(session: Session, deployment: Deployment, xml: bytes, model: dmn.DecisionModel) -> None:
    digest = hashlib.sha256(b"\0".join((xml, *model.imported))).hexdigest()
    for decision in model.decisions.values():
        session.add(
            DecisionDefinition(
                deployment_id=deployment.id,
                key=decision.id,
                version=_next_version(session, DecisionDefinition, decision.id),
                version_tag=decision.version_tag,
                name=decision.name,
                xml=xml,
                imports=list(model.imported),
                digest=digest,
            )
        )


def _add_form(session: Session, deployment: Deployment, schema: Mapping[str, Any]) -> None:
    key = str(schema["id"])
    digest = hashlib.sha256(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).hexdigest()
    session.add(
        FormDefinition(
            deployment_id=deployment.id,
            key=key,
            version=_next_version(session, FormDefinition, key),
            version_tag=str(schema.get("versionTag", "")),
            form_schema=dict(schema),
            digest=digest,
        )
    )


def _add_processes(session: Session, deployment: Deployment, xml: bytes) -> None:
    for process in bpmn.read(xml).processes.values():
        starters = _starters(process)
        for schema in process.forms:
            _add_form(session, deployment, schema)
        form = next((start.form for start in process.starts if start.kind == "none" and start.form), None)
        session.add(
            ProcessDefinition(
                deployment_id=deployment.id,
                key=process.id,
                version=_next_version(session, ProcessDefinition, process.id),
                version_tag=process.version_tag or "",
                name=process.name,
                xml=xml,
                digest=hashlib.sha256(xml).hexdigest(),
                public=starters.get("public") == "true",
                starter_groups=[name.strip() for name in starters.get("groups", "").split(",") if name.strip()],
                start_messages=[start.message_name for start in process.starts if start.message_name],
                start_signals=[start.signal_name for start in process.starts if start.signal_name],
                start_form=form.id if form else "",
                deployed_at=deployment.deployed_at,
            )
        )


def _starters(process: bpmn.ProcessModel) -> Mapping[str, str]:
    found = process.extension.get("starters", ())
    return found[0] if found else {}


def _add_groups(session: Session, package: Package) -> None:
    """Groups are made where missing; what an administrator changed since stays."""
    for group in package.groups:
        row = {"key": group.key, "name": group.name, "names": dict(group.names), "rights": list(group.rights)}
        session.execute(insert(Group).values(**row, sample=False).on_conflict_do_nothing())


def startable(session: Session, actor: Actor, locale: str) -> list[Startable]:
    """The newest version of every process in service that the actor may start, by name."""
    rows = session.exec(
        select(ProcessDefinition)
        .where(ProcessDefinition.state == DefinitionState.ACTIVE)
        .ext(distinct_on(col(ProcessDefinition.key)))
        .order_by(col(ProcessDefinition.key), col(ProcessDefinition.version).desc())
    ).all()
    mine = [row for row in rows if authz.may_start(actor, public=row.public, starter_groups=row.starter_groups)]
    return sorted((_startable(session, row, locale) for row in mine), key=lambda found: found.name)


def _startable(session: Session, row: ProcessDefinition, locale: str) -> Startable:
    definition = catalogue.definition(session, row.id)
    return Startable(
        definition_id=row.id,
        key=row.key,
        version=row.version,
        name=definition.title(locale),
        description=definition.description(locale),
        has_form=bool(row.start_form),
    )


_ALL = text(
    "SELECT d.id, d.key, d.version, d.state, p.package, d.deployed_at, "
    "(SELECT count(*) FROM process_instance i WHERE i.definition_id = d.id AND i.state IN ('active', 'suspended')) "
    "AS running FROM process_definition d JOIN deployment p ON p.id = d.deployment_id ORDER BY d.key, d.version DESC"
)


def definitions(session: Session, actor: Actor, locale: str) -> list[DefinitionRow]:
    """All versions of all processes, newest first within each."""
    authz.require_person(actor)
    return [
        DefinitionRow(
            id=row.id,
            key=row.key,
            version=row.version,
            name=catalogue.definition(session, row.id).title(locale),
            state=row.state,
            package=row.package,
            deployed_at=row.deployed_at,
            running=row.running,
        )
        for row in session.execute(_ALL)
    ]


def diagram(session: Session, actor: Actor, definition_id: UUID) -> bytes:
    """The BPMN of a version."""
    authz.require_person(actor)
    row = session.get(ProcessDefinition, definition_id)
    if row is None:
        raise NotFound(kind="process definition", id=str(definition_id))
    return row.xml


def element_names(session: Session, definition_id: UUID, locale: str) -> Mapping[str, str]:
    """The names of a version's elements in a language, where its package has them."""
    return dict(catalogue.definition(session, definition_id).texts.get(locale, {}).get("elements", {}))


def retire(session: Session, actor: Actor, definition_id: UUID) -> None:
    """Take a version out of service: what runs on it runs to its end, nothing new starts."""
    _turn(session, actor, definition_id, DefinitionState.RETIRED)


def reactivate(session: Session, actor: Actor, definition_id: UUID) -> None:
    """Put a retired version back into service."""
    _turn(session, actor, definition_id, DefinitionState.ACTIVE)


def _turn(session: Session, actor: Actor, definition_id: UUID, state: DefinitionState) -> None:
    authz.require(actor, "deploy")
    row = session.get(ProcessDefinition, definition_id)
    if row is None:
        raise NotFound(kind="process definition", id=str(definition_id))
    row.state = state
    session.add(row)
    session.flush()
    if state == DefinitionState.ACTIVE:
        start_timers.arm(session, definition_id)
    else:
        start_timers.disarm(session, row.key)
    history.record(session, actor, Fact(kind=f"definition.{state}", data={"key": row.key, "version": row.version}))
