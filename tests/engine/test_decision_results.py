"""Decisions answer in the shape that a Camunda 7 diagram asks for."""

from typing import Any

import pytest

from engine.decision_results import ResultMisshapen, shaped

ONE = [{"limit": 5}]
WIDE = [{"limit": 5, "colour": "red"}]
TWO = [{"limit": 5}, {"limit": 7}]


@pytest.mark.parametrize(
    ("shape", "value", "matched", "expected"),
    [
        ("value", 5, ONE, 5),
        ("singleEntry", 5, ONE, 5),
        ("singleEntry", None, [], None),
        ("singleResult", 5, ONE, {"limit": 5}),
        ("singleResult", WIDE[0], WIDE, WIDE[0]),
        ("collectEntries", [5, 7], TWO, [5, 7]),
        ("collectEntries", 5, ONE, [5]),
        ("resultList", 5, ONE, ONE),
        ("resultList", [5, 7], TWO, TWO),
        ("singleEntry", 12, TWO, 12),
        ("singleEntry", 12, [], 12),
        ("outputs", 5, ONE, {"limit": 5}),
        ("outputs", WIDE[0], WIDE, WIDE[0]),
    ],
)
def test_answers_have_the_shape_that_is_asked_for(shape: str, value: Any, matched: Any, expected: Any) -> None:
    assert shaped(shape, value, matched) == expected


@pytest.mark.parametrize(
    ("shape", "value", "matched"),
    [("singleEntry", [5, 7], TWO), ("singleEntry", WIDE[0], WIDE), ("singleResult", [5, 7], TWO)],
)
def test_more_than_fits_is_a_failure_and_no_guess(shape: str, value: Any, matched: Any) -> None:
    with pytest.raises(ResultMisshapen):
        shaped(shape, value, matched)
