from forms import DisplayRow, FileInfo
from tests.forms.drawing import field, form, rows

FILE = FileInfo(filename="offer.pdf", content_type="application/pdf", size=3, sha256="ab").reference()


def test_answers_read_as_they_looked() -> None:
    drawn = form(
        field("textfield", label="Name of {{kind}}"),
        field("select", "s", label="Choose", values=[{"label": "Option X", "value": "x"}]),
        field("checklist", "many", values=[{"label": "One", "value": 1}, {"label": "Two", "value": 2}]),
        field("checkbox", "ok", label="Sure"),
        field("datetime", "d", dateLabel="Day", subtype="datetime"),
        field("number", "n"),
        field("filepicker", "f", label="Files"),
        field("expression", "e", expression="=1"),
    )
    data = {"a": "Ann", "s": "x", "many": [2, 1], "ok": True, "d": "2026-03-10T12:00", "n": 1.5, "f": [FILE], "e": 1}
    shown = drawn.display({**data, "kind": "customer"}, "en")
    assert [(row.label, row.text) for row in shown] == [
        ("Name of customer", "Ann"),
        ("Choose", "Option X"),
        ("", "Two, One"),
        ("Sure", "Yes"),
        ("Day", "2026-03-10 12:00"),
        ("", "1.5"),
        ("Files", "offer.pdf"),
    ]
    assert shown[-1].files == (FILE,)


def test_hidden_and_absent_fields_are_not_shown() -> None:
    drawn = form(field("textfield", conditional={"hide": "=true"}), field("textfield", "b"))
    assert drawn.display({"a": "v"}, "en") == ()


def test_groups_and_rows_are_nested() -> None:
    group = {"type": "group", "id": "g", "label": "Group", "components": [rows(field("textfield", "x"), label="List")]}
    (shown,) = form(group).display({"rows": [{"x": "1"}, {"x": "2"}]}, "en")
    assert (shown.label, shown.kind) == ("Group", "group")
    (items,) = shown.rows
    assert [(row.kind, row.label, row.rows[0].text) for row in items.rows] == [("row", "1", "1"), ("row", "2", "2")]


def test_text_and_tables_are_shown_but_html_is_not() -> None:
    table = {"type": "table", "id": "t", "label": "T", "dataSource": "=lines", "columns": [{"key": "k", "label": "K"}]}
    drawn = form({"type": "text", "id": "x", "text": "**{{n}}**"}, {"type": "html", "id": "h", "content": "<b>"}, table)
    text, shown = drawn.display({"n": 1, "lines": [{"k": "v"}]}, "en")
    assert text == DisplayRow(label="", text="**1**", kind="text")
    assert shown.rows[0].rows == (DisplayRow(label="K", text="v", kind="cell"),)


def test_labels_and_options_are_in_the_language_asked_for() -> None:
    chinese = {"zh-CN": {"a": {"label": "选择", "values.x": "甲"}}}
    drawn = form(
        field("radio", label="Choose", values=[{"label": "X", "value": "x"}]), bihuan={"translations": chinese}
    )
    (row,) = drawn.display({"a": "x"}, "zh-CN")
    assert (row.label, row.text) == ("选择", "甲")


def test_stored_data_of_another_shape_does_no_harm() -> None:
    drawn = form(
        field("checklist", values=["x"]),
        field("select", "s", values=["x"]),
        field("filepicker", "f"),
        rows(field("textfield", "x")),
    )
    shown = drawn.display({"a": "x", "s": {"gone": 1}, "f": "files::old", "rows": "none"}, "en")
    assert [row.text for row in shown] == ["", "", "", ""]
