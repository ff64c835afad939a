from tests.forms.drawing import field, form, submit


def test_it_has_no_value() -> None:
    drawn = form({"type": "separator", "id": "x", "key": "x"}, field("textfield"))
    assert submit(drawn, {"x": "sent", "a": "v"}, {"x": "held"}).data == {"a": "v"}
