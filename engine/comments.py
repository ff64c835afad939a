"""What people say to each other about an instance, also after its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine import authz, clock, history
from engine.errors import CommentRefused, NotAllowed
from engine.history import Fact
from engine.identity import Actor
from engine.models import Comment, Person

LIMIT = 4000


@dataclass(frozen=True, kw_only=True)
class CommentRow:
    """One comment with the name of who wrote it."""

    id: UUID
    author_name: str
    text: str
    at: datetime
    mine: bool


def of_instance(session: Session, actor: Actor, instance_id: UUID, locale: str = "") -> Sequence[CommentRow]:
    """The comments on an instance, oldest first."""
    authz.require_instance(session, actor, instance_id)
    statement = (
        select(Comment, Person)
        .join(Person, col(Person.id) == col(Comment.author_id))
        .where(col(Comment.instance_id) == instance_id)
        .order_by(col(Comment.at), col(Comment.id))
    )
    return [_row(comment, author, actor, locale) for comment, author in session.exec(statement)]


def _row(comment: Comment, author: Person, actor: Actor, locale: str) -> CommentRow:
    return CommentRow(
        id=comment.id,
        author_name=str(author.names.get(locale) or author.name),
        text=comment.text,
        at=comment.at,
        mine=comment.author_id == actor.person_id,
    )


def count(session: Session, instance_id: UUID) -> int:
    """How many comments an instance has; the caller has already asked whether the actor may see it."""
    return session.exec(select(func.count()).where(col(Comment.instance_id) == instance_id)).one()


def add(session: Session, actor: Actor, instance_id: UUID, text: str, *, task_id: UUID | None = None) -> Comment:
    """Say something about an instance; empty or very long texts are refused."""
    authz.require_instance(session, actor, instance_id)
    if actor.person_id is None:
        raise NotAllowed
    said = text.strip()
    if not said or len(said) > LIMIT:
        raise CommentRefused(limit=LIMIT)
    comment = Comment(instance_id=instance_id, task_id=task_id, author_id=actor.person_id, text=said, at=clock.now())
    session.add(comment)
    session.flush()
    history.record(session, actor, Fact(kind="comment.added", instance_id=instance_id, task_id=task_id))
    return comment
