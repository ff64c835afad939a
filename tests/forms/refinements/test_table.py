from tests.forms.drawing import field, form, rows


def test_a_table_is_a_list_that_reads_as_a_table() -> None:
    drawn = form(rows(field("textfield", "x"), label="Lines", bihuan={"as": "table"}))
    [shown] = drawn.display({"rows": [{"x": "1"}]}, "en")
    assert (shown.kind, shown.label, shown.rows[0].rows[0].text) == ("table", "Lines", "1")
