from typing import Any

import pytest

from forms.refinements import REFINEMENTS
from tests.forms.drawing import field, form, refused


@pytest.mark.parametrize("name", ["hologram", 5, ["money"], {}])
def test_a_refinement_that_nobody_knows_is_refused(name: Any) -> None:
    assert refused(field("number", bihuan={"as": name})) == ["refinement-unknown"]


def test_a_refinement_stands_on_its_own_types_only() -> None:
    for name, on in REFINEMENTS.items():
        assert "refinement-misplaced" in refused({"type": "spacer", "id": "s", "bihuan": {"as": name}}), (name, on)


def test_a_refined_form_opens_in_an_editor_that_does_not_know_it_and_comes_back() -> None:
    drawn = form(field("number", bihuan={"as": "money", "currency": "CNY"}))
    assert drawn.localise("en")["components"][0]["type"] == "number"
    assert drawn.localise("en")["components"][0]["bihuan"] == {"as": "money", "currency": "CNY"}
