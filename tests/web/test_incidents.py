"""What codes of incidents mean, for who operates processes."""

import re
from pathlib import Path

import pytest

import engine
from engine import feel
from web.incidents import SENTENCES, detail, sentence

STEPS = re.compile(r'(?:error_code=|Failure\(\s*code=|_failed\(\s*(?:element_id, )?)"([a-z]+(?:-[a-z]+)+)"')


def test_every_code_that_a_failed_step_leaves_has_its_sentence() -> None:
    sources = Path(engine.__path__[0]).rglob("*.py")
    raised = {code for path in sources for code in STEPS.findall(path.read_text(encoding="utf-8"))}
    assert {"no-flow-taken", "connector-failed", "callee-unknown", "decision-failed"} <= raised
    assert raised <= SENTENCES.keys()


@pytest.mark.parametrize("code", SENTENCES)
def test_sentences_need_no_filling(code: str) -> None:
    # What fills the detail is kept since a later release than the codes are; sentences must do without.
    for locale in ("en", "zh-CN"):
        assert "{" not in sentence(code, locale)


def test_an_expression_that_fails_says_so_in_whichever_way_it_does() -> None:
    assert all(sentence(code, "zh-CN") for code in feel.MESSAGES)
    assert sentence("division-by-zero", "zh-CN") == sentence("expression-failed", "zh-CN")
    assert sentence("unknown-variable", "zh-CN") == "表达式用到的变量在此处没有值。请填写该变量后重试。"


def test_the_detail_names_variable_and_expression_in_the_readers_language() -> None:
    found = {"name": "amount", "expression": "=amount > 5"}
    assert detail("unknown-variable", found, "en") == "There is no variable “amount”. Expression: =amount > 5"
    assert detail("unknown-variable", found, "zh-CN") == "没有名为“amount”的变量。 表达式：=amount > 5"
    assert detail("callee-unknown", {"process": "billing"}, "zh-CN") == "流程：billing"


def test_what_the_parameters_do_not_say_is_left_out() -> None:
    assert detail("not-a-temporal", {"expression": "=date(x)"}, "en") == "Expression: =date(x)"
    assert detail("connector-failed", {}, "en") == ""


def test_a_code_that_nobody_knows_says_nothing() -> None:
    assert sentence("brand-new", "zh-CN") == ""
