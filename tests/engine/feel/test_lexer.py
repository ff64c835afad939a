"""Text becomes tokens."""

import pytest

from engine.feel import FeelSyntaxError
from engine.feel.lexer import MAX_LENGTH, tokenize, unquote


def texts(text: str) -> list[str]:
    return [token.text for token in tokenize(text)[:-1]]


def test_numbers_names_and_operators_are_told_apart() -> None:
    assert texts("a1+.5*2.50>=1e3") == ["a1", "+", ".5", "*", "2.50", ">=", "1e3"]


def test_two_dots_belong_to_a_range_and_not_to_a_number() -> None:
    assert texts("[1..5.5]") == ["[", "1", "..", "5.5", "]"]


def test_comments_and_every_kind_of_space_are_left_out() -> None:
    assert texts("1 // one\n+\u3000/* two\nlines */\u00a02") == ["1", "+", "2"]


def test_a_token_says_where_it_stands() -> None:
    token = tokenize("  amount > 1")[0]
    assert (token.start, token.end, token.sort) == (2, 8, "name")


def test_names_may_be_chinese() -> None:
    assert texts("金额 > 限额") == ["金额", ">", "限额"]


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        tokenize("1" * (MAX_LENGTH + 1))
    assert caught.value.code == "text-too-long"


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (r'"a\nb\t\"c\"\\"', 'a\nb\t"c"\\'),
        (r'"\u00e9\U01F40E"', "é🐎"),
        (r'"\uD83D\uDC0E"', "🐎"),
        (r'"\d+"', r"\d+"),
        (r'"\UFFFFFF"', r"\UFFFFFF"),
    ],
)
def test_escapes_are_resolved_and_unknown_ones_are_kept(literal: str, value: str) -> None:
    assert unquote(literal) == value
