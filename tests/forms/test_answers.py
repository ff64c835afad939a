from typing import Any

import pytest

from tests.forms.drawing import codes, field, form, rows, submit

KEPT = {"r": "orig", "d": "orig"}


def test_readonly_and_disabled_fields_are_the_servers() -> None:
    drawn = form(field("textfield", "r", readonly=True), field("textfield", "d", disabled=True))
    assert submit(drawn, {"r": "HACK", "d": "HACK"}, KEPT).data == {"r": "orig"}


@pytest.mark.parametrize("drawn", ["true", 1, [1]])
def test_whatever_the_viewer_takes_for_readonly_is_readonly(drawn: Any) -> None:
    assert submit(form(field("textfield", "r", readonly=drawn)), {"r": "HACK"}, KEPT).data == {"r": "orig"}


def test_an_answer_nested_without_end_is_none() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    drawn = form(field("select", valuesExpression='=["x"]'), field("textfield", "t"))
    assert submit(drawn, {"a": deep, "t": deep}).data == {"a": None, "t": ""}


def test_keys_the_form_does_not_have_are_dropped() -> None:
    drawn = form(field("textfield"))
    sent = {"a": "v", "extra": 1, "__proto__": {"admin": True}, "a.b": 1}
    assert submit(drawn, sent, {"secret": 1}).data == {"a": "v"}


def test_computed_values_are_computed_here() -> None:
    drawn = form(field("number", "n"), field("expression", "e", expression="=n * 2"))
    assert submit(drawn, {"n": 2, "e": 999}).data == {"n": 2, "e": 4}


def test_a_condition_that_makes_a_field_readonly_takes_its_answer_away() -> None:
    drawn = form(field("textfield", "b"), field("textfield", "r", readonly='=b = "x"'))
    assert submit(drawn, {"b": "x", "r": "HACK"}, KEPT).data == {"b": "x", "r": "orig"}
    assert submit(drawn, {"b": "y", "r": "mine"}, KEPT).data == {"b": "y", "r": "mine"}


def test_a_field_cannot_unlock_itself() -> None:
    drawn = form(field("textfield", "r", readonly='=r != "HACK"'))
    assert submit(drawn, {"r": "other"}, KEPT).data == {"r": "orig"}


def test_readonly_conditions_that_depend_on_each_other_end() -> None:
    drawn = form(field("textfield", "p", readonly='=q = "new"'), field("textfield", "q", readonly='=p = "new"'))
    kept = submit(drawn, {"p": "new", "q": "new"}, {"p": "old", "q": "old"}).data
    assert kept == {"p": "old", "q": "old"}


@pytest.mark.parametrize("sent", ["zz", {"k": 1}, ["a"], 0, True])
def test_options_nobody_offered_are_dropped(sent: Any) -> None:
    for source in ({"values": ["a"]}, {"valuesExpression": '=["a"]'}, {"valuesExpression": "=5"}, {"valuesKey": "o"}):
        drawn = form(field("select", **source), field("checklist", "many", **source))
        kept = submit(drawn, {"a": sent, "many": [sent, "a"], "o": [sent]}, {"o": ["a"]}).data
        assert kept["a"] is None
        assert sent not in kept["many"]


def test_an_option_the_server_holds_already_stays() -> None:
    drawn = form(field("radio", valuesExpression="=5"))
    assert submit(drawn, {"a": "held"}, {"a": "held"}).data == {"a": "held"}


def test_what_was_not_sent_is_empty() -> None:
    drawn = form(field("textfield", validate={"required": True}), rows(field("textfield", "x")))
    empty = submit(drawn, {}, {"a": "before", "rows": [{"x": "1"}]})
    assert empty.data == {"a": ""}
    assert codes(empty) == ["required"]


@pytest.mark.parametrize("sent", [None, [], "x", 5, {"rows": "x"}, {"rows": [None, 3, ["y"]]}, {"a": {"b": 1}}])
def test_anything_can_be_sent_without_harm(sent: Any) -> None:
    drawn = form(field("textfield"), rows(field("number", "x")))
    assert isinstance(submit(drawn, sent).data, dict)


def test_errors_name_the_component_and_the_place() -> None:
    drawn = form(rows(field("textfield", "x", validate={"required": True})))
    (error,) = submit(drawn, {"rows": [{"x": "1"}, {"x": ""}]}).errors
    assert (error.component_id, error.path, error.indexes) == ("x", ("rows", 1, "x"), (1,))


PRICES = rows(field("textfield", "item"), field("number", "price", readonly=True))
HELD = {"rows": [{"item": "a", "price": 1}, {"item": "b", "price": 2}, {"item": "c", "price": 3}]}


def test_a_row_keeps_what_the_server_owns_of_it_when_others_are_removed() -> None:
    sent = {"rows": [{"item": "b2", "price": 2}, {"item": "c", "price": 3}]}
    assert submit(form(PRICES), sent, HELD).data == {"rows": [{"item": "b2", "price": 2}, {"item": "c", "price": 3}]}


def test_a_row_with_a_forged_value_gets_the_servers_back() -> None:
    sent = {"rows": [{"item": "a", "price": 0}, {"item": "b", "price": 2}, {"item": "c", "price": 3}]}
    assert submit(form(PRICES), sent, HELD).data == HELD


def test_a_new_row_begins_with_the_defaults() -> None:
    drawn = form(rows(field("textfield", "item"), field("number", "price", readonly=True, defaultValue=9)))
    sent = {"rows": [{"item": "a", "price": 1}, {"item": "new", "price": 777}]}
    kept = submit(drawn, sent, {"rows": [{"item": "a", "price": 1}]}).data
    assert kept == {"rows": [{"item": "a", "price": 1}, {"item": "new", "price": 9}]}


def test_a_list_with_fixed_rows_keeps_them() -> None:
    drawn = form({**PRICES, "allowAddRemove": False})
    kept = submit(drawn, {"rows": [{"item": "z", "price": 0}]}, HELD).data["rows"]
    assert [row["price"] for row in kept] == [1, 2, 3]
    assert [row["item"] for row in kept] == ["z", "", ""]


def test_too_many_rows_are_an_error_and_not_a_burden() -> None:
    drawn = form(rows(field("textfield", "x")))
    assert "too-many-rows" in codes(submit(drawn, {"rows": [{}] * 100_000}))


def test_many_lists_together_are_bounded_too() -> None:
    drawn = form(rows(rows(field("textfield", "x"), path="inner")))
    flood: dict[str, object] = {"rows": [{"inner": [{}] * 1000}] * 20}
    assert "too-many-rows" in codes(submit(drawn, flood))
