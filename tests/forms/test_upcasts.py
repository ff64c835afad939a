"""Answers to an older version of a form go on in the newer one, or are kept to be copied."""

from collections.abc import Mapping
from typing import Any

import pytest

from forms import check
from tests.forms.drawing import drawn, field, form, refused, rows
from tests.forms.feel import check_expression

NAME: Mapping[str, Any] = {
    "from": "name",
    "into": {"first": '=substring before(name, " ")', "last": '=substring after(name, " ")'},
}
PERSON = (field("textfield", "first"), field("textfield", "last"))


def upcast(answers: Mapping[str, Any], *steps: Mapping[str, Any], version: int = 1, **tags: int) -> dict[str, Any]:
    filled = form(*PERSON, field("number", "price"), rows(field("textfield", "what")), bihuan={"upcasts": list(steps)})
    return filled.upcast(answers, version, tags)


def test_a_field_is_split() -> None:
    assert upcast({"name": "Lin Xiaoyu", "price": 3}, NAME) == {"price": 3, "first": "Lin", "last": "Xiaoyu"}


def test_fields_are_joined_and_renamed() -> None:
    joined = {"from": ["title", "surname"], "into": {"last": '=title + " " + surname'}}
    assert upcast({"title": "Dr", "surname": "Lin"}, joined) == {"last": "Dr Lin"}
    assert upcast({"given": "Xiaoyu"}, {"from": "given", "to": "first"}) == {"first": "Xiaoyu"}


def test_a_field_is_given_up_only_when_the_author_says_so() -> None:
    assert upcast({"fax": "12", "first": "Lin"}, {"from": "fax", "drop": True}) == {"first": "Lin"}
    assert upcast({"fax": "12", "first": "Lin"}) == {"fax": "12", "first": "Lin"}


def test_an_answer_of_which_nothing_can_be_made_stays() -> None:
    assert upcast({"cost": "ten"}, {"from": "cost", "into": {"price": "=number(cost)"}}) == {"cost": "ten"}


def test_steps_are_done_in_their_order() -> None:
    steps = ({"from": "n", "to": "price", "until": 1}, {"from": "price", "into": {"price": "=price * 100"}, "until": 2})
    assert upcast({"n": 2}, *steps, version=1) == {"price": 200}
    assert upcast({"price": 2}, *steps, version=2) == {"price": 200}
    assert upcast({"price": 200}, *steps, version=3) == {"price": 200}


def test_a_step_ends_with_a_version_tag() -> None:
    in_yuan = {"from": "price", "into": {"price": "=price * 100"}, "until": "yuan"}
    assert upcast({"price": 2}, in_yuan, version=2, yuan=2) == {"price": 200}
    assert upcast({"price": 2}, in_yuan, version=3, yuan=2) == {"price": 2}
    assert upcast({"price": 2}, in_yuan, version=3) == {"price": 200}, "a tag that nobody knows limits nothing"


def test_rows_are_cast_one_by_one() -> None:
    step = {"from": "thing", "into": {"what": "=thing + unit"}, "in": "rows"}
    given = {"unit": "!", "rows": [{"thing": "a"}, {"what": "b"}, {"thing": "c"}]}
    assert upcast(given, step)["rows"] == [{"what": "a!"}, {"what": "b"}, {"what": "c!"}]


def test_what_is_held_is_supplemented_and_nothing_taken_away() -> None:
    filled = form(*PERSON, bihuan={"upcasts": [NAME]})
    held = {"name": "Lin Xiaoyu", "last": "Wang"}
    assert filled.supplement(held, 1, {}) == {"name": "Lin Xiaoyu", "first": "Lin", "last": "Wang"}


def test_what_fits_and_what_does_not_are_told_apart() -> None:
    filled = form(
        *PERSON, field("number", "price"), field("expression", "sum", expression="=1"), rows(field("textfield", "what"))
    )
    given = {"first": "Lin", "price": "ten", "fax": "12", "sum": 3, "note": "", "rows": [{"what": "a", "why": "b"}]}
    assert filled.fit(given) == (
        {"first": "Lin", "rows": [{"what": "a"}]},
        {"price": "ten", "fax": "12", "rows": [{"why": "b"}]},
    )


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("nonsense", "upcast-malformed"),
        ({"from": "x"}, "upcast-malformed"),
        ({"from": "x", "to": "first", "drop": True}, "upcast-malformed"),
        ({"from": "x", "into": {"first": "no FEEL"}}, "upcast-malformed"),
        ({"from": ["x", "y"], "to": "first"}, "upcast-malformed"),
        ({"from": "x", "to": "first", "until": True}, "upcast-malformed"),
        ({"from": "x", "to": "nothing"}, "upcast-without-field"),
        ({"from": "x", "to": "first", "in": "first"}, "upcast-without-list"),
        ({"from": "first", "to": "last"}, "upcast-without-end"),
    ],
)
def test_an_upcast_that_nobody_could_follow_refuses_the_form(step: Any, code: str) -> None:
    assert refused(*PERSON, bihuan={"upcasts": [step]}) == [code]


def test_an_expression_that_is_no_feel_is_found_at_publishing() -> None:
    schema = drawn(*PERSON, bihuan={"upcasts": [{"from": "x", "into": {"first": "=x +"}}]})
    assert [found.code for found in check(schema, check_expression=check_expression)] == ["expression-invalid"]


def test_browsers_are_not_sent_upcasts_and_a_step_keeps_them() -> None:
    filled = form(*PERSON, bihuan={"upcasts": [NAME]})
    assert filled.localise("en")["bihuan"] == {}
    assert filled.restrict({"first": "hidden"}).upcasts == filled.upcasts


def test_one_field_is_displayed_by_its_path() -> None:
    filled = form(field("textfield", "first", label="First name"), rows(field("textfield", "what", label="What")))
    shown = filled.display_of(["first"], {"first": "Lin"}, "en")
    assert shown is not None
    assert (shown.label, shown.text) == ("First name", "Lin")
    assert filled.display_of(["nothing"], {}, "en") is None
