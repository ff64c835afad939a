"""Deployed decisions: which there are, and asking one directly, with its record as the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from engine import authz, catalogue, clock, history
from engine.db import settings_of
from engine.decision_records import recorded
from engine.dmn import DecisionFailed
from engine.errors import DecisionUndecided, NotFound
from engine.feel import FeelError
from engine.history import Fact
from engine.identity import Actor
from engine.models import DecisionDefinition, Deployment


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """One version of a decision that was deployed."""

    id: UUID
    key: str
    version: int
    version_tag: str
    name: str
    package: str
    deployed_at: datetime


def listed(session: Session, actor: Actor) -> list[DecisionRow]:
    """All versions of all decisions, newest first within each."""
    authz.require_person(actor)
    statement = (
        select(DecisionDefinition, Deployment)
        .join(Deployment, col(Deployment.id) == col(DecisionDefinition.deployment_id))
        .order_by(col(DecisionDefinition.key), col(DecisionDefinition.version).desc())
    )
    return [_row(decision, deployment) for decision, deployment in session.exec(statement)]


def _row(decision: DecisionDefinition, deployment: Deployment) -> DecisionRow:
    return DecisionRow(
        id=decision.id,
        key=decision.key,
        version=decision.version,
        version_tag=decision.version_tag,
        name=decision.name,
        package=deployment.package,
        deployed_at=deployment.deployed_at,
    )


def evaluate(
    session: Session,
    actor: Actor,
    key: str,
    variables: Mapping[str, Any],
    *,
    version: int | None = None,
    version_tag: str = "",
) -> Mapping[str, Any]:
    """The record of asking a decision: its newest version, or the newest of a version or tag.

    The record is kept in the history. Raises DecisionUndecided where the values have no sound result.
    """
    authz.require_person(actor)
    found = _found(session, key, version, version_tag)
    model = catalogue.decision(session, found.id)
    now = clock.now().astimezone(settings_of(session).zone).replace(microsecond=0)
    try:
        record = recorded(
            model.decide(key, variables, now=now), key=key, definition_id=str(found.id), version=found.version
        )
    except (DecisionFailed, FeelError) as failed:
        raise DecisionUndecided(decision=key, **_because(failed)) from failed
    history.record(session, actor, Fact(kind="decision.evaluated", data=record))
    return record


def _found(session: Session, key: str, version: int | None, version_tag: str) -> DecisionDefinition:
    statement = select(DecisionDefinition).where(DecisionDefinition.key == key)
    if version is not None:
        statement = statement.where(DecisionDefinition.version == version)
    if version_tag:
        statement = statement.where(DecisionDefinition.version_tag == version_tag)
    found = session.exec(statement.order_by(col(DecisionDefinition.version).desc()).limit(1)).first()
    if found is None:
        raise NotFound(kind="decision", id=key)
    return found


def _because(failed: DecisionFailed | FeelError) -> dict[str, Any]:
    """The reason in English, and the element it is about."""
    element = failed.problem.element_id if isinstance(failed, DecisionFailed) else ""
    return {"reason": str(failed), "element": element}
