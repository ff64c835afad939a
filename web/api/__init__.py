"""The REST API, a file per resource; listed here, never scanned."""

from fastapi import APIRouter

from web.api import (
    attachments,
    batches,
    decisions,
    definitions,
    deployments,
    docs,
    forms,
    imports,
    incidents,
    instances,
    me,
    messages,
    migration,
    moves,
    options,
    processes,
    task_links,
    tasks,
)

ROUTERS: tuple[APIRouter, ...] = (
    definitions.router,
    deployments.router,
    decisions.router,
    processes.router,
    options.of_processes,
    forms.router,
    *imports.ROUTERS,
    instances.router,
    moves.router,
    migration.router,
    tasks.router,
    options.of_tasks,
    task_links.router,
    messages.router,
    incidents.router,
    batches.router,
    attachments.router,
    me.router,
    docs.router,
)
