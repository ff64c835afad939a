"""Pages for people without a login; listed here, never scanned."""

from fastapi import APIRouter

from web.public import forms, links, options, receipts

ROUTERS: tuple[APIRouter, ...] = (forms.router, options.router, links.router, receipts.router)
