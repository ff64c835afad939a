"""Text becomes a tree, or an error that says where and why."""

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary
from engine.feel.parser import parse, parse_unary
from engine.feel.tree import AnyTest, Call, Chain, Comparison, Filter, Literal, Logic, Name, NamedCall, Path


def test_multiplication_goes_before_addition() -> None:
    tree = parse("a + b * 2")
    assert isinstance(tree, Chain)
    assert isinstance(tree.steps[0].operand, Chain)
    assert tree.steps[0].operand.steps[0].operator == "*"


def test_and_goes_before_or_and_comparison_before_both() -> None:
    tree = parse("a or b and c = 1")
    assert isinstance(tree, Logic)
    assert tree.operator == "or"
    inner = tree.operands[1]
    assert isinstance(inner, Logic)
    assert isinstance(inner.operands[1], Comparison)


def test_a_long_sum_is_flat() -> None:
    tree = parse(" + ".join(["x"] * 3_000))
    assert isinstance(tree, Chain)
    assert len(tree.steps) == 2_999


def test_words_side_by_side_are_one_name() -> None:
    assert parse("loan   amount") == Name(0, "loan amount")


def test_what_follows_a_value_is_read_from_left_to_right() -> None:
    tree = parse("f(x)[1].y")
    assert isinstance(tree, Path)
    assert isinstance(tree.source, Filter)
    assert isinstance(tree.source.source, Call)


def test_arguments_may_have_names() -> None:
    tree = parse("substring(start position: 2, string: s)")
    assert isinstance(tree, NamedCall)
    assert [name for name, _ in tree.arguments] == ["start position", "string"]


def test_a_dash_alone_is_the_test_that_everything_passes() -> None:
    assert parse_unary(" - ").tests == (AnyTest(1),)


def test_not_around_all_tests_negates_them() -> None:
    assert parse_unary("not(1, 2)").negated
    assert not parse_unary("not(1), 2").negated


def test_positions_count_from_the_start_of_the_text() -> None:
    assert parse("  1") == Literal(2, 1)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "expected-expression", 0),
        ("1 +", "expected-expression", 3),
        ("(1", "expected", 2),
        ("1 2", "unexpected", 2),
        ('"abc', "unterminated-string", 0),
        ("if a then b", "expected", 11),
        ("for x of y return x", "expected", 19),
        ("a.", "expected-name", 2),
        ("{a 1}", "expected", 4),
        ("[1, 2", "expected", 5),
        ("x between 1", "expected", 11),
        ("x instance of ", "expected-type", 14),
        ("@2020", "unexpected", 1),
        ("a § b", "unexpected", 2),
        ("1e99999", "unexpected", 0),
        ("f(a: 1, 2)", "expected", 9),
    ],
)
def test_an_error_says_where_it_is(text: str, code: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_the_same_error_is_raised_every_time() -> None:
    for _ in range(2):
        with pytest.raises(FeelSyntaxError):
            compile_unary("> ")


@pytest.mark.parametrize(
    "text",
    [
        "[1..10[",
        "]1..10]",
        "(1..xs[1]]",
        "[1..10[ = x",
        "(< 10)",
        "(!= 10)",
        'function(a: number, b: list<string>) external {java: {class: "x"}}',
        "x instance of context<a: number, b: list<date and time>>",
        "x instance of function<number, string> -> days and time duration",
        "for i in 1..5, j in [1..i] return i * j",
        "some x in xs, y in ys satisfies x = y",
        "if a then b else if c then d else e",
        "x in (1, [2..3], > 5)",
        '{"a b": 1, c d: 2}',
        "-x ** 2",
        "not(a) and b",
        "date and time(a).time offset",
    ],
)
def test_the_whole_language_is_read(text: str) -> None:
    compile_expression(text)


@pytest.mark.parametrize(("text", "position"), [("not(1, < )", 9), ("not(< 10", 8), ("not(1) 2", 7), ("not(1))", 6)])
def test_a_broken_negation_is_told_where_it_breaks(text: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_unary(text)
    assert caught.value.position == position
