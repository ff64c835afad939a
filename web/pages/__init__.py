"""Pages for people with a login, a file per area; listed here, never scanned."""

from fastapi import APIRouter

from web import live
from web.pages import (
    attachments,
    batches,
    case_file,
    clock,
    definitions,
    imports,
    inbox,
    incidents,
    instances,
    interventions,
    mailbox,
    monitoring,
    options,
    profile,
    search,
    start,
    tasks,
)

ROUTERS: tuple[APIRouter, ...] = (
    inbox.router,
    tasks.router,
    options.of_tasks,
    start.router,
    imports.router,
    options.of_starts,
    instances.router,
    case_file.router,
    interventions.router,
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
