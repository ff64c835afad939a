from typing import Any

import pytest

from tests.forms.drawing import answer, complaints, field


@pytest.mark.parametrize("sent", ["true", 1, None, "", "on", [True]])
def test_only_true_is_true(sent: Any) -> None:
    assert answer(field("checkbox"), True) is True
    assert answer(field("checkbox"), sent) is False


def test_required_means_ticked() -> None:
    assert complaints(field("checkbox", validate={"required": True}), False) == ["required"]
