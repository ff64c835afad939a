"""Bulk operations: choosing what to do to many instances, following it, stopping it, trying again what failed."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

import sqlmodel
from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

import engine.settings
from engine import authz, batch_listing, batches, catalogue, identity, listing, migration_survey
from engine.batches import Order
from engine.errors import Invalid
from engine.listing import Search
from web import outcomes
from web.deps import Actor, Locale, Session, Settings
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.json_values import typed
from web.pages import mapping
from web.pages.instances import NOT_JSON
from web.pages.interventions import told
from web.pages.page import fragment, page
from web.routing import Router

router = Router(prefix="/batches", include_in_schema=False)

PAGE = 50
Kind = Literal["cancel", "suspend", "resume", "retry", "set-variables", "migrate"]
ItemState = Literal["", "waiting", "done", "failed"]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


class Chosen(BaseModel):
    """What is to be done, to ticked instances or to all that match the search of the list."""

    kind: Kind
    instance: list[UUID] = Field(default_factory=list, max_length=500)
    all: bool | Literal[""] = False
    q: str = Field(default="", max_length=200)
    state: Literal["", "active", "suspended", "completed", "cancelled", "incident"] = ""
    key: str = Field(default="", max_length=200)
    overdue: bool | Literal[""] = False
    definition: UUID | Literal[""] = ""
    target: UUID | Literal[""] = ""
    old: list[str] = Field(default_factory=list, max_length=200)
    new: list[str] = Field(default_factory=list, max_length=200)

    def instances(self) -> list[UUID] | Search:
        """The instances as the engine takes them."""
        if not self.all:
            return self.instance
        return Search(
            text=self.q,
            state=self.state,
            key=self.key,
            overdue=bool(self.overdue),
            definition_id=self.definition or None,
        )

    def fields(self) -> list[tuple[str, Any]]:
        """The same again as fields of a form."""
        if not self.all:
            chosen = [("instance", each) for each in self.instance]
            return [("kind", self.kind), ("definition", self.definition), *chosen]
        overdue = "1" if self.overdue else ""
        return [
            ("kind", self.kind), ("all", "1"), ("q", self.q), ("state", self.state), ("key", self.key),
            ("overdue", overdue), ("definition", self.definition),
        ]  # fmt: skip

    def back(self) -> str:
        """The list as it was searched."""
        asked = {"q": self.q, "state": self.state, "key": self.key, "overdue": "1" if self.overdue else "",
                 "definition": self.definition}  # fmt: skip
        words = urlencode({name: value for name, value in asked.items() if value})
        return f"/instances?{words}" if words else "/instances"


class Ordered(Chosen):
    """The same with why, and the variables to set as JSON."""

    reason: str = Field(min_length=1, max_length=500)
    variables: str = Field(default="", max_length=100_000)


@router.get("")
def listed(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """All bulk operations."""
    return page(request, session, actor, locale, "batches/list.html", _all(session, actor, locale))


@router.get("/_list")
def rows(request: Request, session: Session, actor: Actor, locale: Locale) -> Response:
    """All bulk operations, for a live update."""
    return fragment(request, "batches/_list.html", _all(session, actor, locale))


def _all(session: sqlmodel.Session, actor: identity.Actor, locale: str) -> dict[str, Any]:
    found = batch_listing.batches(session, actor, locale, limit=PAGE)
    return {"batches": [(row, outcomes.kind_name(row.kind, locale)) for row in found]}


@router.get("/new")
def new(
    request: Request, session: Session, actor: Actor, locale: Locale, chosen: Annotated[Chosen, Query()]
) -> Response:
    """Ask why, and for what else this kind needs, before anything is done."""
    if chosen.kind == "migrate":
        context = _to_migrate(session, actor, locale, chosen)
        return page(request, session, actor, locale, "batches/migrate.html", context)
    context = _asked(session, actor, locale, chosen)
    return page(request, session, actor, locale, "batches/new.html", context)


def _asked(session: sqlmodel.Session, actor: identity.Actor, locale: str, chosen: Chosen) -> dict[str, Any]:
    authz.require(actor, "operate")
    wanted = chosen.instances()
    number = listing.count_running(session, actor, wanted) if isinstance(wanted, Search) else len(set(wanted))
    return {"kind": chosen.kind, "name": outcomes.kind_name(chosen.kind, locale), "number": number,
            "fields": chosen.fields(), "back": chosen.back()}  # fmt: skip


def _to_migrate(session: sqlmodel.Session, actor: identity.Actor, locale: str, chosen: Chosen) -> dict[str, Any]:
    """What a migration would do to the chosen instances of one version."""
    authz.require(actor, "operate")
    if not chosen.definition:
        raise Invalid(reason=translate(locale, ONE_VERSION))
    source = catalogue.definition(session, chosen.definition)
    versions = mapping.versions(session, actor, source, locale)
    shown = {"name": source.title(locale), "version": source.version}
    context = {"name": outcomes.kind_name("migrate", locale), "source": shown, "versions": versions,
               "back": chosen.back()}  # fmt: skip
    target = chosen.target or (versions[0].id if versions else None)
    if target is None:
        return context
    wanted, said = chosen.instances(), mapping.said(chosen.old, chosen.new)
    found = migration_survey.survey(session, actor, wanted, target, said, locale)
    if not chosen.old and found.suggested:  # nothing said yet: begin with what is probably meant
        said = dict(found.suggested)
        found = migration_survey.survey(session, actor, wanted, target, said, locale)
    asked = [each.element_id for each in found.obstacles if each.verdict == "needs_mapping"]
    return context | {
        "fields": chosen.fields(),
        "target": target,
        "mapping": said,
        "survey": found,
        "rows": mapping.rows(session, source, target, asked, said, locale),
        "told": told([each.reason for each in found.obstacles], locale),
    }


ONE_VERSION = _("only instances of one version can be migrated together; begin at the process or narrow the list")


@router.post("")
def create(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    ordered: Annotated[Ordered, Form()],
) -> Response:
    """Order it; variables that cannot be read are shown again."""
    try:
        order = Order(kind=ordered.kind, reason=ordered.reason, parameters=_parameters(ordered, locale))
    except Invalid as refused:
        context = _asked(session, actor, locale, ordered)
        context |= {"reason": ordered.reason, "variables": ordered.variables, "problem": refused.params["reason"]}
        return page(request, session, actor, locale, "batches/new.html", context, status=422)
    batch_id = batches.create(session, actor, order, ordered.instances())
    return RedirectResponse(f"/batches/{batch_id}", 303)


def _parameters(ordered: Ordered, locale: str) -> dict[str, Any]:
    if ordered.kind == "migrate":
        return {"definition_id": ordered.target, "mapping": mapping.said(ordered.old, ordered.new)}
    if ordered.kind != "set-variables":
        return {}
    try:
        return {"variables": typed(ordered.variables)}
    except ValueError as error:
        raise Invalid(reason=translate(locale, NOT_JSON)) from error


@router.get("/{batch_id}")
def shown(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    batch_id: UUID,
    state: ItemState = "",
    offset: Offset = 0,
) -> Response:
    """One bulk operation: how far it is, and what became of each instance."""
    context = _one(session, actor, locale, settings, batch_id, state, offset)
    return page(request, session, actor, locale, "batches/page.html", context)


@router.get("/{batch_id}/_{part}")
def part(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    batch_id: UUID,
    part: Literal["progress", "items"],
    state: ItemState = "",
    offset: Offset = 0,
) -> Response:
    """One part of the page, for a live update."""
    return fragment(request, f"batches/_{part}.html", _one(session, actor, locale, settings, batch_id, state, offset))


def _one(
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    settings: engine.settings.Settings,
    batch_id: UUID,
    state: ItemState,
    offset: int,
) -> dict[str, Any]:
    batch = batch_listing.batch(session, actor, batch_id, locale)
    found = batch_listing.items(session, actor, batch_id, locale, state=state, limit=PAGE, offset=offset)
    total = {"": batch.total, "waiting": batch.waiting, "done": batch.done, "failed": batch.failed}[state]

    def at(place: int) -> str:
        return f"/batches/{batch_id}?" + urlencode({"state": state, "offset": place})

    return {
        "batch": batch,
        "name": outcomes.kind_name(batch.kind, locale),
        "items": outcomes.told(found, locale, settings),
        "state": state,
        "offset": offset,
        "shown_total": total,
        "previous": at(max(0, offset - PAGE)) if offset else None,
        "next": at(offset + PAGE) if offset + PAGE < total else None,
        "may_operate": actor.may("operate"),
    }


@router.post("/{batch_id}/stop")
def stop(session: Session, actor: Actor, batch_id: UUID) -> Response:
    """Do no more of it."""
    batches.stop(session, actor, batch_id)
    return RedirectResponse(f"/batches/{batch_id}?said=stopped", 303)


@router.post("/{batch_id}/continuation")
def go_on(session: Session, actor: Actor, batch_id: UUID) -> Response:
    """Let a stopped one go on."""
    batches.go_on(session, actor, batch_id)
    return RedirectResponse(f"/batches/{batch_id}", 303)


@router.post("/{batch_id}/retry")
def retry(session: Session, actor: Actor, batch_id: UUID) -> Response:
    """Try those that failed once more."""
    batches.retry(session, actor, batch_id)
    return RedirectResponse(f"/batches/{batch_id}?said=retried", 303)
