"""Messages: a named input for exactly one instance, found by its correlation key, or for a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import authz, initiation, interpreter, repeats
from engine.errors import MessageAmbiguous, MessageUnmatched
from engine.history import Fact
from engine.identity import Actor
from engine.loaded import LoadedInstance
from engine.models import InstanceState

_WAITING = text(
    "SELECT s.instance_id, s.token_id FROM subscription s JOIN process_instance i ON i.id = s.instance_id "
    "WHERE s.kind = 'message' AND s.name = :name AND s.correlation_key = :key "
    "AND i.state IN ('active', 'suspended') LIMIT 2"
)
_STARTING = text(
    "SELECT DISTINCT ON (d.key) d.id, d.key, d.public, d.starter_groups FROM process_definition d "
    "WHERE d.state = 'active' AND :name = ANY(d.start_messages) ORDER BY d.key, d.version DESC"
)


@dataclass(frozen=True, kw_only=True)
class Correlated:
    """The instance that took the message, and whether the message started it."""

    instance_id: UUID
    started: bool = False


def correlate(
    session: Session,
    actor: Actor,
    name: str,
    correlation_key: str,
    variables: Mapping[str, Any],
    *,
    idempotency_key: str | None = None,
) -> Correlated:
    """Deliver a message to the one instance that waits for it with this key, else start the process it starts.

    Outsiders prove another way that a message is theirs to send; this way needs the right "operate".

    Raises MessageUnmatched when nobody waits, MessageAmbiguous when more than one instance does, WrongState when the
    one that waits is suspended.
    A repeated call with the same idempotency key returns the first result.
    """
    authz.require(actor, "operate")
    if not idempotency_key:
        return _correlate(session, actor, name, correlation_key, variables)
    first = repeats.reserve(session, actor, "messages.correlate", idempotency_key)
    if first is not None:
        return Correlated(instance_id=UUID(first["instance_id"]), started=first["started"])
    done = _correlate(session, actor, name, correlation_key, variables)
    result = {"instance_id": str(done.instance_id), "started": done.started}
    repeats.remember(session, actor, "messages.correlate", idempotency_key, result)
    return done


def _correlate(
    session: Session, actor: Actor, name: str, correlation_key: str, variables: Mapping[str, Any]
) -> Correlated:
    waiting = session.execute(_WAITING, {"name": name, "key": correlation_key}).all()
    if len(waiting) > 1:
        raise MessageAmbiguous(name=name)
    if not waiting:
        return _start(session, actor, name, correlation_key, variables)
    found = waiting[0]
    instance = interpreter.lock(session, found.instance_id)
    instance.must_be(InstanceState.ACTIVE)
    token_id = _still_waiting(instance, found.token_id, name, correlation_key)
    if token_id is None:
        raise MessageUnmatched(name=name)
    element_id = _element(instance, token_id)
    instance.run.deliver(token_id, variables)
    cause = Fact(kind="message.received", element_id=element_id, data={"name": name, "variables": dict(variables)})
    interpreter.save(session, instance, actor, cause)
    return Correlated(instance_id=instance.id)


def _still_waiting(instance: LoadedInstance, token_id: str, name: str, key: str) -> str | None:
    """The look-up saw the time before the lock: the token may have gone on, or a new one wait for the same."""
    waits = [wait for wait in instance.run.waits() if wait.kind == "message" and wait.name == name]
    waits = [wait for wait in waits if ("" if wait.correlation_key is None else str(wait.correlation_key)) == key]
    tokens = [wait.token_id for wait in waits]
    if token_id in tokens:
        return token_id
    return tokens[0] if tokens else None


def _element(instance: LoadedInstance, token_id: str) -> str:
    wait = instance.wait(token_id)
    return wait.element_id if wait else ""


def _start(session: Session, actor: Actor, name: str, correlation_key: str, variables: Mapping[str, Any]) -> Correlated:
    startable = session.execute(_STARTING, {"name": name}).all()
    if not startable:
        raise MessageUnmatched(name=name)
    if len(startable) > 1:
        raise MessageAmbiguous(name=name)
    row = startable[0]
    authz.require_start(actor, public=row.public, starter_groups=row.starter_groups)
    instance, _ = initiation.begin(
        session,
        actor,
        row.id,
        variables,
        start_message=name,
        business_key=correlation_key,
        cause=Fact(kind="instance.started", data={"message": name, "answers": dict(variables)}),
    )
    return Correlated(instance_id=instance.id, started=True)
