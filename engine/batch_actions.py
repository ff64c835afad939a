"""What a bulk operation can do to one instance, by kind; each is the command that does it to a single one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from engine import incidents, instance_migration, instances
from engine.errors import Invalid
from engine.identity import Actor

Parameters = Mapping[str, Any]
Act = Callable[[Session, Actor, UUID, Parameters, str], None]


def act(session: Session, actor: Actor, kind: str, instance_id: UUID, parameters: Parameters, reason: str) -> None:
    """Do it to this instance, in the caller's transaction; raises what the single command raises."""
    ACTIONS[kind](session, actor, instance_id, parameters, reason)


def checked(kind: str, parameters: Parameters) -> dict[str, Any]:
    """The parameters that this kind knows; Invalid when one is missing, or for a kind that does not exist."""
    if kind not in ACTIONS:
        raise Invalid(reason=f"there is no bulk operation {kind}")
    if kind == "set-variables":
        return {"variables": _mapping(parameters, "variables")}
    if kind == "migrate":
        return {"definition_id": str(_definition(parameters)), "mapping": dict(parameters.get("mapping") or {})}
    return {}


def _definition(parameters: Parameters) -> UUID:
    try:
        return UUID(str(parameters.get("definition_id")))
    except ValueError as error:
        raise Invalid(reason="definition_id must name the version to go to") from error


def _mapping(parameters: Parameters, name: str) -> dict[str, Any]:
    value = parameters.get(name)
    if not isinstance(value, Mapping) or not value:
        raise Invalid(reason=f"{name} must be an object with at least one name")
    return dict(value)


def _cancel(session: Session, actor: Actor, instance_id: UUID, _: Parameters, reason: str) -> None:
    instances.cancel(session, actor, instance_id, reason)


def _suspend(session: Session, actor: Actor, instance_id: UUID, _: Parameters, reason: str) -> None:
    instances.suspend(session, actor, instance_id, reason)


def _resume(session: Session, actor: Actor, instance_id: UUID, _: Parameters, reason: str) -> None:
    instances.resume(session, actor, instance_id, reason)


def _retry(session: Session, actor: Actor, instance_id: UUID, _: Parameters, __: str) -> None:
    incidents.retry_all(session, actor, instance_id)


def _set_variables(session: Session, actor: Actor, instance_id: UUID, parameters: Parameters, reason: str) -> None:
    instances.set_variables(session, actor, instance_id, parameters["variables"], reason)


def _migrate(session: Session, actor: Actor, instance_id: UUID, parameters: Parameters, reason: str) -> None:
    target = UUID(parameters["definition_id"])
    instance_migration.migrate(session, actor, instance_id, target, parameters["mapping"], reason)


ACTIONS: Mapping[str, Act] = {
    "cancel": _cancel,
    "suspend": _suspend,
    "resume": _resume,
    "retry": _retry,
    "set-variables": _set_variables,
    "migrate": _migrate,
}
"""By the kind as it stands in the row, in REST and on the command line."""
