"""No text whatever makes the language raise what it has not declared, and each prints as it reads."""

import json
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.feel.checks import check
from tests.engine.feel.grammar import text_of

_CORPUS = Path(__file__).with_name("corpus.jsonl")


def test_the_texts_that_the_fuzzer_kept() -> None:
    for line in _CORPUS.read_text().splitlines():
        text, is_unary = json.loads(line)
        check(text, is_unary=is_unary)


def test_five_thousand_texts_of_the_grammar() -> None:
    chance = random.Random(20261121)
    for _ in range(5_000):
        text, is_unary = text_of(chance.randbytes(chance.randint(0, 80)))
        check(text, is_unary=is_unary)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_any_text_up_to_200_characters(text: str, is_unary: bool) -> None:
    check(text, is_unary=is_unary)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_text_of_the_grammar_and_what_becomes_of_it(data: bytes) -> None:
    text, is_unary = text_of(data)
    check(text, is_unary=is_unary)
