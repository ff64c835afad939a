"""Tables that start a process once for each row: /api/v1/processes/{key}/imports and /api/v1/imports."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from engine import row_imports
from engine.models import ImportState, RowState
from web import row_errors
from web.deps import Actor, Locale, Session, Settings
from web.routing import Router

router = Router(prefix="/api/v1/imports", tags=["imports"])
of_processes = Router(prefix="/api/v1/processes", tags=["imports"])
ROUTERS: tuple[APIRouter, ...] = (router, of_processes)


class ImportOut(BaseModel):
    """How far an import is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    process_key: str
    filename: str
    headings: list[str]
    unknown: list[str] = Field(description="Headings that are no field of the form.")
    state: ImportState
    total: int
    good: int
    bad: int
    started: int
    created_at: datetime
    ended_at: datetime | None


class RowError(BaseModel):
    """What is wrong with one answer of a row, with the codes that every form gives."""

    code: str
    params: dict[str, Any]
    component_id: str
    message: str


class RowOut(BaseModel):
    """One row: its line in the file and what became of it."""

    line: int
    cells: list[str]
    state: RowState
    errors: list[RowError]
    instance_id: UUID | None


@of_processes.post("/{key}/imports", status_code=201)
def create(
    session: Session, actor: Actor, locale: Locale, response: Response, key: str, table: Annotated[UploadFile, File()]
) -> ImportOut:
    """Bring a table (CSV or XLSX, up to 10,000 rows); its rows are judged in the background, and none is started."""
    import_id = row_imports.create(session, actor, key, table.file, table.filename or "", locale=locale)
    response.headers["location"] = f"/api/v1/imports/{import_id}"
    return ImportOut.model_validate(row_imports.progress(session, actor, import_id))


@router.get("/{import_id}")
def get_import(session: Session, actor: Actor, import_id: UUID) -> ImportOut:
    """How far it is."""
    return ImportOut.model_validate(row_imports.progress(session, actor, import_id))


@router.get("/{import_id}/rows")
def rows(
    session: Session,
    actor: Actor,
    locale: Locale,
    settings: Settings,
    import_id: UUID,
    state: Literal["", "waiting", "good", "bad", "started"] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[RowOut]:
    """Rows in the order of the file, with what is wrong with them."""
    progress = row_imports.progress(session, actor, import_id)
    found = row_imports.rows(session, actor, import_id, state=state, limit=limit, offset=offset)
    return [
        RowOut(
            line=row.line,
            cells=list(row.cells),
            state=row.state,
            errors=[
                RowError(code=error.code, params=dict(error.params), component_id=error.component_id, message=message)
                for error, message in zip(
                    row.errors, row_errors.sentences(row, progress, locale, settings), strict=True
                )
            ],
            instance_id=row.instance_id,
        )
        for row in found
    ]


@router.post("/{import_id}/beginning", status_code=204)
def begin(session: Session, actor: Actor, import_id: UUID) -> None:
    """Start the process once for each good row."""
    row_imports.begin(session, actor, import_id)


@router.delete("/{import_id}", status_code=204)
def discard(session: Session, actor: Actor, import_id: UUID) -> None:
    """Start none of the rows that are left."""
    row_imports.discard(session, actor, import_id)
