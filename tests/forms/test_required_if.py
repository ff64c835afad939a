from typing import Any

import pytest

from forms import check
from tests.forms.drawing import codes, drawn, field, form, rows, submit
from tests.forms.feel import check_expression


@pytest.mark.parametrize("kind", ["textfield", "number", "select", "checkbox", "taglist", "datetime", "filepicker"])
def test_a_field_of_any_type_is_required_when_its_condition_holds(kind: str) -> None:
    asked = form(field("checkbox", "c"), field(kind, values=["x"], bihuan={"requiredIf": "=c"}))
    assert codes(submit(asked, {"c": True})) == ["required"]
    assert codes(submit(asked, {"c": False})) == []


def test_in_rows_it_sees_the_row() -> None:
    asked = form(rows(field("checkbox", "c"), field("textfield", bihuan={"requiredIf": "=this.c"})))
    assert [error.path for error in submit(asked, {"rows": [{}, {"c": True}]}).errors] == [("rows", 1, "a")]


def test_null_requires_nothing() -> None:
    assert codes(submit(form(field("textfield", bihuan={"requiredIf": "=unknown > 1"})), {})) == []


@pytest.mark.parametrize(
    ("condition", "found"),
    [("=c", []), ("c", ["required-if-not-feel"]), (True, ["required-if-not-feel"]), ("=c >", ["expression-invalid"])],
)
def test_the_check_wants_feel(condition: Any, found: list[str]) -> None:
    schema = drawn(field("textfield", bihuan={"requiredIf": condition}))
    assert [each.code for each in check(schema, check_expression=check_expression)] == found
