"""The canonical text of an expression reads the same as the expression."""

import pytest

from engine.feel import canonical
from engine.feel.parser import parse, parse_unary
from engine.feel.printer import print_expression
from tests.engine.feel.checks import without_positions


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("((a+b))*c", "(a + b) * c"),
        ("a+(b*c)", "a + b * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "(a - b) - c"),
        ("-(a+b)**2", "-(a + b) ** 2"),
        ("- - a", "--a"),
        ("(-a).b", "(-a).b"),
        ("a and(b or c)and not(d)", "a and (b or c) and not(d)"),
        ("(a = b) = c", "(a = b) = c"),
        ("a = b = c", "(a = b) = c"),
        ("a between 1 and 2 and b", "a between 1 and 2 and b"),
        ("x in (1,[2..3),>5)", "x in (1, [2..3), > 5)"),
        ("x in (1)", "x in 1"),
        ("x in (< 1)", "x in < 1"),
        ("x in ((< 1))", "x in ((< 1))"),
        ("x in ((a = b))", "x in (a = b)"),
        ("(x instance of list<number>) and y", "(x instance of list<number>) and y"),
        ("(date) and time(x)", "(date) and time(x)"),
        ("date and time(x).time offset", "date and time(x).time offset"),
        ("if a then b else if c then d else e", "if a then b else if c then d else e"),
        ("(if a then b else c) + 1", "(if a then b else c) + 1"),
        ("for i:number in 1..5, j in [1..i] return i*j", "for i in 1..5, j in [1..i] return i * j"),
        ("some x in xs satisfies x>1", "some x in xs satisfies x > 1"),
        ("]1..5[", "(1..5)"),
        ('{a b:1,"c-d":2, "e":3}["c-d"]', '{a b: 1, "c-d": 2, e: 3}["c-d"]'),
        ("function(a:number,b)a+b", "function(a: number, b) a + b"),
        ('function(a) external {java:{class:"x"}}', 'function(a) external {java: {class: "x"}}'),
        ("f( a : 1 , b : 2 )[ 1 ]", "f(a: 1, b: 2)[1]"),
        (
            "x instance of function<number,null>->context<a:date>",
            "x instance of function<number, null> -> context<a: date>",
        ),
        ('@"P1D" // a comment', '@"P1D"'),
        ('"a\\"b\\\\c"', '"a\\"b\\\\c"'),
        ("1e3+.5+1e6000", "1000 + 0.5 + 1E+6000"),
    ],
)
def test_an_expression_has_one_spelling(text: str, printed: str) -> None:
    tree = parse(text)
    assert print_expression(tree) == printed
    assert without_positions(parse(printed)) == without_positions(tree)


def test_a_text_is_spelled_as_it_should_be() -> None:
    assert canonical("( price+tax )*2 // gross") == "(price + tax) * 2"
    assert canonical("(e-mail)='x'".replace("'", '"'), {"e-mail": None}) == 'e-mail = "x"'


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("-", "-"),
        ("<5,>  7", "< 5, > 7"),
        ('not("a","b")', 'not("a", "b")'),
        ("(not(a))", "(not(a))"),
        ("not(a),b", "not(a), b"),
        ("not([1..5))", "not([1..5))"),
        ("?>1 and ?<2", "? > 1 and ? < 2"),
    ],
)
def test_unary_tests_have_one_spelling(text: str, printed: str) -> None:
    tree = parse_unary(text)
    assert print_expression(tree) == printed
    assert without_positions(parse_unary(printed)) == without_positions(tree)


def test_a_name_that_begins_a_longer_one_is_kept_apart() -> None:
    names = frozenset({"price + tax", "price"})
    tree = parse("(price) + tax + price + tax", names)
    assert print_expression(tree, names) == "(price) + tax + price + tax"
    assert print_expression(parse("e-mail", frozenset({"e-mail"}))) == "e-mail"
