"""Pages for people without a login; listed here, never scanned."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
