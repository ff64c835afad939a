from tests.forms.drawing import field, form, submit


def test_what_is_computed_is_kept_and_what_is_sent_is_not() -> None:
    drawn = form(rows_of_items(), field("expression", "total", expression="=sum(items.price)"))
    assert submit(drawn, {"items": [{"price": 2}, {"price": 5}], "total": 1}).data["total"] == 7


def rows_of_items() -> dict[str, object]:
    return {"type": "dynamiclist", "id": "l", "path": "items", "components": [field("number", "price")]}


def test_text_that_is_no_expression_is_the_value() -> None:
    assert submit(form(field("expression", expression="5")), {}).data == {"a": "5"}


def test_what_cannot_be_computed_is_null() -> None:
    assert submit(form(field("expression", expression="=foo(")), {}, {"a": 1}).data == {"a": None}
    assert submit(form(field("expression", expression="=1 / 0")), {}, {"a": 1}).data == {"a": None}
