"""Starting a process: what may be started, and its start form."""

from typing import Any

import sqlmodel
from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from engine import deployments, identity, instances
from engine.deployments import Startable
from engine.errors import NotFound
from engine.instances import Started
from web import errors
from web.deps import Actor, Locale, Session, Submission
from web.drafts import DraftIn, DraftOut
from web.pages.page import page
from web.routing import Router

router = Router(prefix="/start", include_in_schema=False)


@router.get("")
def choose(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """The processes that the person may start."""
    processes = deployments.startable(session, actor, locale)
    return page(request, session, actor, locale, "start/page.html", {"processes": processes})


@router.get("/{key}")
def form(request: Request, session: Session, actor: Actor, locale: Locale, key: str) -> Response:
    """The start form, with the person's draft."""
    process = startable(session, actor, locale, key)
    context: dict[str, Any] = {
        "process": process,
        "form": instances.start_form(session, actor, key, locale) if process.has_form else None,
        "draft_key": f"{actor.login}:start:{key}",
    }
    return page(request, session, actor, locale, "start/form.html", context)


def startable(session: sqlmodel.Session, actor: identity.Actor, locale: str, key: str) -> Startable:
    """The process of this key, if the actor may start it."""
    for process in deployments.startable(session, actor, locale):
        if process.key == key:
            return process
    raise NotFound(kind="process", id=key)


@router.put("/{key}/draft", response_model_exclude_none=True)
def save_draft(session: Session, actor: Actor, locale: Locale, key: str, body: DraftIn) -> DraftOut:
    """Keep what was typed so far."""
    return DraftOut.of(instances.save_start_draft(session, actor, key, body.typed(), locale))


@router.post("/{key}")
def start(
    request: Request, session: Session, actor: Actor, locale: Locale, key: str, submission: Submission
) -> Response:
    """Start the process; the way leads to the person's first task, or to the new instance."""
    started = instances.start(
        session,
        actor,
        key,
        submission.answers,
        files=submission.stored(session, actor),
        locale=locale,
        idempotency_key=submission.idempotency_key,
    )
    location = _way_on(started)
    return JSONResponse({"location": location}) if errors.for_program(request) else RedirectResponse(location, 303)


def _way_on(started: Started) -> str:
    if started.task_id:
        return f"/tasks/{started.task_id}?said=started-task"
    return f"/instances/{started.instance_id}?said=started"
