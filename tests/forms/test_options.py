from typing import Any

from forms import options
from forms.options import Option
from tests.forms.drawing import field, form, scope

DRAWN: list[Any] = [
    {"label": "A", "value": "a"},
    {"label": "Zero", "value": 0},
    {"label": "Object", "value": {"k": 1}},
    {"label": "", "value": "bare"},
    {"label": "nothing"},
    {"label": "E", "value": ""},
    "plain",
    7,
    "",
    None,
]


def test_only_what_the_viewer_shows_counts() -> None:
    assert [option.value for option in options.normalise(DRAWN)] == ["a", 0, {"k": 1}, "bare", "plain", 7]


def test_an_option_without_label_shows_its_value() -> None:
    assert options.normalise([7]) == [Option(value=7, label="7")]


def test_a_key_comes_before_what_is_drawn_and_that_before_an_expression() -> None:
    component = form(field("select", valuesKey="o", values=["drawn"], valuesExpression='=["computed"]')).root.children[
        0
    ]
    found = options.offered(component, scope({"o": ["keyed"]}))
    assert found == [Option(value="keyed", label="keyed")]
    component = form(field("select", values=["drawn"], valuesExpression='=["computed"]')).root.children[0]
    assert options.offered(component, scope()) == [Option(value="drawn", label="drawn")]


def test_an_expression_that_gives_no_list_offers_nothing_known() -> None:
    component = form(field("select", valuesExpression="=5")).root.children[0]
    assert options.offered(component, scope()) is None
    component = form(field("select", valuesExpression="=missing")).root.children[0]
    assert options.offered(component, scope()) == []
