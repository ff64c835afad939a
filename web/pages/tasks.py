"""One user task: its form, where the process stands, what happened, what was said; and what can be done with it."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import sqlmodel
from fastapi import Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from engine import authz, choices, comments, identity, inbox, progress, task_links, tasks
from engine.errors import CommentRefused, Invalid
from web import errors, prefill
from web.deps import Actor, Locale, Session, Settings, Submission
from web.drafts import DraftIn, DraftOut, TakeoverIn
from web.pages.inbox import View, Words, listing
from web.pages.page import fragment, page
from web.pages.story import drawn, told
from web.routing import Router

router = Router(prefix="/tasks", include_in_schema=False)

Tab = Literal["form", "progress", "history", "comments"]
Text = Annotated[str, Form(max_length=20_000)]


@router.get("/{task_id}")
def task(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    task_id: UUID,
    view: View = "mine",
    tab: Tab = "form",
    q: Words = "",
) -> Response:
    """The task beside the list it was chosen from; from now on it is not new any more."""
    inbox.mark_read(session, actor, task_id)
    return page(
        request,
        session,
        actor,
        locale,
        "tasks/page.html",
        _shown(request, session, actor, locale, task_id, view, tab, q),
    )


def _shown(
    request: Request,
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    task_id: UUID,
    view: View,
    tab: Tab,
    query: str = "",
) -> dict[str, Any]:
    found = inbox.task(session, actor, task_id, locale)
    context: dict[str, Any] = {
        **listing(session, actor, locale, view, query, task_id),
        "task": found,
        "tab": tab,
        "live_href": f"/live?watch=instance:{found.instance_id}",
    }
    if tab == "progress":
        context["progress"] = drawn(progress.progress(session, actor, found.instance_id, locale), locale)
    elif tab == "history":
        context["timeline"] = told(progress.timeline(session, actor, found.instance_id, locale), locale)
    elif tab == "comments":
        context |= {
            "instance_id": found.instance_id,
            "comments": comments.of_instance(session, actor, found.instance_id, locale),
            "comment_action": f"/tasks/{task_id}/comments?view={view}",
        }
    else:
        context |= _form(request, session, actor, locale, found)
    return context


def _form(
    request: Request, session: sqlmodel.Session, actor: identity.Actor, locale: str, task: inbox.TaskDetail
) -> dict[str, Any]:
    form = tasks.open_form(session, actor, task.id, locale) if task.has_form else None
    may_link = task.kind == "work" and (task.may_complete or (task.state == "open" and authz.may(actor, "operate")))
    return {
        "form": prefill.prefilled(form, request) if form else None,
        "choice": choices.of_task(session, actor, task.id, locale) if _is_choice(task) else None,
        "links": task_links.of_task(session, actor, task.id) if may_link else None,
        "draft_key": f"{actor.login}:task:{task.id}",
        "people": identity.colleagues(session, actor, locale) if task.may_assign else [],
    }


def _is_choice(task: inbox.TaskDetail) -> bool:
    return task.kind == "choice" and task.state == "open"


@router.get("/{task_id}/_choice")
def choice(request: Request, session: Session, actor: Actor, locale: Locale, task_id: UUID) -> Response:
    """What can be begun now, for a live update; nothing once that is over."""
    found = inbox.task(session, actor, task_id, locale)
    if not _is_choice(found):
        return Response(status_code=204)
    shown = {"choice": choices.of_task(session, actor, task_id, locale)}
    return fragment(request, "tasks/_choice.html", shown)


@router.post("/{task_id}/choices")
def begin(
    session: Session,
    actor: Actor,
    task_id: UUID,
    element: Annotated[list[str], Form(max_length=100)] = [],  # noqa: B006 - FastAPI copies it
    next: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Begin the chosen elements, and go back to where they were chosen."""
    back = f"/tasks/{task_id}" if not next.startswith("/instances/") else next
    if not element:
        return RedirectResponse(f"{back}?said=nothing-chosen", 303)
    tasks.begin(session, actor, task_id, element)
    return RedirectResponse(f"{back}?said=begun", 303)


