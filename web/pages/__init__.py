"""Pages for people with a login, a file per area; listed here, never scanned."""

from fastapi import APIRouter

from web import live
from web.pages import (
    attachments,
    batches,
    clock,
    definitions,
    inbox,
    incidents,
    instances,
    mailbox,
    monitoring,
    profile,
    search,
    start,
    tasks,
)

ROUTERS: tuple[APIRouter, ...] = (
    inbox.router,
    tasks.router,
    start.router,
    instances.router,
    definitions.router,
    monitoring.router,
    incidents.router,
    batches.router,
    mailbox.router,
    attachments.router,
    profile.router,
    search.router,
    clock.router,
    live.router,
)
