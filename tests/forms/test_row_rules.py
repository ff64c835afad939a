from typing import Any

import pytest

from tests.forms.drawing import codes, field, form, refused, rows, submit

X, Y = field("textfield", "x"), field("number", "y")


def lines(**own: Any) -> dict[str, Any]:
    return rows(X, Y, bihuan=own)


def test_a_list_has_so_many_rows() -> None:
    drawn = form(lines(minRows=1, maxRows=2))
    found = [codes(submit(drawn, {"rows": [{}] * count})) for count in range(4)]
    assert found == [["min-rows"], [], [], ["max-rows"]]
    [error] = submit(drawn, {}).errors
    assert (error.component_id, error.path, error.params) == ("rows", ("rows",), {"limit": "1"})


def test_limits_are_numbers_or_computed() -> None:
    drawn = form(field("number", "n"), lines(minRows="=n"))
    assert codes(submit(drawn, {"n": 2, "rows": [{}]})) == ["min-rows"]
    assert codes(submit(drawn, {"rows": []})) == []


def test_no_two_rows_may_share_what_is_unique() -> None:
    drawn = form(lines(unique=["x"]))
    errors = submit(drawn, {"rows": [{"x": "a"}, {"x": "b"}, {"x": " a "}, {"x": ""}, {"x": ""}, {"x": "a"}]}).errors
    assert [(error.code, error.component_id, error.path) for error in errors] == [
        ("not-unique", "x", ("rows", 2, "x")),
        ("not-unique", "x", ("rows", 5, "x")),
    ]


def test_several_fields_are_unique_together() -> None:
    drawn = form(lines(unique=["x", "y"]))
    same = {"x": "a", "y": 1}
    assert codes(submit(drawn, {"rows": [same, {"x": "a", "y": 2}, {"x": "a", "y": None}]})) == []
    assert codes(submit(drawn, {"rows": [same, same]})) == ["not-unique"]


def test_hidden_answers_are_not_compared() -> None:
    hidden = {**X, "conditional": {"hide": "=true"}}
    assert codes(submit(form(rows(hidden, Y, bihuan={"unique": ["x"]})), {"rows": [{"x": "a"}, {"x": "a"}]})) == []


def test_a_hidden_list_is_not_judged() -> None:
    assert codes(submit(form({**lines(minRows=1), "conditional": {"hide": "=true"}}), {})) == []


def test_inner_lists_are_judged_one_by_one() -> None:
    inner = rows(X, path="inner", bihuan={"minRows": 1, "unique": ["x"]})
    sent = {"rows": [{"inner": [{"x": "a"}, {"x": "a"}]}, {"inner": []}]}
    errors = submit(form(rows(inner)), sent).errors
    assert [(error.code, error.path) for error in errors] == [
        ("not-unique", ("rows", 0, "inner", 1, "x")),
        ("min-rows", ("rows", 1, "inner")),
    ]


def test_a_step_that_makes_a_list_readonly_asks_nothing_of_it() -> None:
    step = form(lines(minRows=3, unique=["x"])).restrict({"rows": "readonly"})
    assert submit(step, {}, {"rows": [{"x": "a"}, {"x": "a"}]}).errors == ()


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"minRows": "two"}, "limit-not-numeric"),
        ({"maxRows": -1}, "limit-not-numeric"),
        ({"unique": ["z"]}, "unique-without-field"),
        ({"unique": "x"}, None),
        ({"unique": [["x"]]}, "unique-without-field"),
        ({"minRows": "=1"}, None),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(own: Any, code: str | None) -> None:
    assert refused(lines(**own)) == ([code] if code else [])


def test_no_rows_at_all_can_be_a_limit_too() -> None:
    assert codes(submit(form(lines(maxRows=0)), {"rows": [{}]})) == ["max-rows"]
