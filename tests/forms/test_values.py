from decimal import Decimal
from typing import Any

import pytest

from forms import values


def test_one_and_true_are_different_and_one_and_one_point_zero_are_not() -> None:
    assert values.equal(1, 1.0)
    assert values.equal(Decimal("1.50"), 1.5)
    assert not values.equal(1, True)
    assert not values.equal(0, False)


def test_equality_goes_into_lists_and_objects() -> None:
    assert values.equal({"a": [1, {"b": None}]}, {"a": [1.0, {"b": None}]})
    assert not values.equal({"a": 1}, {"a": 1, "b": None})


@pytest.mark.parametrize("value", [None, False, "", 0, 0.0, float("nan")])
def test_what_javascript_takes_for_false(value: Any) -> None:
    assert not values.truthy(value)


@pytest.mark.parametrize("value", [True, "0", 1, [], {}])
def test_what_javascript_takes_for_true(value: Any) -> None:
    assert values.truthy(value)


def test_equal_values_share_a_fingerprint_and_others_do_not() -> None:
    assert values.fingerprint({"b": 1, "a": [1.0]}) == values.fingerprint({"a": [1], "b": Decimal("1.0")})
    assert len({values.fingerprint(value) for value in (1, "1", True, "True", None, [1], [[1]], {"a": 1})}) == 8


def test_text_is_written_as_javascript_writes_it() -> None:
    assert [values.text_of(value) for value in (True, False, 1.0, "x", None, [1])] == [
        "true",
        "false",
        "1",
        "x",
        "",
        "",
    ]


def test_a_copy_shares_nothing() -> None:
    original = {"rows": [{"a": 1}]}
    copy = values.copied(original)
    copy["rows"][0]["a"] = 2
    assert original == {"rows": [{"a": 1}]}
