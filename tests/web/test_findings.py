"""What a check found, in both languages."""

import pytest

from engine import decision_files
from engine.bpmn.translation import juel
from engine.bpmn.translation.feel_text import Untranslatable
from engine.errors import Finding
from web.findings import sentence

FOREIGN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="price" name="Price"><functionDefinition kind="Java"/></decision></definitions>"""


def found(code: str, **params: object) -> Finding:
    return Finding(code=code, severity="error", params=params)


def test_the_template_is_translated_and_then_filled() -> None:
    finding = found("form-unknown", form="ask")
    assert sentence(finding, "en") == "There is no form “ask”. Add it to the package, or correct the name."
    assert sentence(finding, "zh-CN") == "没有表单“ask”。请将其加入流程包，或更正名称。"


def test_what_the_model_says_is_never_translated() -> None:
    assert "“Yes”" in sentence(found("form-unknown", form="Yes"), "zh-CN")


def test_reasons_are_translated_where_they_are_ours_and_stay_where_they_are_not() -> None:
    ours = found("script-untranslatable", reason="the script stands in a file of its own")
    assert "：脚本在单独的文件中。" in sentence(ours, "zh-CN")
    assert sentence(found("xml-malformed", reason="Start tag expected"), "zh-CN").endswith("：Start tag expected")


def test_an_expression_that_cannot_be_read_says_why_in_the_readers_language() -> None:
    cause = {"template": "“{found}” is not expected here.", "params": {"found": ")"}, "position": 2}
    finding = found("expression-syntax", expression="a )", reason="“)” is not expected here. (position 3)", cause=cause)
    assert sentence(finding, "zh-CN") == "表达式“a )”无法解析：此处不应出现“)”。（第 3 个字符）"


def test_a_text_that_feel_cannot_say_is_refused_in_both_languages() -> None:
    with pytest.raises(Untranslatable) as refused:
        juel.expression("vars:get(x)")
    finding = found("expression-untranslatable", text="${vars:get(x)}", **refused.value.because)
    assert "cannot be said in FEEL: the functions of “vars:” belong to another engine." in sentence(finding, "en")
    assert "无法用 FEEL 表达：前缀为“vars:”的函数属于其他引擎。" in sentence(finding, "zh-CN")


def test_a_decision_that_cannot_be_used_says_why_in_both_languages() -> None:
    [finding] = decision_files.check(FOREIGN)
    assert sentence(finding, "en") == "A function in “Java” cannot be called; write it in FEEL."
    assert sentence(finding, "zh-CN") == "不能调用“Java”编写的函数，请改用 FEEL。"


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert sentence(found("brand-new"), "zh-CN") == "brand-new"
