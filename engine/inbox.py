"""The inbox: the user tasks that somebody has, may take, has done, or waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from engine import authz, catalogue, clock
from engine.errors import Invalid, NotFound
from engine.identity import Actor
from engine.models import TaskKind, TaskState

VIEWS = ("mine", "team", "done", "started")
"""mine: I have it. team: offered to me or my groups, nobody has it. done: I did it. started: open in what I began."""


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One line of the inbox; the title is what the task is about, or else its instance."""

    id: UUID
    instance_id: UUID
    definition_id: UUID
    element_id: str
    name: str
    kind: str
    title: str
    process_name: str
    business_key: str
    state: str
    priority: int
    created_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    assignee_name: str
    is_mine: bool
    unread: bool
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class TaskDetail(TaskRow):
    """Everything a person needs to know about one task beside its form."""

    description: str
    group_names: tuple[str, ...]
    completed_by_name: str
    has_form: bool
    may_claim: bool
    may_unclaim: bool
    may_complete: bool
    may_assign: bool
    claimed_by_other: bool
    comments: int


_WHERE = {
    "mine": "t.state = 'open' AND t.assignee_id = :me",
    "team": "t.state = 'open' AND t.assignee_id IS NULL AND "
    "(t.candidate_groups && CAST(:groups AS text[]) OR CAST(:login AS text) = ANY(t.candidate_users))",
    "done": "t.state = 'completed' AND t.completed_by = :me",
    "started": "t.state = 'open' AND i.started_by = :me",
}
_ORDER = {"done": "t.completed_at DESC, t.id"}
_USUAL_ORDER = "t.priority DESC, t.due_at NULLS LAST, t.created_at, t.id"
_COLUMNS = (
    "t.id, t.instance_id, t.definition_id, t.element_id, t.name, t.kind, t.state, t.priority, t.created_at, t.due_at, "
    "t.completed_at, t.assignee_id, COALESCE(p.names ->> :locale, p.name) AS assignee_name, "
    "COALESCE(NULLIF(t.subject, ''), i.title) AS title, i.business_key, "
    "NOT EXISTS (SELECT 1 FROM task_read r WHERE r.task_id = t.id AND r.person_id = :me) AS unread"
)
_FROM = "FROM user_task t JOIN process_instance i ON i.id = t.instance_id LEFT JOIN person p ON p.id = t.assignee_id"
_SEARCHED = (
    "(:text = '' OR i.title ILIKE :pattern OR t.subject ILIKE :pattern OR i.business_key ILIKE :pattern "
    "OR t.name ILIKE :pattern)"
)
_LISTS = {
    view: text(
        f"SELECT {_COLUMNS} {_FROM} WHERE {where} AND {_SEARCHED} "
        f"ORDER BY {_ORDER.get(view, _USUAL_ORDER)} LIMIT :limit OFFSET :offset"
    )
    for view, where in _WHERE.items()
}
_COUNTS = text(
    "SELECT "
    + ", ".join(f"(SELECT count(*) FROM user_task t WHERE {_WHERE[view]}) AS {view}" for view in ("mine", "team"))
    + ", (SELECT count(*) FROM process_instance WHERE started_by = :me AND ended_at IS NULL) AS started"
)
_ONE = text(
    f"SELECT {_COLUMNS}, t.candidate_groups, t.candidate_users, t.form_id, "
    "COALESCE(d.names ->> :locale, d.name, "
    "(SELECT recipient FROM task_link WHERE task_id = t.id AND used_at IS NOT NULL)) AS completed_by_name, "
    "ARRAY(SELECT COALESCE(g.names ->> :locale, g.name) FROM candidate_group g "
    "      WHERE g.key = ANY(t.candidate_groups) ORDER BY 1) AS group_names, "
    "(SELECT count(*) FROM comment c WHERE c.instance_id = t.instance_id) AS comments "
    f"{_FROM} LEFT JOIN person d ON d.id = t.completed_by WHERE t.id = :id"
)
_READ = text(
    "INSERT INTO task_read (task_id, person_id, at) VALUES (:task, :me, :now) "
    "ON CONFLICT (task_id, person_id) DO NOTHING"
)


