"""Answers out of the cells of a table."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

import forms
from forms import cells
from tests.forms.drawing import form as drawn_form

COLORS = [{"label": "Red, dark", "value": "red"}, {"label": "Blue", "value": "blue"}]


def _form(*components: dict[str, Any], **own: Any) -> forms.Form:
    return drawn_form(*components, bihuan=own)


def _field(kind: str, key: str = "a", **rest: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"f-{key}", "key": key, "label": key.title(), **rest}


def _read(component: dict[str, Any], cell: cells.Cell, **own: Any) -> Any:
    table = cells.table(_form(component, **own), [component["key"]])
    answers, errors = table.answers([cell])
    return [error.code for error in errors] or answers.get(component["key"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", 12), ("１２．５", 12.5), ("1,234.50", 1234.5), ("¥ 99", 99), (3.0, 3), (7, 7), (" ", None), (None, None)],
)
def test_numbers_are_read_as_people_write_them(cell: cells.Cell, value: Any) -> None:
    assert _read(_field("number"), cell) == value


@pytest.mark.parametrize("cell", ["twelve", "1.2.3", "1e999999", "NaN", True])
def test_what_is_no_number_is_told(cell: cells.Cell) -> None:
    assert _read(_field("number"), cell) == ["cell-unreadable"]


def test_an_exact_number_stays_as_it_was_written() -> None:
    assert _read(_field("number", serializeToString=True), "12.50") == "12.50"


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("Yes", True), ("1", True), ("否", False), (True, True)])
def test_boxes_are_ticked_in_words(cell: cells.Cell, value: bool) -> None:
    assert _read(_field("checkbox"), cell) is value
    assert _read(_field("checkbox"), "perhaps") == ["cell-unreadable"]


@pytest.mark.parametrize(
    "cell", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", date(2026, 3, 1), datetime(2026, 3, 1, 0, 0)]
)
def test_days_are_read_as_people_write_them(cell: cells.Cell) -> None:
    assert _read(_field("datetime"), cell) == "2026-03-01"


@pytest.mark.parametrize("cell", ["2026-02-30", "tomorrow", "12:00", 45])
def test_what_is_no_day_is_told(cell: cells.Cell) -> None:
    assert _read(_field("datetime"), cell) == ["cell-unreadable"]


def test_times_and_moments_are_read() -> None:
    assert _read(_field("datetime", subtype="time"), "9:05") == "09:05"
    assert _read(_field("datetime", subtype="time"), time(9, 5)) == "09:05"
    assert _read(_field("datetime", subtype="time"), timedelta(hours=9, minutes=5)) == "09:05"
    assert _read(_field("datetime", subtype="datetime"), "2026/3/1 9:05:30") == "2026-03-01T09:05"
    assert _read(_field("datetime", subtype="datetime"), datetime(2026, 3, 1, 9, 5)) == "2026-03-01T09:05"


@pytest.mark.parametrize("cell", ["Red, dark", "red", "RED", "深红", "ｒｅｄ"])
def test_options_are_chosen_by_label_in_any_language_or_by_value(cell: str) -> None:
    translations = {"zh-CN": {"f-a": {"values.red": "深红"}}}
    assert _read(_field("select", values=COLORS), cell, translations=translations) == "red"


def test_an_option_that_is_not_there_is_told() -> None:
    assert _read(_field("radio", values=COLORS), "green") == ["cell-unreadable"]
    assert _read(_field("checklist", values=COLORS), "blue;green") == ["cell-unreadable"]


@pytest.mark.parametrize(
    ("cell", "value"), [("blue；red", ["blue", "red"]), ("Red, dark", ["red"]), ("Blue、red", ["blue", "red"])]
)
def test_several_options_stand_in_one_cell(cell: str, value: list[str]) -> None:
    assert _read(_field("taglist", values=COLORS), cell) == value


def test_a_telephone_number_that_a_spreadsheet_made_a_number_is_a_text_again() -> None:
    assert _read(_field("textfield"), 13800000000.0) == "13800000000"


def test_columns_are_found_by_key_and_by_label_in_any_language() -> None:
    translations = {"zh-CN": {"f-name": {"label": "姓名"}}}
    form = _form(_field("textfield", "name"), _field("number", "age"), translations=translations)
    for written in (["姓名", "AGE"], ["Name*", "age"], ["name ", "Age"]):
        table = cells.table(form, written)
        assert table.answers(["Li", "30"])[0] == {"name": "Li", "age": 30}


def test_a_column_that_is_unknown_or_comes_twice_answers_nothing() -> None:
    table = cells.table(_form(_field("textfield", "name")), ["?", "name", "Name"])
    assert [column is not None for column in table.columns] == [False, True, False]
    assert table.answers(["x", "Li", "Wang"])[0] == {"name": "Li"}


def test_only_what_a_row_can_answer_has_a_column() -> None:
    form = _form(
        _field("textfield", "name"),
        _field("textfield", "locked", readonly=True),
        _field("filepicker", "file"),
        {"type": "expression", "id": "e", "key": "sum", "expression": "=1"},
        {"type": "group", "id": "g", "path": "address", "components": [_field("textfield", "city")]},
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "rows",
            "isRepeating": True,
            "components": [_field("textfield", "x")],
        },
    )
    assert list(cells.headings(form, "en").values()) == ["Name", "City"]
    assert cells.table(form, ["City"]).answers(["Beijing"])[0] == {"address": {"city": "Beijing"}}


def test_two_fields_with_one_label_are_told_apart_by_their_keys() -> None:
    form = _form(_field("textfield", "a", label="Phone"), _field("textfield", "b", label="Phone"))
    assert cells.headings(form, "en") == {"f-a": "a", "f-b": "b"}
