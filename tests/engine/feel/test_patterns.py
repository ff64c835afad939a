"""Patterns are those of XPath; what is none is refused with a reason."""

import pytest

from engine.feel.patterns import PatternError, parse_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "[", "[]", "a]", "a**", "a{2,1}", "a{", "a{,3}", "}", "*a", "(?=a)", r"\1", r"(a\1)", r"(a)\2"),
        *(r"[\1]", r"\y", r"\p{Nonsense}", r"\p{IsNonsense}", r"\p", "[z-a]", "[a-z-[aeiou]x]", "a{1001}", "[a[b]"),
        *("a\\", "(" * 50 + ")" * 50, "[a-" * 50, "a" * 3_000),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse_pattern(pattern, "")


def test_flags_are_s_m_i_x_and_q() -> None:
    parse_pattern("a", "smix")
    with pytest.raises(PatternError):
        parse_pattern("a", "g")


def test_groups_are_counted() -> None:
    assert parse_pattern("(a(?:b)(c))", "").groups == 2
