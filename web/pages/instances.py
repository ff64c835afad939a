"""Process instances: finding one, following it on its diagram, and operating it."""

from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode
from uuid import UUID

import orjson
import sqlmodel
from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from engine import attachments, choices, comments, deployments, identity, incidents, instances, listing, progress
from engine.errors import CommentRefused
from web import errors, outcomes
from web.deps import Actor, Locale, Session, Settings
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.incidents import told as told_incidents
from web.json_values import typed
from web.pages.inbox import Words
from web.pages.page import fragment, page
from web.pages.story import drawn, told
from web.routing import Router

router = Router(prefix="/instances", include_in_schema=False)

PAGE = 50
SHOWN = 300
"""How many characters of a variable's value are shown."""

State = Literal["", "active", "suspended", "completed", "cancelled", "incident"]
Reason = Annotated[str, Form(min_length=1, max_length=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Version = UUID | Literal[""]


@router.get("")
def search(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    q: Words = "",
    state: State = "",
    key: Words = "",
    overdue: bool | Literal[""] = False,
    definition: Version = "",
    offset: Offset = 0,
) -> Response:
    """The instances the person may see, narrowed."""
    context = _found(session, actor, locale, q, state, key, bool(overdue), definition, offset)
    context["processes"] = deployments.startable(session, actor, locale)
    known = deployments.definitions(session, actor, locale) if definition else []
    context["version"] = next((row for row in known if row.id == definition), None)
    return page(request, session, actor, locale, "instances/list.html", context)


@router.get("/_list")
def rows(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    q: Words = "",
    state: State = "",
    key: Words = "",
    overdue: bool | Literal[""] = False,
    definition: Version = "",
    offset: Offset = 0,
) -> Response:
    """The instances found, for a live update."""
    context = _found(session, actor, locale, q, state, key, bool(overdue), definition, offset)
    return fragment(request, "instances/_list.html", context)


def _found(
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    text: str,
    state: State,
    key: str,
    overdue: bool,
    definition: Version,
    offset: int,
) -> dict[str, Any]:
    found = listing.search(
        session,
        actor,
        locale=locale,
        search=text,
        state=state,
        key=key,
        overdue=overdue,
        definition_id=definition or None,
        limit=PAGE,
        offset=offset,
    )
    late = "1" if overdue else ""
    conditions = {"q": text, "state": state, "key": key, "overdue": late, "definition": definition}

    def at(place: int) -> str:
        return "/instances?" + urlencode({**conditions, "offset": place})

    return {
        "found": found,
        "filters": {**conditions, "text": text, "query": urlencode({**conditions, "offset": offset})},
        "previous": at(max(0, offset - PAGE)) if offset else None,
        "next": at(offset + PAGE) if offset + PAGE < found.total else None,
        "first": offset + 1,
        "last": offset + len(found.rows),
        "may_operate": actor.may("operate"),
        "bulk_kinds": outcomes.kinds(locale),
    }


@router.get("/{instance_id}")
def instance(request: Request, session: Session, actor: Actor, locale: Locale, instance_id: UUID) -> Response:
    """One instance with everything about it."""
    return page(request, session, actor, locale, "instances/page.html", _shown(session, actor, locale, instance_id))


def _shown(session: sqlmodel.Session, actor: identity.Actor, locale: str, instance_id: UUID) -> dict[str, Any]:
    context: dict[str, Any] = {
        "instance_id": instance_id,
        "live_href": f"/live?watch=instance:{instance_id}",
        "comment_action": f"/instances/{instance_id}/comments",
    }
    for part in PARTS:
        context |= _part(session, actor, locale, instance_id, part)
    return context


Part = Literal["head", "progress", "choices", "timeline", "incidents", "variables", "attachments", "comments"]
PARTS: tuple[Part, ...] = get_args(Part)
TEMPLATES = {"comments": "instances/_comment_list.html"}


@router.get("/{instance_id}/_{part}")
def part(request: Request, session: Session, actor: Actor, locale: Locale, instance_id: UUID, part: Part) -> Response:
    """One part of the page, for a live update."""
    context = {"instance_id": instance_id, **_part(session, actor, locale, instance_id, part)}
    return fragment(request, TEMPLATES.get(part, f"instances/_{part}.html"), context)


def _part(
    session: sqlmodel.Session, actor: identity.Actor, locale: str, instance_id: UUID, part: Part
) -> dict[str, Any]:
    operate = {"may_operate": actor.may("operate")}
    if part == "head":
        return {"instance": listing.detail(session, actor, instance_id, locale), **operate}
    if part == "progress":
        return {"progress": drawn(progress.progress(session, actor, instance_id, locale), locale)}
    if part == "choices":
        return {"choices": choices.of_instance(session, actor, instance_id, locale)}
    if part == "timeline":
        return {"timeline": told(progress.timeline(session, actor, instance_id, locale), locale)}
    if part == "incidents":
        found = incidents.open_incidents(session, actor, locale, instance_id=instance_id)
        return {"incidents": told_incidents(found, locale), "back": f"/instances/{instance_id}", **operate}
    if part == "variables":
        return {"variables": [_variable(row) for row in progress.variables(session, actor, instance_id)]}
    if part == "attachments":
        return {"attachments": attachments.of_instance(session, actor, instance_id)}
    return {"comments": comments.of_instance(session, actor, instance_id, locale)}


def _variable(row: progress.VariableRow) -> dict[str, Any]:
    text = orjson.dumps(row.value, default=str).decode()
    filled = row.value not in (None, "", [], {})
    return {"name": row.name, "filled": filled, "text": text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"}


@router.post("/{instance_id}/suspension")
def suspend(session: Session, actor: Actor, instance_id: UUID, reason: Reason) -> Response:
    """Pause the instance."""
    instances.suspend(session, actor, instance_id, reason)
    return RedirectResponse(f"/instances/{instance_id}?said=suspended", 303)


@router.post("/{instance_id}/resumption")
def resume(session: Session, actor: Actor, instance_id: UUID, reason: Reason) -> Response:
    """Let the instance go on."""
    instances.resume(session, actor, instance_id, reason)
    return RedirectResponse(f"/instances/{instance_id}?said=resumed", 303)


@router.post("/{instance_id}/cancellation")
def cancel(session: Session, actor: Actor, instance_id: UUID, reason: Reason) -> Response:
    """End the instance early."""
    instances.cancel(session, actor, instance_id, reason)
    return RedirectResponse(f"/instances/{instance_id}?said=cancelled", 303)


NOT_JSON = _('Write the variables as a JSON object with at least one name, e.g. {"amount": 100}.')


@router.post("/{instance_id}/variables")
def set_variables(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    instance_id: UUID,
    reason: Reason,
    variables: Annotated[str, Form(max_length=100_000)] = "",
) -> Response:
    """Change variables by hand; what cannot be read is shown again."""
    try:
        values = typed(variables)
    except ValueError:
        context = _shown(session, actor, locale, instance_id)
        context |= {"problem": translate(locale, NOT_JSON), "variables_text": variables, "variables_reason": reason}
        return page(request, session, actor, locale, "instances/page.html", context, status=422)
    instances.set_variables(session, actor, instance_id, values, reason)
    return RedirectResponse(f"/instances/{instance_id}?said=edited", 303)


@router.post("/{instance_id}/comments")
def comment(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    instance_id: UUID,
    text: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Say something about the instance; a text that is refused is shown again."""
    try:
        comments.add(session, actor, instance_id, text)
    except CommentRefused as error:
        context = _shown(session, actor, locale, instance_id)
        context |= {"comment_text": text, "comment_error": errors.sentence(error, locale, settings)}
        return page(request, session, actor, locale, "instances/page.html", context, status=422)
    return RedirectResponse(f"/instances/{instance_id}?said=commented", 303)
