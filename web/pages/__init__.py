"""Pages for people with a login, a file per area; listed here, never scanned."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
