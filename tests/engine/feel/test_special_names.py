"""Names with symbols or keywords are told by the variables in scope."""

from typing import Any

import pytest

from engine.feel import evaluate
from engine.feel.lexer import tokenize
from engine.feel.special_names import candidates, in_scope


@pytest.mark.parametrize(
    ("text", "variables", "value"),
    [
        ("e-mail", {"e-mail": "ann@example.com"}, "ann@example.com"),
        ("e - mail", {"e-mail": 1}, 1),
        ("e-mail", {"e": 3, "mail": 1}, 2),
        ("loan  amount * 2", {"loan amount": 3}, 6),
        ("price in euro > 5", {"price in euro": 6}, True),
        ("black and white", {"black and white": "yes"}, "yes"),
        ("black and white", {"black": True, "white": True}, True),
        ("order.price in euro", {"order": {"price in euro": 3}}, 3),
        ("order.e-mail", {"order": {"e-mail": "x"}}, "x"),
        ("order.gross - order.net", {"order": {"gross": 5, "net": 4}}, 1),
        ("my order.e-mail", {"my order": {"e-mail": "x"}}, "x"),
        ("orders.e-mail", {"orders": [{"e-mail": "x"}, {"e-mail": "y"}]}, ["x", "y"]),
        ('orders[e-mail = "y"].total', {"orders": [{"e-mail": "x", "total": 1}, {"e-mail": "y", "total": 2}]}, [2]),
        ("applicant's age", {"applicant's age": 30}, 30),
        ("profit+loss", {"profit + loss": 1}, 1),
        ("in stock", {"in stock": 4}, 4),
        ("address line 1", {"address line 1": "x"}, "x"),
        ("{foo+bar: 1}.foo+bar", {}, 1),
        ("{a-b: 1, c: a-b + 1}.c", {}, 2),
        ("for a-b in [1, 2] return a-b", {}, [1, 2]),
        ("(function(a-b) a-b * 2)(3)", {}, 6),
    ],
)
def test_a_name_means_what_is_in_scope(text: str, variables: dict[str, Any], value: object) -> None:
    assert evaluate(text, variables) == value


@pytest.mark.parametrize("text", ['amount > 1000 and class = "A"', "loan amount", "f(x)[1].y", "[1, 2]"])
def test_most_texts_mean_the_same_whatever_is_in_scope(text: str) -> None:
    found = candidates(tokenize(text))
    assert in_scope(found, {"amount": 1, "class": "A", "loan amount": 2, "x": {"y": 1}}) == frozenset()


def test_a_text_without_special_names_asks_for_no_variables() -> None:
    assert not candidates(tokenize("amount > 1000")).any
