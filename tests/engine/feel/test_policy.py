"""Under the strict policy an error is an exception that says what and where; otherwise it is null."""

from typing import Any

import pytest

from engine.feel import FeelFailure, Policy, evaluate, unary

VARIABLES: dict[str, Any] = {"amount": 5, "nothing": None, "customer": {"name": "Ann"}, "xs": [1, 2]}

FAILURES = [
    ("amuont > 5", "unknown-variable", 0),
    ("customer.nmae", "unknown-property", 9),
    ("nothing.x", "unknown-property", 8),
    ("nothing > 5", "cannot-compare", 8),
    ("5 < nothing", "cannot-compare", 2),
    ('amount = "5"', "cannot-compare", 7),
    ("nothing between 1 and 2", "cannot-compare", 8),
    ("nothing in (< 5)", "cannot-compare", 8),
    ("nothing in [1..5]", "cannot-compare", 8),
    ("1 / 0", "division-by-zero", 2),
    ('1 + "x"', "cannot-calculate", 2),
    ("nothing * 2", "cannot-calculate", 8),
    ("10 ** 9999", "cannot-calculate", 3),
    ('-"x"', "cannot-negate", 0),
    ("1 and true", "not-boolean", 2),
    ('if "x" then 1 else 2', "condition-not-boolean", 0),
    ("for x in nothing return x", "cannot-iterate", 4),
    ("xs[5]", "no-such-position", 2),
    ('xs["a"]', "filter-not-boolean", 2),
    ('[1.."a"]', "invalid-range", 0),
    ("{a: 1, a: 2}", "duplicate-key", 0),
    ("amount instance of money", "unknown-type", 7),
    ("amount(1)", "not-a-function", 6),
    ("count()", "wrong-arguments", 5),
    ("count(liste: [1])", "unknown-parameter", 5),
    ("upper case(1)", "wrong-parameter-type", 10),
    ('number("x")', "function-failed", 6),
    ('date("2026-02-30")', "not-a-temporal", 4),
    ('@"x"', "not-a-temporal", 0),
    ('matches("a", "(")', "invalid-pattern", 7),
    ("modulo(1, 0)", "division-by-zero", 6),
    ("now()", "no-clock", 3),
    ('(function(a: number) a)("x")', "wrong-parameter-type", 23),
    ("(function() external {})()", "external-function", 1),
    ("sum([1, null])", "wrong-parameter-type", 3),
]


@pytest.mark.parametrize(("text", "code", "position"), FAILURES)
def test_an_error_raises_under_the_strict_policy(text: str, code: str, position: int) -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate(text, VARIABLES, policy=Policy.STRICT)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert "{" not in str(caught.value)


@pytest.mark.parametrize("text", [text for text, _, _ in FAILURES if not text.startswith(("1 and", "if"))])
def test_an_error_is_null_otherwise(text: str) -> None:
    assert evaluate(text, VARIABLES) in (None, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("unknown = null", True),
        ("customer.nickname != null", False),
        ("unknown.deeper.still = null", True),
        ("is defined(unknown)", False),
        ("nothing = 5", False),
        ("nothing and false", False),
        ("nothing and true", None),
        ("xs[item > 5]", []),
        ("[][item.x > 1]", []),
        ('get value(customer, "nickname")', None),
        ('matches("ab", "^a")', True),
    ],
)
def test_asking_whether_something_is_there_is_no_error(text: str, value: object) -> None:
    assert evaluate(text, VARIABLES, policy=Policy.STRICT) == value


def test_a_null_input_fails_no_test_of_a_table() -> None:
    assert unary("> 5", None, {}, policy=Policy.STRICT) is None
    with pytest.raises(FeelFailure):
        unary("> 5", "text", {}, policy=Policy.STRICT)


def test_parameters_name_what_is_wrong() -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate("amount + customer", VARIABLES, policy=Policy.STRICT)
    assert caught.value.params == {"operator": "+", "left": "number", "right": "context"}
    assert str(caught.value) == "“+” cannot be applied to number and context. (position 8)"
