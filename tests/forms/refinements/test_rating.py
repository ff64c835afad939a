from typing import Any

import pytest

from tests.forms.drawing import answer, complaints, form, refined, refused

STARS = refined("number", "rating", steps=5)


def test_a_rating_is_a_whole_number_within_the_steps() -> None:
    assert answer(STARS, "4") == 4
    assert [complaints(STARS, value) for value in (0, 6, 2.5, -1)] == [["min"], ["max"], ["integer"], ["min"]]
    assert complaints(STARS, None) == []
    assert complaints(refined("number", "rating"), 5) == []
    assert complaints({**STARS, "serializeToString": True}, " ") == ["min"]


def test_it_is_read_beside_the_highest() -> None:
    assert form(STARS).display({"a": 4}, "en")[0].text == "4 / 5"


@pytest.mark.parametrize("steps", [1, 21, "5", True, 2.5])
def test_steps_are_a_whole_number_within_reason(steps: Any) -> None:
    assert refused(refined("number", "rating", steps=steps)) == ["steps-invalid"]
