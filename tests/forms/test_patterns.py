import random
from threading import Thread

import pytest
import regress

from forms import patterns

ATOMS = [
    "a",
    "b",
    ".",
    r"\d",
    r"\w",
    r"\S",
    "[ab]",
    "[^a]",
    "[a-c]",
    r"\b",
    r"\B",
    "^",
    "$",
    r"[\d-]",
    r"\x61",
    r"\u0062",
]
ATOMS += ["]", "}", "{", "a{", "{,2}", r"[\b]", r"\0", r"\cA", r"\/", "é", "中"]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("[0-9]", "x1y", True),
        (r"\d", "٣", False),
        (r"\w", "é", False),
        ("^a$", "a\n", False),
        ("^a.b$", "a\u2028b", False),
        (r"^\p{L}$", "p{L}", True),
        ("(?<y>\\d{4})-\\k<y>", "2026-2026", True),
        ("^.$", "😀", False),
        ("^..$", "😀", True),
        ("^😀+$", "😀😀", False),
        ("[[]", "[", True),
        ("^[^]$", "\n", True),
        ("[]", "x", False),
        (r"^\s+$", "\u3000\ufeff", True),
        (r"(a)\1", "aa", True),
        (r"^(?!.*\s)(?=.*\d).{8,}$", "passw0rd", True),
        (r"(?<=¥)\d+", "¥100", True),
        (r"(?<!¥)\b\d+", "¥100", False),
        (r"^(?:a|b){2,3}?$", "abab", False),
        (r"\8\18", "8\x018", True),
    ],
)
def test_patterns_mean_what_they_mean_in_browsers(pattern: str, text: str, found: bool) -> None:
    assert patterns.matches(pattern, text) is found


@pytest.mark.parametrize(
    "pattern", ["^(?:a|b", "a{2,1}", "[b-a]", "(" * 300 + ")" * 300, "x" * 2000, "(?i:a)", r"(?<=(a)\1)"]
)
def test_what_cannot_be_run_is_refused(pattern: str) -> None:
    with pytest.raises(patterns.PatternInvalid):
        patterns.compiled(pattern)


@pytest.mark.parametrize("pattern", ["(?:(?:a{1000}){1000}){1000}", "(?:a{0}){1000000000}", "(?:(?=a{0}){4000}){4000}"])
def test_a_pattern_that_would_fill_the_memory_is_refused(pattern: str) -> None:
    with pytest.raises(patterns.PatternInvalid, match="too large"):
        patterns.compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(a|a)*b", "a" * 300), ("(a*)*b", "a" * 3000), (r"^(\w+\s?)*$", "word " * 40 + "!"), ("^.*.*.*.*x", "a" * 300)],
)
def test_no_pattern_runs_away(pattern: str, text: str) -> None:
    assert not patterns.matches(pattern, text)


def test_a_search_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(patterns.TooSlow):
        patterns.matches(r"^(a+)(a+)(a+)(a+)(a+)(a+)\1\2\3\4\5\6b$", "a" * 60)


def test_a_compiled_pattern_serves_all_threads() -> None:
    found: list[bool] = []
    threads = [Thread(target=lambda: found.append(patterns.matches("^a+$", "aaa"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


def _drawn(chance: random.Random, depth: int) -> str:
    shape = chance.random()
    if depth == 0 or shape < 0.4:
        return chance.choice(ATOMS)
    if shape < 0.65:
        return "".join(_drawn(chance, depth - 1) for _ in range(3))
    inner = _drawn(chance, depth - 1)
    if shape < 0.75:
        return f"(?:{inner}|{_drawn(chance, depth - 1)})"
    if shape < 0.92:
        return f"({inner}){chance.choice(['*', '+', '?', '{2}', '{1,2}', '{2,}', '*?'])}"
    return f"{chance.choice(['(?=', '(?!', '(?<=', '(?<!'])}{inner})"


def test_random_patterns_agree_with_another_engine() -> None:
    chance = random.Random(20260310)
    for _ in range(1500):
        pattern = _drawn(chance, 3)
        text = "".join(chance.choice("aabb1 -é中\n{}]") for _ in range(chance.randrange(8)))
        assert patterns.matches(pattern, text) == (regress.Regex(pattern).find(text) is not None), (pattern, text)
