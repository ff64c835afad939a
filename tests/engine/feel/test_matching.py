"""Matching, replacing and splitting; the machine and Python's re agree wherever both may run."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel.matching import compile_pattern
from engine.feel.pattern_machine import Machine
from engine.feel.patterns import PatternError, parse_pattern
from engine.feel.run import Run


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "matches"),
    [
        ("abracadabra", "bra", "", True),
        ("abracadabra", "^a.*a$", "", True),
        ("abracadabra", "^bra", "", False),
        ("one\ntwo", "one.two", "", False),
        ("one\ntwo", "one.two", "s", True),
        ("one\ntwo", "^two$", "m", True),
        ("one\ntwo", "^two$", "", False),
        ("HELLO", "hello", "i", True),
        ("Straße", "STRASSE", "i", False),
        ("hello world", "hello\\ sworld", "x", True),
        ("helloworld", "hello world", "x", True),
        ("a.b", "a.b", "q", True),
        ("axb", "a.b", "q", False),
        ("xyz", "[a-z-[aeiou]]{3}", "", True),
        ("xey", "^[a-z-[aeiou]]{3}$", "", False),
        ("Ünïcödé", r"^\p{L}+$", "", True),
        ("abc1", r"^\P{Nd}+$", "", False),
        ("_a-1", r"^\i\c*$", "", True),
        ("价格", r"\p{IsCJKUnifiedIdeographs}", "", True),
        ("abab", r"^(ab)\1$", "", True),
        ("ABab", r"^(ab)\1$", "i", True),
        ("abba", r"^(ab)\1$", "", False),
        ("aaa", "^(a*?)(a*)$", "", True),
        ("a\n", "^a$", "", False),
        ("x-y", r"[\-x]-", "", True),
        ("]", r"[\]]", "", True),
        ("-", "[a-]", "", True),
        ("é", "[^a-z]", "", True),
        ("1-", "^[0-9-.]+$", "", True),
        ("Q", "[^Q]", "i", False),
        ("ann@example.com", r"^[A-Za-z0-9._%+\-]+@([A-Za-z0-9\-]+\.)+[A-Za-z]{2,}$", "", True),
    ],
)
def test_a_text_matches_or_not(text: str, pattern: str, flags: str, matches: bool) -> None:
    assert compile_pattern(pattern, flags).search(text, Run()) is matches
    machine = Machine((parsed := parse_pattern(pattern, flags)).tree, parsed.groups, flags)
    assert bool(list(machine.find_all(text, Run()))) is matches


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "result"),
    [
        ("abracadabra", "bra", "*", "a*cada*"),
        ("abracadabra", "a.*?a", "*", "*c*bra"),
        ("abracadabra", "a(.)", "a$1$1", "abbraccaddabbra"),
        ("AAAA", "A+?", "b", "bbbb"),
        ("darted", "^(.*?)d(.*)$", "$1c$2", "carted"),
        ("abc", "(b)|(x)", "[$2]", "a[]c"),
        ("abc", "b", r"\$1", "a$1c"),
        ("abc", "(b)", "$12", "ab2c"),
        ("a.b", r"\.", r"\\", r"a\b"),
    ],
)
def test_matches_are_replaced(text: str, pattern: str, replacement: str, result: str) -> None:
    assert compile_pattern(pattern, "").replace(text, replacement, Run()) == result


@pytest.mark.parametrize(("pattern", "replacement"), [("x*", "-"), ("b", "$"), ("b", "\\x"), ("b", "$a")])
def test_what_cannot_be_replaced_is_refused(pattern: str, replacement: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, "").replace("abc", replacement, Run())


@pytest.mark.parametrize(
    ("text", "pattern", "parts"),
    [
        ("John Doe", r"\s", ["John", "Doe"]),
        ("a;b;;c;", ";", ["a", "b", "", "c", ""]),
        ("a1b22c", "[0-9]+", ["a", "b", "c"]),
        ("abc", ";", ["abc"]),
        ("", ";", [""]),
    ],
)
def test_a_text_is_split(text: str, pattern: str, parts: list[str]) -> None:
    assert compile_pattern(pattern, "").split(text, Run()) == parts


_PATTERN = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "^", "$"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,2}", "*?", "??"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=5,
)


@given(_PATTERN, st.text("ab", max_size=8))
def test_the_machine_agrees_with_python_on_what_matches(pattern: str, text: str) -> None:
    # where a match ends may differ: engines do not agree on how often nothing can be repeated
    for whole in (pattern, f"^({pattern})$"):
        parsed = parse_pattern(whole, "")
        first = re.search(whole.replace("$", r"\Z"), text)
        found = next(Machine(parsed.tree, parsed.groups, "").find_all(text, Run()), None)
        assert (found[0][0] if found else None) == (first.start() if first else None)
