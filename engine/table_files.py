"""Tables that people bring: text files of any common separator and encoding, and spreadsheets."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from engine.errors import TableRefused
from forms.cells import Cell

MOST_ROWS = 10_000
MOST_COLUMNS = 200
LARGEST = 25 << 20
"""Bytes of the file, and a tenth of what a spreadsheet may unpack to."""
LONGEST_CELL = 20_000
MIDNIGHT = time()
LAST_LINE = 100_000
"""Empty rows between others count, too."""
SPREADSHEETS = (".xlsx", ".xlsm")
_ENCODINGS = ("utf-8-sig", "gb18030")
"""What Excel writes as text in most of the world, and what it writes in China."""
_SEPARATORS = ",;\t"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row below the headings, with the number that a person sees beside it in the file."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """Headings, and the rows that hold anything."""

    headings: Sequence[str]
    rows: Sequence[Row]


def read(stream: BinaryIO, filename: str) -> TableFile:
    """The first sheet, or the text; TableRefused says what is wrong with it as a whole."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TableRefused(reason="it is larger than 25 MB")
    lines = _sheet(content) if filename.lower().endswith(SPREADSHEETS) else _text(content)
    headings, rows = _split(lines)
    if not any(headings):
        raise TableRefused(reason="its first row has no headings")
    if not rows:
        raise TableRefused(reason="it has no rows below the headings")
    return TableFile(headings=headings, rows=rows)


def _split(lines: Iterator[Sequence[Cell]]) -> tuple[list[str], list[Row]]:
    headings: list[str] | None = None
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise TableRefused(reason="it has more than 200 columns")
        if headings is None:
            headings = [str(cell or "").strip()[:LONGEST_CELL] for cell in cells]
            continue
        if len(rows) == MOST_ROWS:
            raise TableRefused(reason="it has more than 10,000 rows")
        rows.append(Row(line=number, cells=[_cut(cell) for cell in cells[: len(headings)]]))
    return headings or [], rows


def _cut(cell: Cell) -> Cell:
    if isinstance(cell, datetime) and cell.time() == MIDNIGHT:
        return cell.date()  # a spreadsheet keeps a day as its midnight; people wrote the day
    return cell[:LONGEST_CELL] if isinstance(cell, str) else cell


def _text(content: bytes) -> Iterator[Sequence[Cell]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise TableRefused(reason="it is not a table: a quotation mark is not closed") from error


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableRefused(reason="it is neither a spreadsheet nor text")


def _sheet(content: bytes) -> Iterator[Sequence[Cell]]:
    _must_unpack_small(content)
    try:
        # Read row by row: a sheet of two cells far apart must not become a table of all cells between them.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True, max_row=LAST_LINE)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise TableRefused(reason="it is not a spreadsheet that can be read") from error


def _must_unpack_small(content: bytes) -> None:
    """A small archive can hold a very large table."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise TableRefused(reason="it is not a spreadsheet that can be read")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 10 * LARGEST:
            raise TableRefused(reason="it unpacks to far too much")
