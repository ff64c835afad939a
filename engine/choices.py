"""What people may begin now: the ad-hoc sub-processes of an instance that wait for somebody to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue, interpreter
from engine.bpmn import Wait
from engine.errors import NotFound
from engine.identity import Actor


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An element that can be begun now, its name in a language, and how often it is being done already."""

    element_id: str
    name: str
    running: int


@dataclass(frozen=True, kw_only=True)
class OpenChoice:
    """One ad-hoc sub-process that waits for people; its task is the one to begin with and to end.

    `choices` is empty while another element has to be finished first (`sequential`).
    `ends_rest`: whether ending it also ends what still runs inside; otherwise that is waited for.
    """

    task_id: UUID
    element_id: str
    name: str
    choices: tuple[Choice, ...]
    sequential: bool
    ends_rest: bool
    may_begin: bool


_COLUMNS = (
    "t.id, t.instance_id, t.definition_id, t.token_id, t.element_id, t.assignee_id, t.candidate_users, "
    "t.candidate_groups FROM user_task t WHERE t.kind = 'choice' AND t.state = 'open'"
)
_OF_INSTANCE = text(f"SELECT {_COLUMNS} AND t.instance_id = :id ORDER BY t.created_at, t.id")
_OF_TASK = text(f"SELECT {_COLUMNS} AND t.id = :id")


def of_instance(session: Session, actor: Actor, instance_id: UUID, locale: str) -> list[OpenChoice]:
    """All that can be begun in an instance, for whoever may see it."""
    authz.require_instance(session, actor, instance_id)
    rows = session.execute(_OF_INSTANCE, {"id": instance_id}).all()
    return _open(session, actor, instance_id, rows, locale) if rows else []


def of_task(session: Session, actor: Actor, task_id: UUID, locale: str) -> OpenChoice:
    """What can be begun by this task, for whoever may read it; NotFound when it is no choice, or not open."""
    row = session.execute(_OF_TASK, {"id": task_id}).first()
    if row is None:
        raise NotFound(kind="task", id=str(task_id))
    authz.require_look(session, actor, row)
    found = _open(session, actor, row.instance_id, [row], locale)
    if not found:
        raise NotFound(kind="task", id=str(task_id))
    return found[0]


def _open(session: Session, actor: Actor, instance_id: UUID, rows: Sequence[Row[Any]], locale: str) -> list[OpenChoice]:
    waits = interpreter.read(session, instance_id).run.waits()
    by_token = {wait.token_id: wait for wait in waits if wait.kind == "choice"}
    return [
        _told(session, actor, row, by_token[row.token_id], waits, locale) for row in rows if row.token_id in by_token
    ]


def _told(session: Session, actor: Actor, row: Row[Any], wait: Wait, waits: list[Wait], locale: str) -> OpenChoice:
    definition = catalogue.definition(session, row.definition_id)
    ad_hoc = wait.activity.ad_hoc
    inside = [each for each in waits if row.element_id in each.scope_ids]
    return OpenChoice(
        task_id=row.id,
        element_id=row.element_id,
        name=definition.element_name(row.element_id, locale),
        choices=tuple(
            Choice(
                element_id=each,
                name=definition.element_name(each, locale),
                running=sum(each == other.element_id or each in other.scope_ids for other in inside),
            )
            for each in wait.choices
        ),
        sequential=ad_hoc is not None and ad_hoc.sequential,
        ends_rest=ad_hoc is None or ad_hoc.cancel_remaining,
        may_begin=authz.may_choose(actor, row),
    )
