"""A compiled text knows what it reads."""

import pytest

from engine.feel import compile_expression, compile_unary, names


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('amount > limit and customer.class = "A"', {"amount", "limit", "customer.class"}),
        ("sum(items.price)", {"items.price"}),
        ("for i in items return i.price * rate", {"items", "rate"}),
        ("for i in a, j in i.b return j", {"a"}),
        ("some x in xs satisfies x > y", {"xs", "y"}),
        ("{a: b, c: a}", {"b"}),
        ("function(a) a + b", {"b"}),
        ("my rule(1)", {"my rule"}),
        ("orders[total > limit]", {"orders", "total", "limit"}),
        ("orders[item.total > 1]", {"orders"}),
        ("f(x).y[1].z", {"f", "x"}),
        ("sort(xs, function(a, b) a < b)", {"xs"}),
        ("loan amount - e-mail", {"loan amount", "e", "mail"}),
        ("for i in 1..3 return partial", set()),
    ],
)
def test_the_variables_it_reads_are_known(text: str, read: set[str]) -> None:
    assert names(text) == read


def test_names_in_a_filter_may_be_entries_of_the_items() -> None:
    assert names("orders[total > limit]", certain=True) == {"orders"}


def test_special_names_are_read_when_they_are_in_scope() -> None:
    assert compile_expression("e-mail", {"e-mail": None}).names() == {"e-mail"}


def test_the_value_under_test_is_no_variable() -> None:
    assert compile_unary("? > limit").names() == {"limit"}


def test_a_text_is_compiled_once() -> None:
    assert compile_expression("1 + 1") is compile_expression("1 + 1")
