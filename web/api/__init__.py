"""The REST API, a file per resource; listed here, never scanned."""

from fastapi import APIRouter

from web.api import (
    attachments,
    batches,
    definitions,
    deployments,
    docs,
    incidents,
    instances,
    me,
    messages,
    processes,
    tasks,
)

ROUTERS: tuple[APIRouter, ...] = (
    definitions.router,
    deployments.router,
    processes.router,
    instances.router,
    tasks.router,
    messages.router,
    incidents.router,
    batches.router,
    attachments.router,
    me.router,
    docs.router,
)
