"""What codes of incidents mean, for who operates processes."""

import re
from pathlib import Path

import pytest

import engine
from engine import feel
from web.incidents import SENTENCES, sentence

STEPS = re.compile(r'(?:error_code=|Failure\(\s*code=|_failed\(\s*(?:element_id, )?)"([a-z]+(?:-[a-z]+)+)"')


def test_every_code_that_a_failed_step_leaves_has_its_sentence() -> None:
    sources = Path(engine.__path__[0]).rglob("*.py")
    raised = {code for path in sources for code in STEPS.findall(path.read_text(encoding="utf-8"))}
    assert {"no-flow-taken", "connector-failed", "callee-unknown", "decision-failed"} <= raised
    assert raised <= SENTENCES.keys()


@pytest.mark.parametrize("code", SENTENCES)
def test_sentences_need_no_filling(code: str) -> None:
    # An incident keeps its code and message, no parameters.
    for locale in ("en", "zh-CN"):
        assert "{" not in sentence(code, locale)


def test_an_expression_that_fails_says_so_in_whichever_way_it_does() -> None:
    assert all(sentence(code, "zh-CN") for code in feel.MESSAGES)
    assert sentence("division-by-zero", "zh-CN") == sentence("expression-failed", "zh-CN")
    assert sentence("unknown-variable", "zh-CN") == "表达式用到的变量在此处没有值。请填写该变量后重试。"


def test_a_code_that_nobody_knows_says_nothing() -> None:
    assert sentence("brand-new", "zh-CN") == ""
