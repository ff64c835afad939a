"""Pages for people without a login; listed here, never scanned."""

from fastapi import APIRouter

from web.public import forms, links, options, receipts

ROUTERS: tuple[APIRouter, ...] = (
    forms.router,
    options.of_starts,
    links.router,
    options.of_links,
    receipts.router,
    options.of_receipts,
)
