from typing import Any

import pytest

from tests.forms.drawing import answer, complaints, field

OPTIONS = [{"label": "A", "value": "a"}, {"label": "Z", "value": 0}, {"label": "F", "value": False}, {"value": "bare"}]
OPTIONS.append({"label": "O", "value": {"k": 1}})


@pytest.mark.parametrize("value", ["a", 0, False, "bare", {"k": 1}])
def test_an_offered_value_is_kept_whatever_its_type(value: Any) -> None:
    assert answer(field("select", values=OPTIONS), value) == value
    assert complaints(field("select", values=OPTIONS, validate={"required": True}), value) == []


@pytest.mark.parametrize("value", ["zz", "0", {"k": 2}, True, None, ""])
def test_anything_else_is_nothing(value: Any) -> None:
    assert answer(field("select", values=OPTIONS), value) is None
    assert complaints(field("select", values=OPTIONS, validate={"required": True}), value) == ["required"]
