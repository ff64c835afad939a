"""The web application, put together."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.db import Database
from engine.settings import Settings
from web import api, auth, errors, health, i18n, pages, public, security, sizes, templating
from web.deps import Edge
from web.static_files import BuiltFiles


def create_app(database: Database, settings: Settings) -> FastAPI:
    """The application over a migrated database; the settings must hold a secret key."""
    app = FastAPI(
        title="Bihuan",
        description="Process definitions, instances, user tasks, messages and incidents.",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.edge = Edge(
        database=database,
        settings=settings,
        permits=asyncio.Semaphore(settings.threads),
        threads=ThreadPoolExecutor(settings.threads, thread_name_prefix="edge"),
    )
    app.state.templates = templating.Templates(settings)
    errors.install(app)
    for router in (health.router, auth.router, *pages.ROUTERS, *public.ROUTERS, *api.ROUTERS):
        app.include_router(router)
    app.mount("/static", _static(), name="static")
    # The last one added is the outermost: headers stand on every answer, also on those of the two inside.
    app.add_middleware(sizes.SizeLimit, settings=settings)
    app.add_middleware(errors.Unexpected)
    app.add_middleware(security.Headers, settings=settings)
    for locale in i18n.LOCALES:
        i18n.translations(locale)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    edge: Edge = app.state.edge
    to_thread.current_default_thread_limiter().total_tokens = edge.settings.threads
    yield
    edge.threads.shutdown()


class _Cached:
    """ASGI: lets browsers keep built files, whose names change with their content, for good, and check the others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        built = scope["path"].startswith("/static/assets/")
        value = b"public, max-age=31536000, immutable" if built else b"public, no-cache"

        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"cache-control", value)]
            await send(message)

        await self.app(scope, receive, send_with_age)


def _static() -> ASGIApp:
    return _Cached(GZipMiddleware(BuiltFiles(directory=templating.STATIC, check_dir=False), minimum_size=1000))
