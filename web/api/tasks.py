"""User tasks: /api/v1/tasks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from engine import choices, inbox, tasks
from web.api.idempotency import IdempotencyKey
from web.deps import Actor, Locale, Session
from web.drafts import DraftIn, DraftOut, TakeoverIn
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/tasks", tags=["tasks"])


class TaskOut(BaseModel):
    """One user task."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    instance_id: UUID
    definition_id: UUID
    element_id: str
    name: str
    kind: str = Field(description="work, or choice: what to begin next in an ad-hoc sub-process")
    title: str
    process_name: str
    business_key: str
    state: str = Field(description="open, completed or cancelled; claimed means open with an assignee")
    priority: int
    created_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    assignee_name: str
    is_mine: bool
    overdue: bool


class TaskDetailOut(TaskOut):
    """One user task with what may be done with it."""

    description: str
    group_names: list[str]
    completed_by_name: str
    has_form: bool
    may_claim: bool
    may_unclaim: bool
    may_complete: bool
    may_assign: bool


class TaskList(BaseModel):
    """One part of a view of the inbox."""

    items: list[TaskOut]


class OfferedDraftOut(BaseModel):
    """That somebody who had the task before has begun to answer."""

    model_config = ConfigDict(from_attributes=True)

    person_id: UUID
    name: str
    saved_at: datetime


class FormOut(BaseModel):
    """A form in the language of the request, with its data (the draft over the process variables)."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    form_schema: dict[str, Any] = Field(validation_alias="schema", serialization_alias="schema")
    data: dict[str, Any]
    draft_rev: int
    draft_saved_at: datetime | None
    read_only: bool
    form_id: UUID | None = Field(description="The version of the form; name it when a draft is saved.")
    offered: list[OfferedDraftOut] = Field(description="Drafts of others that can be taken over.")


class CompletionIn(BaseModel):
    """The answers; `files` names the uploaded attachments of each file field by the key that stands in the answers."""

    answers: JsonObject = Field(default_factory=dict)
    files: dict[str, list[UUID]] = Field(default_factory=dict)


class CompletionOut(BaseModel):
    """Where the instance went; `next_task_id` is a task of it that the same person may do next."""

    model_config = ConfigDict(from_attributes=True)

    instance_id: UUID
    next_task_id: UUID | None


class ChoiceOut(BaseModel):
    """An element that can be begun now, and how often it is in progress."""

    model_config = ConfigDict(from_attributes=True)

    element_id: str
    name: str
    running: int


class OpenChoiceOut(BaseModel):
    """What can be begun by a task that is a choice; nothing while another element has to be finished first."""

    model_config = ConfigDict(from_attributes=True)

    task_id: UUID
    element_id: str
    name: str
    choices: list[ChoiceOut]
    sequential: bool
    ends_rest: bool = Field(description="Whether completing the task cancels what is in progress, or waits for it.")
    may_begin: bool


class BeginIn(BaseModel):
    """The elements to begin, by id; one may be named more than once."""

    elements: list[str] = Field(min_length=1, max_length=100)


class AssigneeIn(BaseModel):
    """The login of the person who gets the task."""

    login: str = Field(max_length=200)


@router.get("")
def list_tasks(
    session: Session,
    actor: Actor,
    locale: Locale,
    view: Literal["mine", "team", "done", "started"] = "mine",
    search: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> TaskList:
    """One view of the inbox: mine, offered to my groups, done by me, or open in what I started."""
    rows = inbox.tasks(session, actor, view, locale=locale, search=search, limit=limit, offset=offset)
    return TaskList(items=[TaskOut.model_validate(row) for row in rows])


@router.get("/{task_id}")
def get_task(session: Session, actor: Actor, locale: Locale, task_id: UUID) -> TaskDetailOut:
    """One task."""
    return TaskDetailOut.model_validate(inbox.task(session, actor, task_id, locale))


@router.get("/{task_id}/form")
def get_form(session: Session, actor: Actor, locale: Locale, task_id: UUID) -> FormOut:
    """The form of a task, ready to be shown by form-js."""
    return FormOut.model_validate(tasks.open_form(session, actor, task_id, locale))


@router.get("/{task_id}/choices")
def get_choices(session: Session, actor: Actor, locale: Locale, task_id: UUID) -> OpenChoiceOut:
    """What can be begun now in the ad-hoc sub-process of a task of the kind "choice"."""
    return OpenChoiceOut.model_validate(choices.of_task(session, actor, task_id, locale))


@router.post("/{task_id}/choices")
def begin(session: Session, actor: Actor, task_id: UUID, body: BeginIn) -> CompletionOut:
    """Begin elements of an ad-hoc sub-process. The task stays open; completing it says that it is enough."""
    return CompletionOut.model_validate(tasks.begin(session, actor, task_id, body.elements))


@router.post("/{task_id}/claim", status_code=204)
def claim(session: Session, actor: Actor, task_id: UUID) -> None:
    """Take a task that is offered to me."""
    tasks.claim(session, actor, task_id)


@router.delete("/{task_id}/claim", status_code=204)
def unclaim(session: Session, actor: Actor, task_id: UUID) -> None:
    """Give a task back to those it was offered to."""
    tasks.unclaim(session, actor, task_id)


@router.put("/{task_id}/assignee", status_code=204)
def assign(session: Session, actor: Actor, task_id: UUID, body: AssigneeIn) -> None:
    """Hand a task over to somebody else."""
    tasks.assign(session, actor, task_id, body.login)


@router.put("/{task_id}/draft", response_model_exclude_none=True)
def save_draft(session: Session, actor: Actor, locale: Locale, task_id: UUID, body: DraftIn) -> DraftOut:
    """Keep unfinished answers; 409 when another window saved in between, unless a `base` to merge by is sent."""
    return DraftOut.of(tasks.save_draft(session, actor, task_id, body.typed(), locale))


@router.post("/{task_id}/draft/takeovers", response_model_exclude_none=True)
def take_over_draft(session: Session, actor: Actor, locale: Locale, task_id: UUID, body: TakeoverIn) -> DraftOut:
    """Bring the draft of somebody who had the task before into mine; for the assignee."""
    return DraftOut.of(tasks.take_over_draft(session, actor, task_id, body.person_id, body.typed(), locale))


@router.post("/{task_id}/completion")
def complete(
    session: Session, actor: Actor, task_id: UUID, body: CompletionIn, idempotency_key: IdempotencyKey = None
) -> CompletionOut:
    """Complete a task; 422 with all errors of the form at once, 409 when somebody was first."""
    completed = tasks.complete(session, actor, task_id, body.answers, files=body.files, idempotency_key=idempotency_key)
    return CompletionOut.model_validate(completed)
