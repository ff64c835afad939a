"""Imports: a table starts a process once for each of its rows; every row is judged before any is started.

Whoever may start the process by its form may do so by a table. The worker does the work (engine/row_import_work.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Row, insert, text
from sqlmodel import Session

from engine import catalogue, clock, instances, table_files
from engine.errors import ImportWrongState, NotAllowed, NotFound, TableRefused
from engine.identity import Actor
from engine.models import ImportRow, ImportState, RowImport, RowState
from engine.table_files import TableFile
from forms import FieldError, cells, options, translations
from forms.form import Form

_ONE = text("SELECT * FROM row_import WHERE id = :id AND created_by = :me")
_MINE = text("SELECT * FROM row_import WHERE created_by = :me AND process_key = :key ORDER BY created_at DESC LIMIT 20")
_LOCK = text("SELECT state, good, created_by FROM row_import WHERE id = :id FOR UPDATE")
_TURN = text("UPDATE row_import SET state = :state, ended_at = :ended WHERE id = :id")
_ROWS = text(
    "SELECT line, cells, state, errors, instance_id FROM import_row WHERE import_id = :id "
    "AND (:state = '' OR state = :state) ORDER BY line LIMIT :limit OFFSET :offset"
)

_WRITTEN: Mapping[str, str] = {"date": "2026-03-01", "time": "14:30", "datetime": "2026-03-01 14:30"}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an import is: of `total` rows, how many are good, bad, and started.

    unknown: headings that answer nothing. By component: names: what each field is called in this table; choices: the
    options that the form itself holds; examples: how a day or a time is written.
    """

    id: UUID
    process_key: str
    filename: str
    headings: Sequence[str]
    unknown: Sequence[str]
    names: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]
    examples: Mapping[str, str]
    state: ImportState
    total: int
    good: int
    bad: int
    started: int
    created_at: datetime
    ended_at: datetime | None

    @property
    def judged(self) -> int:
        """How many rows have been judged."""
        return self.good + self.bad + self.started

    @property
    def moving(self) -> bool:
        """Whether the worker is at it."""
        return self.state in (ImportState.JUDGING, ImportState.STARTING)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One row: its line in the file, its cells, and what is wrong with them; the instance that it started."""

    line: int
    cells: Sequence[str]
    state: RowState
    errors: Sequence[FieldError]
    instance_id: UUID | None


def headings(session: Session, actor: Actor, key: str, locale: str) -> list[str]:
    """What to write above the columns of a table for this process."""
    form = catalogue.form(session, instances.start_form_id(session, actor, key))
    return list(cells.headings(form, locale).values())


def create(session: Session, actor: Actor, key: str, stream: BinaryIO, filename: str, *, locale: str) -> UUID:
    """Take a table in; its rows are judged by the start form from now on. Raises TableRefused for one that fits not."""
    if actor.person_id is None:
        raise NotAllowed
    form_id = instances.start_form_id(session, actor, key)
    file = table_files.read(stream, filename)
    columns = cells.table(catalogue.form(session, form_id), file.headings)
    if not any(columns.columns):
        raise TableRefused(reason="none of its headings is the name of a field of this form")
    row = RowImport(
        process_key=key,
        form_id=form_id,
        filename=filename.replace("\\", "/").rpartition("/")[2][:200],
        headings=list(file.headings),
        locale=locale,
        total=len(file.rows),
        created_by=actor.person_id,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    session.execute(insert(ImportRow), _rows(row.id, file, columns))
    return row.id


def _rows(import_id: UUID, file: TableFile, columns: cells.Table) -> list[dict[str, Any]]:
    return [
        {
            "import_id": import_id,
            "line": row.line,
            "cells": ["" if cell is None else cells.as_text(cell) for cell in row.cells],
            "answers": answers,
            "state": RowState.WAITING,
            "errors": [as_json(error) for error in errors] or None,
        }
        for row in file.rows
        for answers, errors in (columns.answers(row.cells),)
    ]


def progress(session: Session, actor: Actor, import_id: UUID) -> Progress:
    """One import, for whoever brought it."""
    return _progress(session, _own(session, actor, import_id))


def _own(session: Session, actor: Actor, import_id: UUID) -> Row[Any]:
    row = session.execute(_ONE, {"id": import_id, "me": actor.person_id}).first()
    if row is None:
        raise NotFound(kind="import", id=str(import_id))
    return row


def mine(session: Session, actor: Actor, key: str) -> list[Progress]:
    """My imports for a process, newest first."""
    return [_progress(session, row) for row in session.execute(_MINE, {"me": actor.person_id, "key": key})]


def rows(
    session: Session, actor: Actor, import_id: UUID, *, state: str = "", limit: int = 50, offset: int = 0
) -> list[Judged]:
    """Rows of one import in the order of the file."""
    _own(session, actor, import_id)
    found = session.execute(_ROWS, {"id": import_id, "state": state, "limit": limit, "offset": offset})
    return [
        Judged(
            line=row.line,
            cells=row.cells,
            state=RowState(row.state),
            errors=[_from_json(error) for error in row.errors or ()],
            instance_id=row.instance_id,
        )
        for row in found
    ]


def begin(session: Session, actor: Actor, import_id: UUID) -> None:
    """Start the process once for each good row."""
    locked = _locked(session, actor, import_id, ImportState.JUDGED)
    if not locked.good:
        raise ImportWrongState(state="empty")
    session.execute(_TURN, {"id": import_id, "state": ImportState.STARTING, "ended": None})


def discard(session: Session, actor: Actor, import_id: UUID) -> None:
    """Start none of the rows that are left; what has been started goes on."""
    _locked(session, actor, import_id, ImportState.JUDGING, ImportState.JUDGED, ImportState.STARTING)
    session.execute(_TURN, {"id": import_id, "state": ImportState.DISCARDED, "ended": clock.now()})


def _locked(session: Session, actor: Actor, import_id: UUID, *states: ImportState) -> Any:
    found = session.execute(_LOCK, {"id": import_id}).first()
    if found is None or found.created_by != actor.person_id:
        raise NotFound(kind="import", id=str(import_id))
    if found.state not in states:
        raise ImportWrongState(state=found.state)
    return found


def _progress(session: Session, row: Row[Any]) -> Progress:
    form = catalogue.form(session, row.form_id)
    columns = list(zip(row.headings, cells.table(form, row.headings).columns, strict=True))
    known = [column for _, column in columns if column]
    return Progress(
        id=row.id,
        process_key=row.process_key,
        filename=row.filename,
        headings=row.headings,
        unknown=[heading for heading, column in columns if heading and column is None],
        names=cells.headings(form, row.locale) | {column.field.id: heading for heading, column in columns if column},
        choices={column.field.id: _choices(form, column, row.locale) for column in known if column.options},
        examples={column.field.id: _example(column) for column in known if column.field.type == "datetime"},
        state=ImportState(row.state),
        total=row.total,
        good=row.good,
        bad=row.bad,
        started=row.started,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def _choices(form: Form, column: cells.Column, locale: str) -> list[str]:
    shown = translations.localised(column.field, locale, form.translations)
    return [option.label for option in options.normalise(shown.get("values") or ())]


def _example(column: cells.Column) -> str:
    return _WRITTEN.get(column.field.attributes.get("subtype", "date"), _WRITTEN["date"])


def as_json(error: FieldError) -> dict[str, Any]:
    """An error of a row as it is kept."""
    return {
        "code": error.code,
        "params": dict(error.params),
        "component_id": error.component_id,
        "path": list(error.path),
        "own": dict(error.own_messages),
    }


def _from_json(kept: Mapping[str, Any]) -> FieldError:
    return FieldError(
        code=kept["code"],
        params=kept["params"],
        component_id=kept["component_id"],
        path=tuple(kept["path"]),
        own_messages=kept["own"],
    )
