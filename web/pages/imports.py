"""Starting a process once for each row of a table: bring it, see what is wrong with it, start the good rows."""

from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode
from uuid import UUID

import sqlmodel
from fastapi import File, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

import engine.settings
from engine import identity, row_imports
from engine.errors import TableRefused
from engine.table_files import MOST_ROWS
from web import errors, row_errors
from web.deps import Actor, Locale, Session, Settings
from web.pages.page import fragment, page
from web.pages.start import startable
from web.routing import Router

router = Router(prefix="/imports", include_in_schema=False)

PAGE = 50
RowState = Literal["", "waiting", "good", "bad", "started"]
Offset = Annotated[int, Query(ge=0, le=MOST_ROWS)]


@router.get("/new/{key}")
def new(request: Request, session: Session, actor: Actor, locale: Locale, key: str) -> Response:
    """Where a table is brought, and what its columns are called."""
    return page(request, session, actor, locale, "imports/new.html", _asked(session, actor, locale, key))


def _asked(session: sqlmodel.Session, actor: identity.Actor, locale: str, key: str) -> dict[str, Any]:
    return {
        "process": startable(session, actor, locale, key),
        "headings": row_imports.headings(session, actor, key, locale),
        "earlier": row_imports.mine(session, actor, key),
    }


@router.get("/new/{key}/table.csv")
def empty_table(session: Session, actor: Actor, locale: Locale, key: str) -> Response:
    """A table with the headings only, to be filled in."""
    process = startable(session, actor, locale, key)
    headings = row_imports.headings(session, actor, key, locale)
    return _table(row_errors.table([headings]), f"{process.name}.csv")


@router.post("/new/{key}")
def create(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    key: str,
    table: Annotated[UploadFile, File()],
) -> Response:
    """Take the table in; one that cannot be read is told at once."""
    try:
        import_id = row_imports.create(session, actor, key, table.file, table.filename or "", locale=locale)
    except TableRefused as refused:
        problem = errors.sentence(refused, locale, settings)
        context = _asked(session, actor, locale, key) | {"problem": problem}
        return page(request, session, actor, locale, "imports/new.html", context, status=422)
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.get("/{import_id}")
def shown(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    import_id: UUID,
    state: RowState = "bad",
    offset: Offset = 0,
) -> Response:
    """One import: how far it is, and what is wrong with which row."""
    context = _one(session, actor, locale, settings, import_id, state, offset)
    return page(request, session, actor, locale, "imports/page.html", context)


@router.get("/{import_id}/_state")
def part(
    request: Request,
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    import_id: UUID,
    state: RowState = "bad",
    offset: Offset = 0,
) -> Response:
    """The same again while the worker is at it."""
    context = _one(session, actor, locale, settings, import_id, state, offset)
    return fragment(request, "imports/_state.html", context)


def _one(
    session: sqlmodel.Session,
    actor: identity.Actor,
    locale: str,
    settings: engine.settings.Settings,
    import_id: UUID,
    state: RowState,
    offset: int,
) -> dict[str, Any]:
    progress = row_imports.progress(session, actor, import_id)
    rows = row_imports.rows(session, actor, import_id, state=state, limit=PAGE + 1, offset=offset)

    def at(place: int) -> str:
        return f"/imports/{import_id}?" + urlencode({"state": state, "offset": place})

    return {
        "progress": progress,
        "process": startable(session, actor, locale, progress.process_key),
        "rows": [(row, row_errors.sentences(row, progress, locale, settings)) for row in rows[:PAGE]],
        "state": state,
        "offset": offset,
        "previous": at(max(0, offset - PAGE)) if offset else None,
        "next": at(offset + PAGE) if len(rows) > PAGE else None,
    }


@router.get("/{import_id}/bad.csv")
def bad_rows(session: Session, actor: Actor, locale: Locale, settings: Settings, import_id: UUID) -> Response:
    """The rows that were not taken, with their reasons: to be mended and brought again."""
    progress = row_imports.progress(session, actor, import_id)
    rows = row_imports.rows(session, actor, import_id, state="bad", limit=MOST_ROWS)
    name = progress.filename.rpartition(".")[0] or progress.filename
    return _table(row_errors.bad_table(progress, rows, locale, settings), f"{name}-2.csv")


def _table(content: bytes, filename: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return Response(content, media_type="text/csv; charset=utf-8", headers={"content-disposition": disposition})


@router.post("/{import_id}/beginning")
def begin(session: Session, actor: Actor, import_id: UUID) -> Response:
    """Start the process for the good rows."""
    row_imports.begin(session, actor, import_id)
    return RedirectResponse(f"/imports/{import_id}?state=started", 303)


@router.post("/{import_id}/discard")
def discard(session: Session, actor: Actor, import_id: UUID) -> Response:
    """Start none of the rows that are left."""
    row_imports.discard(session, actor, import_id)
    return RedirectResponse(f"/imports/{import_id}", 303)