@router.post("/{task_id}/claim")
def claim(session: Session, actor: Actor, task_id: UUID) -> Response:
    """Take the task."""
    tasks.claim(session, actor, task_id)
    return RedirectResponse(f"/tasks/{task_id}?said=claimed", 303)


@router.post("/{task_id}/unclaim")
def unclaim(session: Session, actor: Actor, task_id: UUID) -> Response:
    """Give the task back to those it was offered to."""
    tasks.unclaim(session, actor, task_id)
    return RedirectResponse("/inbox?view=team&said=unclaimed", 303)


@router.post("/{task_id}/assignee")
def assign(session: Session, actor: Actor, task_id: UUID, login: Text) -> Response:
    """Hand the task over to a colleague."""
    tasks.assign(session, actor, task_id, login)
    return RedirectResponse("/inbox?said=assigned", 303)


@router.post("/{task_id}/links")
def make_link(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    task_id: UUID,
    recipient: Text = "",
    days: Annotated[int, Form(ge=1, le=90)] = 7,
    send: Annotated[bool, Form()] = False,
) -> Response:
    """Let somebody outside do the task by a link; what is wrong with the address is said above the form."""
    try:
        task_links.make(session, actor, task_id, recipient, lasts=timedelta(days=days), send=send)
    except Invalid as refused:
        context = _shown(request, session, actor, locale, task_id, "mine", "form")
        context |= {"problem": errors.sentence(refused, locale, settings)}
        return page(request, session, actor, locale, "tasks/page.html", context, status=422)
    return RedirectResponse(f"/tasks/{task_id}?said={'linked-mail' if send else 'linked'}", 303)


@router.post("/{task_id}/links/{link_id}/revocation")
def revoke_link(session: Session, actor: Actor, task_id: UUID, link_id: UUID) -> Response:
    """Take a link back."""
    task_links.revoke(session, actor, task_id, link_id)
    return RedirectResponse(f"/tasks/{task_id}?said=unlinked", 303)


@router.put("/{task_id}/draft", response_model_exclude_none=True)
def save_draft(session: Session, actor: Actor, locale: Locale, task_id: UUID, body: DraftIn) -> DraftOut:
    """Keep what was typed so far."""
    return DraftOut.of(tasks.save_draft(session, actor, task_id, body.typed(), locale))


@router.post("/{task_id}/draft/takeovers", response_model_exclude_none=True)
def take_over_draft(session: Session, actor: Actor, locale: Locale, task_id: UUID, body: TakeoverIn) -> DraftOut:
    """Bring in what somebody who had the task before has typed."""
    return DraftOut.of(tasks.take_over_draft(session, actor, task_id, body.person_id, body.typed(), locale))


@router.post("/{task_id}/completion")
def complete(
    request: Request, session: Session, actor: Actor, locale: Locale, task_id: UUID, submission: Submission
) -> Response:
    """Complete the task; the way leads to the next task of the same instance, or back to the inbox."""
    completed = tasks.complete(
        session,
        actor,
        task_id,
        submission.answers,
        files=submission.stored(session, actor),
        idempotency_key=submission.idempotency_key,
    )
    following = completed.next_task_id
    location = f"/tasks/{following}?said=next" if following else "/inbox?said=completed"
    if errors.for_program(request):
        return JSONResponse({"location": location})
    return RedirectResponse(location, 303)


@router.post("/{task_id}/comments")
def comment(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    task_id: UUID,
    text: Text = "",
    view: View = "mine",
) -> Response:
    """Say something about the task's instance; a text that is refused is shown again."""
    found = inbox.task(session, actor, task_id, locale)
    try:
        comments.add(session, actor, found.instance_id, text, task_id=task_id)
    except CommentRefused as error:
        context = _shown(request, session, actor, locale, task_id, view, "comments")
        context |= {"comment_text": text, "comment_error": errors.sentence(error, locale, settings)}
        return page(request, session, actor, locale, "tasks/page.html", context, status=422)
    return RedirectResponse(f"/tasks/{task_id}?view={view}&tab=comments&said=commented", 303)
