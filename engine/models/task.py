"""Work of people: user tasks, the unfinished answers to them, and what is said about them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, moment, older_answers, references, words

OPEN = text("state = 'open'")


class TaskState(StrEnum):
    """open → completed by a person, or cancelled by the process. Claimed means open with an assignee."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TaskKind(StrEnum):
    """work: an activity that a person performs. choice: what to begin next in an ad-hoc sub-process, or to end it."""

    WORK = "work"
    CHOICE = "choice"


class UserTask(SQLModel, table=True):
    """The open (or finished) occurrence of an activity that a person performs."""

    __tablename__ = "user_task"
    __table_args__ = (
        Index("user_task_instance", "instance_id"),
        Index("user_task_assignee", "assignee_id", postgresql_where=OPEN),
        Index("user_task_groups", "candidate_groups", postgresql_using="gin", postgresql_where=OPEN),
        Index("user_task_due", "due_at", postgresql_where=OPEN),
        Index("user_task_done", "completed_by", "completed_at"),
        {"postgresql_with": {"fillfactor": "80"}},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instance_id: UUID
    definition_id: UUID
    token_id: str
    element_id: str
    name: str = ""
    subject: str = Field(default="", sa_column_kwargs={"server_default": ""})
    kind: str = Field(default=TaskKind.WORK, sa_column_kwargs={"server_default": TaskKind.WORK})
    state: str = TaskState.OPEN
    assignee_id: UUID | None = None
    candidate_groups: list[str] = Field(default_factory=list, sa_column=words())
    candidate_users: list[str] = Field(default_factory=list, sa_column=words())
    form_id: UUID | None = None
    priority: int = 50
    due_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    follow_up_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    created_at: datetime = Field(sa_column=moment())
    completed_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    completed_by: UUID | None = None


class Draft(SQLModel, table=True):
    """Unfinished answers, one per person and subject (`task:<id>` or `start:<process key>`).

    `form_id` is the version of the form that they answer; `older` has by form id what no field of a later version could
    hold; `taken` names the people whose drafts of the same task have been taken over into this one.
    """

    __tablename__ = "draft"

    subject: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    answers: dict[str, Any] = Field(sa_column=document())
    rev: int = 1
    saved_at: datetime = Field(sa_column=moment())
    form_id: UUID | None = None
    older: dict[str, Any] = Field(default_factory=dict, sa_column=older_answers())
    taken: list[UUID] = Field(default_factory=list, sa_column=references())


class TaskRead(SQLModel, table=True):
    """That a person has opened a task: what makes it not unread."""

    __tablename__ = "task_read"

    task_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_column=moment())


class Comment(SQLModel, table=True):
    """What somebody said about an instance, at any time, also after its end."""

    __tablename__ = "comment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instance_id: UUID = Field(index=True)
    task_id: UUID | None = None
    author_id: UUID
    text: str
    at: datetime = Field(sa_column=moment())
