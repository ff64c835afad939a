from typing import Any

import pytest

from tests.forms.drawing import answer, complaints, field


@pytest.mark.parametrize(
    ("sent", "kept"), [(["b", "a"], ["b", "a"]), (["a", "a"], ["a", "a"]), (["a", "zz"], ["a"]), ("a", []), (None, [])]
)
def test_only_offered_values_in_the_order_chosen(sent: Any, kept: list[str]) -> None:
    assert answer(field("checklist", values=["a", "b"]), sent) == kept


def test_required_means_at_least_one() -> None:
    assert complaints(field("checklist", values=["a"], validate={"required": True}), []) == ["required"]


def test_text_where_a_list_belongs_does_not_reach_the_viewer() -> None:
    assert answer(field("checklist", valuesExpression='=["x"]'), "x") == []
