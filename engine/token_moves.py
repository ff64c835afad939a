"""Moving tokens by hand: end an instance's work in one place and begin it in another, with a reason on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from engine import authz, interpreter
from engine.bpmn import Begin, Moved, Place, Run, Standing
from engine.errors import MoveRefused, ReasonMissing
from engine.history import Fact
from engine.identity import Actor
from engine.models import InstanceState


@dataclass(frozen=True, kw_only=True)
class Possible:
    """What a move can do with an instance now: the tokens it can end, and the elements it can begin."""

    standing: Sequence[Standing]
    places: Sequence[Place]


def possible(session: Session, actor: Actor, instance_id: UUID) -> Possible:
    """What can be moved, and where to (right "operate")."""
    authz.require(actor, "operate")
    run = interpreter.read(session, instance_id).run
    return Possible(standing=run.standing(), places=run.places())


def move(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    cancel: Sequence[str],
    begin: Sequence[Begin],
    reason: str,
    *,
    variables: Mapping[str, Any] | None = None,
) -> Moved:
    """End tokens and begin elements in one step (right "operate"); the variables are set before anything moves.

    `cancel` names tokens, or elements: then all their tokens. Raises MoveRefused with a reason code (see
    `engine.bpmn.places`; not-standing-there for a token or element of `cancel`); then nothing has changed.
    """
    authz.require(actor, "operate")
    if not reason.strip():
        raise ReasonMissing
    instance = interpreter.lock(session, instance_id)
    instance.must_be(InstanceState.ACTIVE, InstanceState.SUSPENDED)
    tokens = [token for named in cancel for token in _tokens(instance.run, named)]
    moved = instance.run.move(tokens, begin, variables)
    data = {
        "reason": reason.strip(),
        "ended": [list(each) for each in moved.ended],
        "begun": [list(each) for each in moved.begun],
        "opened": [list(each) for each in moved.opened],
        **({"variables": dict(variables)} if variables else {}),
    }
    interpreter.save(session, instance, actor, Fact(kind="instance.moved", data=data))
    return moved


def _tokens(run: Run, named: str) -> Sequence[str]:
    """The token of this id, or all that stand or wait at this element."""
    standing, waits = run.standing(), run.waits()
    if named in {each.token_id for each in standing} | {wait.token_id for wait in waits}:
        return [named]
    found = [each.token_id for each in standing if each.element_id == named]
    found = found or [wait.token_id for wait in waits if wait.element_id == named]
    if not found:
        raise MoveRefused("not-standing-there", element=named)
    return found
