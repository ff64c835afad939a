from typing import Any

import pytest

from forms import check, messages
from tests.forms.drawing import drawn, field, rows
from tests.forms.feel import check_expression


def found(*components: Any, **more: Any) -> list[str]:
    return [finding.code for finding in check(drawn(*components, **more), check_expression=check_expression)]


HIDE: dict[str, Any] = {"conditional": {"hide": '=b = "x"'}}


def test_a_sound_form_has_nothing_to_say() -> None:
    assert found(field("textfield", "b", label="B {{c}}"), field("number", validate={"min": "=1"}, **HIDE)) == []


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "hologram", "id": "x"}, "type-unknown"),
        (field("textfield", validate={"pattern": "("}), "pattern-invalid"),
        (field("textfield", validate={"pattern": "a" * 2000}), "pattern-invalid"),
        (field("number", validate={"min": "abc"}), "limit-not-numeric"),
        (field("number", validate={"max": ""}), "limit-not-numeric"),
        (field("number", decimalDigits="two"), "digits-invalid"),
        (field("select"), "options-missing"),
        (field("select", values=[{"label": "A"}]), "options-unusable"),
        (field("radio", values=["a", "a"]), "options-duplicate"),
        (field("expression"), "expression-missing"),
        (field("expression", expression="=a +"), "expression-invalid"),
        (field("textfield", conditional={"hide": "=foo("}), "expression-invalid"),
        (field("textfield", readonly="=1 +"), "expression-invalid"),
        (field("textfield", label="Dear {{a +}}"), "expression-invalid"),
        (field("textfield", conditional={"hide": "true"}), "condition-not-feel"),
        (rows(field("textfield", disabled=True)), "disabled-in-open-list"),
    ],
)
def test_every_mistake_has_its_code_and_its_sentence(component: dict[str, Any], code: str) -> None:
    (finding,) = check(drawn(component), check_expression=check_expression)
    assert finding.code == code
    assert "{" not in messages.fill(messages.FINDINGS[code], finding.params).replace("{{", "")


def test_what_is_no_form_at_all_is_said() -> None:
    (finding,) = check("nonsense", check_expression=check_expression)
    assert finding.code == "not-a-form"


def test_a_condition_must_not_read_what_may_be_hidden() -> None:
    reads = field("textfield", "c", conditional={"hide": '=a = "y"'})
    assert found(field("textfield", "b"), field("textfield", **HIDE), reads) == ["condition-reads-hidden"]


def test_what_is_hidden_together_may_read_each_other() -> None:
    inner = [field("textfield"), field("textfield", "c", conditional={"hide": '=a = "y"'})]
    group = {"type": "group", "id": "g", "components": inner, **HIDE}
    assert found(field("textfield", "b"), group) == []


def test_conditions_in_rows_read_their_row() -> None:
    columns = [field("textfield", "a", **HIDE), field("textfield", "c", conditional={"hide": '=this.a = "y"'})]
    assert found(field("textfield", "b"), rows(*columns)) == ["condition-reads-hidden"]


def test_missing_translations_are_listed_for_the_languages_asked_for() -> None:
    schema = drawn(field("textfield", label="Name"))
    findings = check(schema, check_expression=check_expression, locales=("en", "zh-CN"))
    assert [(finding.code, dict(finding.params)) for finding in findings] == [
        ("translation-missing", {"locale": "zh-CN", "property": "label", "text": "Name"})
    ]
