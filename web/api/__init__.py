"""The REST API, a file per resource; listed here, never scanned."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
