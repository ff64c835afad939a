"""Commands that may arrive twice: the first result is kept under the caller's key and given again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from engine import clock
from engine.identity import Actor
from engine.json_text import dumps

_RECALL = text("SELECT result FROM command WHERE scope = :scope AND key = :key")
_REMEMBER = text(
    "INSERT INTO command (scope, key, result, at) VALUES (:scope, :key, CAST(:result AS jsonb), :now) "
    "ON CONFLICT (scope, key) DO UPDATE SET result = excluded.result"
)
_RESERVE = text(
    "INSERT INTO command (scope, key, result, at) VALUES (:scope, :key, '{}', :now) "
    "ON CONFLICT (scope, key) DO NOTHING RETURNING key"
)


def recall(session: Session, actor: Actor, command: str, key: str) -> dict[str, Any] | None:
    """The result of the first time, None if there was none."""
    result = session.execute(_RECALL, {"scope": _scope(actor, command), "key": key}).scalar()
    return dict(result) if result else None


def reserve(session: Session, actor: Actor, command: str, key: str) -> dict[str, Any] | None:
    """Take the key for a command that locks nothing else; the first result if somebody took it before.

    A second caller waits here until the first one's transaction ends.
    """
    mine = session.execute(_RESERVE, {"scope": _scope(actor, command), "key": key, "now": clock.now()}).scalar()
    return None if mine is not None else recall(session, actor, command, key)


def remember(session: Session, actor: Actor, command: str, key: str, result: Mapping[str, Any]) -> None:
    """Keep the result, in the transaction that did the work."""
    session.execute(
        _REMEMBER, {"scope": _scope(actor, command), "key": key, "result": dumps(result), "now": clock.now()}
    )


def _scope(actor: Actor, command: str) -> str:
    """Keys are the caller's own: nobody learns another's result by guessing one."""
    return f"{command}:{actor.person_id or actor.kind}"
