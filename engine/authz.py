"""Who may do and see what: rights come with groups, sight comes with taking part."""

from collections.abc import Collection
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, false, or_, text, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, exists, select

from engine.errors import NotAllowed, NotLoggedIn, TaskTaken
from engine.identity import Actor
from engine.models import ProcessInstance, UserTask

_NAME = text("SELECT name FROM person WHERE id = :id")

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


class Work(Protocol):
    """What must be known of a user task to say whose work it is: a row of any select that reads these columns."""

    @property
    def id(self) -> UUID: ...
    @property
    def instance_id(self) -> UUID: ...
    @property
    def assignee_id(self) -> UUID | None: ...
    @property
    def candidate_users(self) -> Collection[str]: ...
    @property
    def candidate_groups(self) -> Collection[str]: ...


def may(actor: Actor, right: str) -> bool:
    """Whether the actor holds the right; the system holds all."""
    return actor.may(right)


def require(actor: Actor, right: str) -> None:
    """Raise NotAllowed unless the actor holds the right."""
    if not actor.may(right):
        raise _refused(actor)


def require_person(actor: Actor) -> None:
    """Raise NotLoggedIn for somebody whom nobody knows."""
    if actor.kind == "public":
        raise NotLoggedIn


def may_start(actor: Actor, *, public: bool, starter_groups: Collection[str]) -> bool:
    """Whether the actor may start a process.

    Public ones anybody; others the members of their starter groups, or everybody with a login when they name none.
    """
    if actor.kind == "system" or public:
        return True
    if actor.kind != "person":
        return False
    return not starter_groups or not actor.groups.isdisjoint(starter_groups)


def require_start(actor: Actor, *, public: bool, starter_groups: Collection[str]) -> None:
    """Raise NotAllowed unless the actor may start the process."""
    if not may_start(actor, public=public, starter_groups=starter_groups):
        raise _refused(actor)


def may_take(actor: Actor, *, candidate_users: Collection[str], candidate_groups: Collection[str]) -> bool:
    """Whether a user task is offered to the actor, whoever has it now."""
    return actor.login in candidate_users or not actor.groups.isdisjoint(candidate_groups)


def may_work(actor: Actor, work: Work) -> bool:
    """Whether the actor may do a user task now: it is theirs, or nobody's and offered to them, or their link's."""
    if actor.kind == "system":
        return True
    if actor.task_id is not None:
        return actor.task_id == work.id
    if work.assignee_id is not None:
        return work.assignee_id == actor.person_id
    return actor.kind == "person" and _is_offered(actor, work)


def require_work(session: Session, actor: Actor, work: Work) -> None:
    """Raise TaskTaken when somebody else has the user task that is offered to the actor, NotAllowed when it is not."""
    if may_work(actor, work):
        return
    if work.assignee_id is not None and _is_offered(actor, work):
        raise TaskTaken(person=session.execute(_NAME, {"id": work.assignee_id}).scalar() or "?")
    raise _refused(actor)


def _is_offered(actor: Actor, work: Work) -> bool:
    return may_take(actor, candidate_users=work.candidate_users, candidate_groups=work.candidate_groups)


def may_choose(actor: Actor, work: Work) -> bool:
    """Whether the actor may say what begins next where people choose: whoever may do it, or operates processes."""
    return may_work(actor, work) or actor.may("operate")


def require_choose(session: Session, actor: Actor, work: Work) -> None:
    """Raise what require_work raises, unless the actor operates processes."""
    if not actor.may("operate"):
        require_work(session, actor, work)


def require_look(session: Session, actor: Actor, work: Work) -> None:
    """Raise NotAllowed unless the actor may read the user task: may do or take it, or sees its instance."""
    if not may_work(actor, work) and not _is_offered(actor, work):
        require_instance(session, actor, work.instance_id)


def may_see_instance(session: Session, actor: Actor, instance_id: UUID) -> bool:
    """Whether the actor started it, takes or took part in it, is offered work in it, or holds "monitor"."""
    if actor.may("monitor"):
        return True
    found = visible(select(ProcessInstance.id).where(ProcessInstance.id == instance_id), actor)
    return session.execute(found).first() is not None


def require_instance(session: Session, actor: Actor, instance_id: UUID) -> None:
    """Raise NotAllowed unless the actor may see the instance."""
    if not may_see_instance(session, actor, instance_id):
        raise _refused(actor)


def visible(statement: Statement, actor: Actor) -> Statement:
    """Narrow a select that reads `process_instance` to the instances the actor may see."""
    return statement.where(_sees(actor))


def _sees(actor: Actor) -> ColumnElement[bool]:
    if actor.may("monitor"):
        return true()
    if actor.person_id is None:
        return false()
    takes_part = exists().where(
        col(UserTask.instance_id) == col(ProcessInstance.id),
        or_(
            col(UserTask.assignee_id) == actor.person_id,
            col(UserTask.completed_by) == actor.person_id,
            _words(UserTask.candidate_users).contains([actor.login]),
            _words(UserTask.candidate_groups).overlap(sorted(actor.groups)),
        ),
    )
    return or_(col(ProcessInstance.started_by) == actor.person_id, takes_part)


def _words(column: Any) -> Any:
    # Only the PostgreSQL type of an array knows "overlap"; the cast costs the database nothing.
    return cast(column, ARRAY(Text))


def _refused(actor: Actor) -> NotAllowed:
    return NotLoggedIn() if actor.kind == "public" else NotAllowed()
