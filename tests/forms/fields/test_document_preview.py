from tests.forms.drawing import field, form, submit


def test_it_has_no_value() -> None:
    drawn = form({"type": "documentPreview", "id": "x", "dataSource": "=docs"}, field("textfield"))
    assert submit(drawn, {"x": "sent", "a": "v"}).data == {"a": "v"}
