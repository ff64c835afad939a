"""Texts with expressions in them."""

import pytest

from engine.bpmn.translation import templates
from engine.bpmn.translation.feel_text import Untranslatable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${x}", "=x"),
        ("#{x}", "=x"),
        ("a-${x}", '="a-" + string(x)'),
        ("PT${n}S", '="PT" + string(n) + "S"'),
        ("${a['}']}!", '=string(get value(a, "}")) + "!"'),
        ("plain", '="plain"'),
    ],
)
def test_expressions_are_put_together_with_what_is_literal(text: str, expected: str) -> None:
    assert templates.translate(text) == expected


def test_an_expression_that_is_not_closed_is_refused() -> None:
    with pytest.raises(Untranslatable):
        templates.translate("${x")
