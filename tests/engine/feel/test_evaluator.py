"""What expressions mean, construct by construct; arithmetic and functions have files of their own."""

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import evaluate

VARIABLES: dict[str, Any] = {
    "amount": 1500,
    "rate": 0.19,
    "class": "A",
    "nothing": None,
    "customer": {"name": "Ann", "tags": ["vip", "new"], "address": {"city": "Köln"}},
    "orders": [{"id": 1, "total": 10}, {"id": 2, "total": 20}, {"id": 3, "total": 30}],
    "list": [1, 2, 3, 4],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # names, paths, contexts, lists
        ("customer.address.city", "Köln"),
        ("orders.total", [10, 20, 30]),
        ("unknown", None),
        ("customer.unknown.deeper", None),
        ("{a: 1, b: a + 1}.b", 2),
        ("{a: 1, a: 2}", None),
        ('{"a b": 1}.a b', 1),
        ("[1, amount, [2]]", [1, 1500, [2]]),
        # logic
        ("true and nothing", None),
        ("false and nothing", False),
        ("nothing or true", True),
        ("nothing or false", None),
        ("1 and true", None),
        # comparison
        ('amount > 1000 and class = "A"', True),
        ("amount = 1500.00", True),
        ("0.1 + 0.2 = 0.3", True),
        ('"10" = 10', None),
        ("nothing = null", True),
        ("unknown != null", False),
        ("nothing > 5", None),
        ("amount between 1500 and 1501", True),
        ("[1, 2] = [1, 2.0]", True),
        ("{a: 1} = {a: 1}", True),
        ("[1..3] = [1..3]", True),
        ("(< 10) = (null..10)", False),
        # membership
        ("5 in (1, 5)", True),
        ("5 in (> 5, < 3)", False),
        ("5 in [1..5]", True),
        ("5 in [1..5)", False),
        ("5 in ]4..6[", True),
        ("5 in (!= 5)", False),
        ('"vip" in customer.tags', True),
        ("nothing in (1, 2)", False),
        # conditionals
        ('if amount > 1 then "big" else "small"', "big"),
        ('if nothing then "yes" else "no"', "no"),
        # iteration
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1..3) return i", [1, 2]),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]),
        ("for i in [1, 2], j in [10, 20] return i + j", [11, 21, 12, 22]),
        ("for x in nothing return x", None),
        ("for x in 5 return x", [5]),
        ("some o in orders satisfies o.total > 20", True),
        ("every o in orders satisfies o.total > 20", False),
        ("every o in [] satisfies false", True),
        ("some x in [null] satisfies x > 1", None),
        # filters
        ("orders[total > 15].id", [2, 3]),
        ("orders[item.total > 15 and id < 3]", [{"id": 2, "total": 20}]),
        ("list[1]", 1),
        ("list[-1]", 4),
        ("list[5]", None),
        ("list[item > 2]", [3, 4]),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("amount[1]", 1500),
        ('list["x"]', None),
        # types
        ("amount instance of number", True),
        ("list instance of list<number>", True),
        ("list instance of list<string>", False),
        ("customer instance of context<name: string>", True),
        ("null instance of Null", True),
        ('@"2026-01-31" instance of date', True),
        ("[1..2] instance of range<number>", True),
        ("sum instance of function", True),
        ("amount instance of nonsense", None),
        # functions
        ("(function(a, b) a + b)(1, 2)", 3),
        ('(function(a: number) a)("x")', None),
        ("{twice: function(f, x) f(f(x)), r: twice(function(y) y * 2, 3)}.r", 12),
        ("{add: function(n) function(m) n + m, r: [add(1)(2), add(10)(2)]}.r", [3, 12]),
        ("(for i in 1..3 return function() i)[2]()", 2),
        ("[1, 2, 3][(function(x) x > 1)(item)]", [2, 3]),
        ("amount(1)", None),
        ("is defined(unknown)", False),
        ("is defined(amount)", True),
        ('function() external {java: {class: "x"}}', None),
        # at literals
        ('@"2026-01-31".year', 2026),
        ('@"nonsense"', None),
    ],
)
def test_an_expression_has_its_value(text: str, value: object) -> None:
    assert evaluate(text, VARIABLES) == value


def test_floats_of_the_caller_are_exact_decimals() -> None:
    assert evaluate("rate * 100", VARIABLES) == Decimal(19)


def test_a_variable_goes_before_a_function_of_the_same_name() -> None:
    assert evaluate("count", {"count": 3}) == 3
    assert evaluate("count([1, 2])", {"other": 3}) == 2
    assert evaluate("count([1, 2])", {"count": 3}) is None


def test_a_lambda_remembers_the_round_it_was_made_in() -> None:
    assert evaluate("(for i in 1..3 return function() i)", {})[0].call is not None
    assert evaluate("for f in (for i in 1..3 return function() i) return f()", {}) == [1, 2, 3]
    assert evaluate("for f in [1, 2, 3][(function() item)() > 1] return f", {}) == [2, 3]


def test_the_variables_are_left_as_they_are() -> None:
    variables = {"xs": [1, 2], "c": {"a": 1}}
    evaluate('{r: append(xs, 3), s: context put(c, "b", 2), xs: 5}', variables)
    assert variables == {"xs": [1, 2], "c": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 in (]1..5[, 7)", True),
        ("5 in ([1..5), 7)", False),
        ("5 in ([1..5))", False),
        ("3 in (]1..5[)", True),
        ("3 in (for a in [1, 2], b in [3] return a * b)", True),
        ("6 in (for a in [1, 2], b in [3] return a * b)[1]", False),
        ("7 in (3) + 4", True),
        ("3 in ((< 4))", True),
    ],
)
def test_what_follows_in_may_hold_brackets_of_all_kinds(text: str, value: bool) -> None:
    assert evaluate(text, {}) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('for d in (@"999999999-12-31"..@"999999999-12-31") return 1', []),
        ('for d in (@"2026-01-01"..@"2026-01-03") return d.day', [2]),
        ("for i in (1..1) return i", []),
        ("for i in [2..1] return i", None),
        ('for d in [@"2026-01-02"..@"2026-01-01"] return d', None),
    ],
)
def test_a_range_without_its_ends_may_be_empty(text: str, value: object) -> None:
    assert evaluate(text, {}) == value