def tasks(
    session: Session,
    actor: Actor,
    view: str = "mine",
    *,
    locale: str,
    search: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[TaskRow]:
    """One view of the inbox: urgent first, then by due date; what is done newest first."""
    if view not in VIEWS:
        raise Invalid(reason=f"there is no view {view}")
    authz.require_person(actor)
    pattern = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = session.execute(
        _LISTS[view],
        {**_who(actor), "text": search, "pattern": pattern, "limit": limit, "offset": offset, "locale": locale},
    )
    return [TaskRow(**_shown(session, actor, row, locale)) for row in rows]


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """How many open tasks I have and my team may take, and how much of what I started still runs."""
    authz.require_person(actor)
    return dict(session.execute(_COUNTS, _who(actor)).one()._mapping)


def task(session: Session, actor: Actor, task_id: UUID, locale: str) -> TaskDetail:
    """One task, for whoever may work on it or see its instance."""
    row = session.execute(_ONE, {"id": task_id, "me": actor.person_id, "locale": locale}).first()
    if row is None:
        raise NotFound(kind="task", id=str(task_id))
    authz.require_look(session, actor, row)
    offered = authz.may_take(actor, candidate_users=row.candidate_users, candidate_groups=row.candidate_groups)
    mine = row.assignee_id is not None and row.assignee_id == actor.person_id
    is_open = row.state == TaskState.OPEN
    return TaskDetail(
        **_shown(session, actor, row, locale),
        description=_description(session, row, locale),
        group_names=tuple(row.group_names),
        completed_by_name=row.completed_by_name or "",
        has_form=row.form_id is not None,
        may_claim=is_open and row.assignee_id is None and offered,
        may_unclaim=is_open and mine and bool(row.candidate_groups or row.candidate_users),
        may_complete=is_open and (authz.may_choose if row.kind == TaskKind.CHOICE else authz.may_work)(actor, row),
        may_assign=is_open and (mine or authz.may(actor, "operate")),
        claimed_by_other=is_open and row.assignee_id is not None and not mine,
        comments=row.comments,
    )


def mark_read(session: Session, actor: Actor, task_id: UUID) -> None:
    """Note that the actor has opened a task."""
    if actor.person_id is not None:
        session.execute(_READ, {"task": task_id, "me": actor.person_id, "now": clock.now()})


def _who(actor: Actor) -> dict[str, Any]:
    return {"me": actor.person_id, "groups": sorted(actor.groups), "login": actor.login}


def _shown(session: Session, actor: Actor, row: Row[Any], locale: str) -> dict[str, Any]:
    definition = catalogue.definition(session, row.definition_id)
    is_open = row.state == TaskState.OPEN
    return {
        "id": row.id,
        "instance_id": row.instance_id,
        "definition_id": row.definition_id,
        "element_id": row.element_id,
        "name": definition.element_name(row.element_id, locale),
        "kind": row.kind,
        "title": row.title,
        "process_name": definition.title(locale),
        "business_key": row.business_key,
        "state": row.state,
        "priority": row.priority,
        "created_at": row.created_at,
        "due_at": row.due_at,
        "completed_at": row.completed_at,
        "assignee_name": row.assignee_name or "",
        "is_mine": row.assignee_id is not None and row.assignee_id == actor.person_id,
        "unread": is_open and row.unread,
        "overdue": is_open and row.due_at is not None and row.due_at < clock.now(),
    }


def _description(session: Session, row: Row[Any], locale: str) -> str:
    definition = catalogue.definition(session, row.definition_id)
    activity = definition.activity(row.element_id)
    return definition.text(locale, "descriptions", row.element_id, activity.documentation if activity else "")
