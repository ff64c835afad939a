from typing import Any

import pytest

from tests.forms.drawing import answer, field


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("a\nb\tc\r", "a b c "), (5, "5"), (1.5, "1.5"), (True, "true"), (None, ""), (["x"], ""), ({}, "")],
)
def test_a_line_of_text(sent: Any, kept: str) -> None:
    assert answer(field("textfield"), sent) == kept
