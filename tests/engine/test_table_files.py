"""Tables of any kind that people bring."""

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from engine import table_files
from engine.errors import TableRefused


def _read(content: bytes | str, name: str = "a.csv") -> list[tuple[int, list[Any]]]:
    file = table_files.read(io.BytesIO(content.encode() if isinstance(content, str) else content), name)
    return [(0, list(file.headings)), *((row.line, list(row.cells)) for row in file.rows)]


def _sheet(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_any_common_encoding_and_separator(separator: str, encoding: str) -> None:
    text = "姓名,年龄\r\n李,30\r\n\r\n王,40\r\n".replace(",", separator)
    assert _read(text.encode(encoding)) == [(0, ["姓名", "年龄"]), (2, ["李", "30"]), (4, ["王", "40"])]


def test_a_quoted_cell_may_hold_lines_and_separators() -> None:
    assert _read('a,b\n"x, y\nz",2\n')[1] == (2, ["x, y\nz", "2"])


def test_a_spreadsheet_keeps_numbers_and_days() -> None:
    day, moment = datetime(2026, 3, 1), datetime(2026, 3, 1, 14, 30)
    read = _read(_sheet(["a", "b", "c"], [], [12.5, day, moment]), "a.xlsx")
    assert read == [(0, ["a", "b", "c"]), (3, [12.5, day.date(), moment])]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "no headings"),
        (b"a,b\n", "a.csv", "no rows"),
        (b'a,b\n"1', "a.csv", "not closed"),
        (b"\x89PNG\0\0", "a.csv", "neither"),
        (b"PK nonsense", "a.xlsx", "can be read"),
        (b"a,b\n" + b"1,2\n" * 10_001, "a.csv", "more than 10,000 rows"),
        (b"a" + b",a" * 200 + b"\n1\n", "a.csv", "more than 200 columns"),
        (b"x" * ((25 << 20) + 1), "a.csv", "larger"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(TableRefused) as refused:
        _read(content, name)
    assert reason in refused.value.params["reason"]


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (260 << 20))
    with pytest.raises(TableRefused, match="far too much"):
        _read(content.getvalue(), "a.xlsx")


def test_an_archive_that_is_no_spreadsheet_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", b"hello")
    with pytest.raises(TableRefused):
        _read(content.getvalue(), "a.xlsx")


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["XFD1048576"] = "a", 1, 2
    content = io.BytesIO()
    book.save(content)
    assert _read(content.getvalue(), "a.xlsx") == [(0, ["a"]), (2, [1])]
