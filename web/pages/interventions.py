"""Interventions into one instance: moving its tokens, taking it to another version and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import sqlmodel
from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from engine import catalogue, identity, instance_migration, listing, progress, token_moves
from engine.bpmn import Begin, Place, Standing
from engine.catalogue import Definition
from engine.errors import BihuanError, Invalid, MoveRefused, NotFound
from engine.instance_migration import Change, Preview
from web import errors, incidents, reasons
from web.deps import Actor, Locale, Session, Settings
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.pages import mapping
from web.pages.page import page
from web.pages.story import drawn
from web.routing import Router

router = Router(prefix="/instances", include_in_schema=False)

Reason = Annotated[str, Form(min_length=1, max_length=500)]
Elements = Annotated[list[str], Query(max_length=200)]
ElementFields = Annotated[list[str], Form(max_length=200)]

STANDS: Mapping[str, str] = {
    "user": _("waits for people"),
    "choice": _("waits for people to choose"),
    "job": _("waits for software"),
    "timer": _("waits for its time"),
    "message": _("waits for a message"),
    "signal": _("waits for a signal"),
    "condition": _("waits for a condition"),
    "incident": _("is stuck"),
    "scope": _("with everything inside"),
    "loop": _("with all its repetitions"),
    "join": _("waits for the other branches"),
}
"""How a token stands, by its kind."""


@router.get("/{instance_id}/moves")
def moves(request: Request, session: Session, actor: Actor, locale: Locale, instance_id: UUID) -> Response:
    """What stands where, and where work can begin."""
    context = _moves(session, actor, locale, instance_id)
    return page(request, session, actor, locale, "instances/moves.html", context)


@router.post("/{instance_id}/moves")
def move(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    instance_id: UUID,
    reason: Reason,
    cancel: Annotated[list[str], Form(max_length=1000)] = [],  # noqa: B006 - FastAPI copies it
    begin: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """End and begin in one step; a refusal is said above what was chosen."""
    element, _at, scope = begin.partition("@")
    beginning = [Begin(element_id=element, scope_token_id=scope or None)] if element else []
    try:
        with session.begin_nested():
            token_moves.move(session, actor, instance_id, cancel, beginning, reason)
    except (Invalid, NotFound) as refused:
        context = _moves(session, actor, locale, instance_id)
        problem = _refusal(refused, context["instance"].definition_id, session, locale, settings)
        context |= {"problem": problem, "ended": cancel, "begin": begin, "reason": reason}
        return page(request, session, actor, locale, "instances/moves.html", context, status=422)
    return RedirectResponse(f"/instances/{instance_id}?said=tokens-moved", 303)


def _refusal(
    error: BihuanError, definition_id: UUID, session: sqlmodel.Session, locale: str, settings: Settings
) -> str:
    """The sentence, with the element by its name."""
    if not isinstance(error, MoveRefused):
        return errors.sentence(error, locale, settings)
    element = str(error.params["element"])
    name = catalogue.definition(session, definition_id).element_name(element, locale) if element else ""
    return errors.filled(error.template(), {**error.params, "element": name}, locale, settings)


def _moves(session: sqlmodel.Session, actor: identity.Actor, locale: str, instance_id: UUID) -> dict[str, Any]:
    possible = token_moves.possible(session, actor, instance_id)
    instance = listing.detail(session, actor, instance_id, locale)
    definition = catalogue.definition(session, instance.definition_id)
    shown = drawn(progress.progress(session, actor, instance_id, locale), locale)
    by_token = {each.token_id: each for each in possible.standing}
    return {
        "instance": instance,
        "progress": shown,
        "names": shown["names"],
        "standing": [_standing(each, by_token, definition, locale) for each in possible.standing],
        "places": sorted(
            (option for place in possible.places for option in _options(place, by_token, definition, locale)),
            key=lambda option: option["name"],
        ),
        "ended": [],
        "begin": "",
    }


def _standing(token: Standing, by_token: Mapping[str, Standing], definition: Definition, locale: str) -> dict[str, str]:
    around = by_token.get(token.parent_token_id)
    return {
        "id": token.token_id,
        "name": _name(token, definition, locale),
        "what": translate(locale, STANDS[token.kind]) if token.kind in STANDS else "",
        "inside": _name(around, definition, locale) if around is not None else "",
    }


def _options(
    place: Place, by_token: Mapping[str, Standing], definition: Definition, locale: str
) -> Iterable[dict[str, str]]:
    """One option, or one for each running scope that the element can begin in."""
    if place.refused:
        return
    name = _name(place, definition, locale)
    if not place.scopes:
        yield {"value": place.element_id, "element_id": place.element_id, "name": name}
    for number, scope in enumerate(place.scopes, 1):
        inside = _name(by_token[scope], definition, locale) if scope in by_token else ""
        label = translate(
            locale, _("{name} (in {scope}, no. {number})"), {"name": name, "scope": inside, "number": number}
        )
        yield {"value": f"{place.element_id}@{scope}", "element_id": place.element_id, "name": label}


def _name(of: Standing | Place, definition: Definition, locale: str) -> str:
    """The name in a language; of what a called process of another package draws, the drawn one."""
    if of.reference or definition.activity(of.element_id) is None:
        return of.name or of.element_id
    return definition.element_name(of.element_id, locale)


@router.get("/{instance_id}/migration")
def migration(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    instance_id: UUID,
    target: UUID | None = None,
    old: Elements = [],  # noqa: B006 - FastAPI copies it
    new: Elements = [],  # noqa: B006 - as above
) -> Response:
    """What would become of each place in another version."""
    context = _migration(session, actor, locale, instance_id, target, mapping.said(old, new) if old else None)
    return page(request, session, actor, locale, "instances/migration.html", context)


@router.post("/{instance_id}/migration")
def migrate(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    instance_id: UUID,
    target: Annotated[UUID, Form()],
    reason: Reason,
    old: ElementFields = [],  # noqa: B006 - FastAPI copies it
    new: ElementFields = [],  # noqa: B006 - as above
) -> Response:
    """Take the instance to that version; a refusal is said above what was chosen."""
    chosen = mapping.said(old, new)
    try:
        with session.begin_nested():
            instance_migration.migrate(session, actor, instance_id, target, chosen, reason)
    except Invalid as refused:
        context = _migration(session, actor, locale, instance_id, target, chosen)
        context |= {"problem": errors.sentence(refused, locale, settings), "reason": reason}
        return page(request, session, actor, locale, "instances/migration.html", context, status=422)
    return RedirectResponse(f"/instances/{instance_id}?said=migrated", 303)


@router.post("/{instance_id}/migration/undo")
def undo(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    instance_id: UUID,
    reason: Reason,
) -> Response:
    """Take the last migration back."""
    try:
        with session.begin_nested():
            instance_migration.undo(session, actor, instance_id, reason)
    except Invalid as refused:
        context = _migration(session, actor, locale, instance_id, None, None)
        context |= {"problem": errors.sentence(refused, locale, settings)}
        return page(request, session, actor, locale, "instances/migration.html", context, status=422)
    return RedirectResponse(f"/instances/{instance_id}?said=unmigrated", 303)


def _migration(
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    instance_id: UUID,
    target: UUID | None,
    chosen: Mapping[str, str] | None,
) -> dict[str, Any]:
    undoable = instance_migration.undoable(session, actor, instance_id)
    instance = listing.detail(session, actor, instance_id, locale)
    source = catalogue.definition(session, instance.definition_id)
    versions = mapping.versions(session, actor, source, locale)
    context: dict[str, Any] = {"instance": instance, "versions": versions, "undoable": undoable, "preview": None}
    target = target or (versions[0].id if versions else None)
    if target is None:
        return context
    preview = instance_migration.preview(session, actor, instance_id, target, chosen or {})
    if chosen is None and preview.suggested:  # nothing said yet: begin with what is probably meant
        chosen = preview.suggested
        preview = instance_migration.preview(session, actor, instance_id, target, chosen)
    asked = [each.element_id for each in preview.verdicts if each.verdict == "needs_mapping"]
    there = catalogue.definition(session, target)
    return context | {
        "target": target,
        "mapping": dict(chosen or {}),
        "preview": preview,
        "rows": mapping.rows(session, source, target, asked, chosen or {}, locale),
        "told": told([each.reason for each in preview.verdicts], locale),
        "names": {each.element_id: source.element_name(each.element_id, locale) for each in preview.verdicts},
        "target_names": {each: there.element_name(each, locale) for each in there.process.activities},
        "changes": _changes(preview, source, there, locale),
    }


def _changes(preview: Preview, source: Definition, there: Definition, locale: str) -> list[Change]:
    """What people will notice, with names as they read them rather than as they are drawn."""
    before = {each.target_id: each.element_id for each in preview.verdicts}
    found = []
    for each in preview.changes:
        if each.kind == "name":
            old = source.element_name(before.get(each.element_id, each.element_id), locale)
            each = replace(each, old=old, new=there.element_name(each.element_id, locale))
        if each.old != each.new:
            found.append(each)
    return found


def told(codes: Sequence[str], locale: str) -> dict[str, str]:
    """Why something is in the way, or what else becomes of it, as sentences by code."""
    found = {code: translate(locale, reasons.ALL[code]) if code in reasons.ALL else "" for code in codes}
    return {code: said or incidents.sentence(code, locale) or code for code, said in found.items()}
