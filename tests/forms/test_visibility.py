from typing import Any

from tests.forms.drawing import codes, field, form, rows, submit


def hide(condition: str) -> dict[str, Any]:
    return {"conditional": {"hide": condition}}


def test_a_hidden_field_is_neither_judged_nor_kept() -> None:
    drawn = form(field("textfield", "b"), field("textfield", validate={"required": True}, **hide('=b = "x"')))
    assert submit(drawn, {"b": "x", "a": ""}).data == {"b": "x"}
    assert codes(submit(drawn, {"b": "y", "a": ""})) == ["required"]


def test_a_null_condition_hides() -> None:
    drawn = form(field("textfield", **hide("=nothing.here > 1")))
    assert submit(drawn, {"a": "v"}).data == {}


def test_a_condition_that_is_no_feel_or_no_expression_hides_nothing() -> None:
    assert submit(form(field("textfield", **hide("=foo("))), {"a": "v"}).data == {"a": "v"}
    assert submit(form(field("textfield", **hide("true"))), {"a": "v"}).data == {"a": "v"}
    assert submit(form(field("textfield", **hide("=1"))), {"a": "v"}).data == {"a": "v"}


def test_a_condition_on_a_hidden_field_sees_what_the_form_was_opened_with() -> None:
    drawn = form(
        field("textfield", "a"),
        field("textfield", "b", **hide('=a = "x"')),
        field("textfield", "c", **hide('=b = "init"')),
    )
    kept = submit(drawn, {"a": "x", "b": "other", "c": "q"}, {"b": "init", "c": "q"}).data
    assert kept == {"a": "x"}


def test_a_hidden_group_hides_what_it_contains() -> None:
    group = {"type": "group", "id": "g", "path": "p", "components": [field("textfield")], **hide('=b = "x"')}
    drawn = form(field("textfield", "b"), group)
    assert submit(drawn, {"b": "x", "p": {"a": "v"}}).data == {"b": "x"}


def test_a_row_is_this_and_its_number_counts_from_one() -> None:
    drawn = form(rows(field("textfield", "x"), field("textfield", "y", **hide('=this.x = "h"'))))
    kept = submit(drawn, {"rows": [{"x": "h", "y": "1"}, {"x": "k", "y": "2"}]}).data
    assert kept == {"rows": [{"x": "h"}, {"x": "k", "y": "2"}]}
    drawn = form(rows(field("textfield", "x", **hide("=i[1] = 1"))))
    assert submit(drawn, {"rows": [{"x": "1"}, {"x": "2"}]}).data == {"rows": [None, {"x": "2"}]}


def test_an_inner_row_sees_the_outer_row_as_parent() -> None:
    inner = rows(field("textfield", "y", **hide('=parent.x = "h"')), path="inner")
    drawn = form(rows(field("textfield", "x"), inner))
    sent = {"rows": [{"x": "h", "inner": [{"y": "1"}]}, {"x": "k", "inner": [{"y": "2"}]}]}
    assert submit(drawn, sent).data == {"rows": [{"x": "h"}, {"x": "k", "inner": [{"y": "2"}]}]}


def test_a_hidden_list_is_gone() -> None:
    drawn = form(field("textfield", "b"), rows(field("textfield", "x"), **hide('=b = "x"')))
    assert submit(drawn, {"b": "x", "rows": [{"x": "1"}]}).data == {"b": "x"}
