"""Pages for people without a login; listed here, never scanned."""

from fastapi import APIRouter

from web.public import forms, receipts

ROUTERS: tuple[APIRouter, ...] = (forms.router, receipts.router)
