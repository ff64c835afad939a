"""Tables that start a process once for each of their rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, moment


class ImportState(StrEnum):
    """judging → judged, when every row has been; judged → starting, when a person says so → completed.

    judging, judged or starting → discarded: what has started goes on.
    """

    JUDGING = "judging"
    JUDGED = "judged"
    STARTING = "starting"
    COMPLETED = "completed"
    DISCARDED = "discarded"


class RowState(StrEnum):
    """waiting → good or bad, by the form; good → started, or bad when the process refuses it."""

    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"
    STARTED = "started"


class RowImport(SQLModel, table=True):
    """One table; the counts are brought up to date in the transaction that changes its rows."""

    __tablename__ = "row_import"
    __table_args__ = (
        Index("row_import_open", "created_at", postgresql_where=text("state IN ('judging', 'starting')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    process_key: str
    form_id: UUID
    filename: str
    headings: list[str] = Field(default_factory=list, sa_column=document())
    locale: str
    state: str = ImportState.JUDGING
    total: int
    good: int = 0
    bad: int = 0
    started: int = 0
    created_by: UUID
    created_at: datetime = Field(sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class ImportRow(SQLModel, table=True):
    """One row: its line in the file, its cells as text, the answers read from them, and what is wrong with those."""

    __tablename__ = "import_row"
    __table_args__ = (
        Index("import_row_waiting", "import_id", "line", postgresql_where=text("state IN ('waiting', 'good')")),
    )

    import_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    cells: list[str] = Field(sa_column=document())
    answers: dict[str, Any] = Field(sa_column=document())
    state: str = RowState.WAITING
    errors: list[Any] | None = Field(default=None, sa_column=document(nullable=True))
    instance_id: UUID | None = None
