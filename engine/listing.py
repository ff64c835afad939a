"""Instances to look at: search them, and the facts of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlmodel import Session, col

from engine import authz, catalogue, clock
from engine.errors import NotFound
from engine.identity import Actor
from engine.models import Incident, InstanceState, ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class InstanceRow:
    """One line of the list of instances."""

    id: UUID
    definition_id: UUID
    key: str
    version: int
    process_name: str
    business_key: str
    title: str
    state: str
    started_at: datetime
    started_by_name: str
    ended_at: datetime | None
    open_incidents: int
    overdue_tasks: int


@dataclass(frozen=True, kw_only=True)
class InstanceDetail(InstanceRow):
    """Everything about one instance that is not its progress, timeline or variables."""

    receipt_code: str | None
    customer_name: str
    customer_class: str
    customer_number: str
    rev: int
    may_operate: bool


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which instances are meant: a text in number, title or receipt code; state ("incident" too); process; version."""

    text: str = ""
    state: str = ""
    key: str = ""
    overdue: bool = False
    definition_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of a search, how many there are in all, and how many of them have not ended."""

    rows: list[InstanceRow]
    total: int
    running: int


_COLUMNS = (
    "i.id, i.definition_id, i.definition_key, i.business_key, i.title, i.state, i.started_at, i.ended_at, "
    "i.receipt_code, i.rev, COALESCE(p.names ->> :locale, p.name) AS started_by_name, "
    "(SELECT count(*) FROM incident n WHERE n.instance_id = i.id AND n.state = 'open') AS open_incidents, "
    "(SELECT count(*) FROM user_task t WHERE t.instance_id = i.id AND t.state = 'open' AND t.due_at < :now) "
    "AS overdue_tasks"
)
_ONE = text(
    f"SELECT {_COLUMNS}, c.name AS customer_name, c.customer_class, c.number AS customer_number "
    "FROM process_instance i LEFT JOIN person p ON p.id = i.started_by LEFT JOIN customer c ON c.id = i.customer_id "
    "WHERE i.id = :id"
)
_MANY = text(
    f"SELECT {_COLUMNS} FROM process_instance i LEFT JOIN person p ON p.id = i.started_by WHERE i.id = ANY(:ids)"
)


def detail(session: Session, actor: Actor, instance_id: UUID, locale: str) -> InstanceDetail:
    """The facts of one instance."""
    authz.require_instance(session, actor, instance_id)
    row = session.execute(_ONE, {"id": instance_id, "now": clock.now(), "locale": locale}).first()
    if row is None:
        raise NotFound(kind="instance", id=str(instance_id))
    return InstanceDetail(
        **_shown(session, row, locale),
        receipt_code=row.receipt_code,
        customer_name=row.customer_name or "",
        customer_class=row.customer_class or "",
        customer_number=row.customer_number or "",
        rev=row.rev,
        may_operate=authz.may(actor, "operate"),
    )


def search(
    session: Session,
    actor: Actor,
    *,
    locale: str,
    search: str = "",
    state: str = "",
    key: str = "",
    overdue: bool = False,
    definition_id: UUID | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """The instances that the actor may see, newest first."""
    wanted = Search(text=search, state=state, key=key, overdue=overdue, definition_id=definition_id)
    statement = matching(select(col(ProcessInstance.id)), actor, wanted)
    running = func.count().filter(NOT_ENDED)
    counted = session.execute(matching(select(func.count(), running).select_from(ProcessInstance), actor, wanted)).one()
    page = statement.order_by(col(ProcessInstance.started_at).desc(), col(ProcessInstance.id).desc())
    ids = list(session.execute(page.limit(limit).offset(offset)).scalars())
    rows = {row.id: row for row in session.execute(_MANY, {"ids": ids, "now": clock.now(), "locale": locale})}
    shown = [InstanceRow(**_shown(session, rows[found], locale)) for found in ids]
    return Found(rows=shown, total=counted[0], running=counted[1])


def named(session: Session, actor: Actor, name: str) -> UUID:
    """The instance that people mean by an id or by its number; NotFound unless it is exactly one."""
    try:
        same = col(ProcessInstance.id) == UUID(name)
    except ValueError:
        same = col(ProcessInstance.business_key) == name
    seen = authz.visible(select(col(ProcessInstance.id)).where(same), actor)
    found: Sequence[UUID] = session.execute(seen.limit(2)).scalars().all()
    if len(found) != 1:
        raise NotFound(kind="instance", id=name)
    return found[0]


def count_running(session: Session, actor: Actor, wanted: Search) -> int:
    """How many of the instances that are wanted have not ended."""
    statement = matching(select(func.count()).select_from(ProcessInstance), actor, wanted).where(NOT_ENDED)
    number: int = session.execute(statement).scalar_one()
    return number


def running_ids(session: Session, actor: Actor, chosen: Sequence[UUID] | Search) -> list[UUID]:
    """Those of the chosen or wanted instances that have not ended and that the actor may see, newest first."""
    statement = select(col(ProcessInstance.id))
    if isinstance(chosen, Search):
        statement = matching(statement, actor, chosen)
    else:
        statement = authz.visible(statement, actor).where(col(ProcessInstance.id).in_(chosen))
    newest = statement.where(NOT_ENDED).order_by(col(ProcessInstance.started_at).desc(), col(ProcessInstance.id).desc())
    return list(session.execute(newest).scalars())


NOT_ENDED = col(ProcessInstance.state).in_((InstanceState.ACTIVE, InstanceState.SUSPENDED))


def matching(statement: authz.Statement, actor: Actor, wanted: Search) -> authz.Statement:
    """Narrow a select that reads `process_instance` to those that the actor may see and that are wanted."""
    return authz.visible(statement, actor).where(*_conditions(wanted))


def _conditions(wanted: Search) -> list[Any]:
    conditions: list[Any] = []
    if wanted.text:
        conditions.append(
            col(ProcessInstance.business_key).icontains(wanted.text, autoescape=True)
            | col(ProcessInstance.title).icontains(wanted.text, autoescape=True)
            | (col(ProcessInstance.receipt_code) == wanted.text.strip().upper())
        )
    if wanted.state == "incident":
        stuck = select(col(Incident.instance_id)).where(col(Incident.state) == "open")
        conditions.append(col(ProcessInstance.id).in_(stuck))
    elif wanted.state:
        conditions.append(col(ProcessInstance.state) == wanted.state)
    if wanted.key:
        conditions.append(col(ProcessInstance.definition_key) == wanted.key)
    if wanted.definition_id:
        conditions.append(col(ProcessInstance.definition_id) == wanted.definition_id)
    if wanted.overdue:
        late = select(col(UserTask.instance_id)).where(
            col(UserTask.state) == "open", col(UserTask.due_at) < clock.now()
        )
        conditions.append(col(ProcessInstance.id).in_(late))
    return conditions


def _shown(session: Session, row: Row[Any], locale: str) -> dict[str, Any]:
    definition = catalogue.definition(session, row.definition_id)
    return {
        "id": row.id,
        "definition_id": row.definition_id,
        "key": definition.key,
        "version": definition.version,
        "process_name": definition.title(locale),
        "business_key": row.business_key,
        "title": row.title,
        "state": row.state,
        "started_at": row.started_at,
        "started_by_name": row.started_by_name or "",
        "ended_at": row.ended_at,
        "open_incidents": row.open_incidents,
        "overdue_tasks": row.overdue_tasks,
    }
