from typing import Any

import pytest

from forms import Form, check, messages
from tests.forms.drawing import codes, drawn, field, form, refused, rows, submit
from tests.forms.feel import check_expression

START, END = field("datetime", "start"), field("datetime", "end")
ORDER = {
    "id": "order",
    "condition": "=end >= start",
    "message": "The end is before the start.",
    "fields": ["start", "end"],
}
LATE = {"start": "2026-03-02", "end": "2026-03-01"}


def ruled(*components: Any, rule: Any = ORDER, **own: Any) -> Form:
    return form(*components, bihuan={"rules": [rule], **own})


def test_a_broken_rule_marks_all_its_fields_with_its_own_sentence() -> None:
    errors = submit(ruled(START, END), LATE).errors
    assert [(error.code, error.path, error.params["rule"]) for error in errors] == [
        ("rule", ("start",), "order"),
        ("rule", ("end",), "order"),
    ]
    assert messages.sentence(errors[0]) == "The end is before the start."
    assert submit(ruled(START, END), {"start": "2026-03-01", "end": "2026-03-02"}).errors == ()


def test_its_sentence_is_translated() -> None:
    chinese = {"zh-CN": {"order": {"message": "结束早于开始。"}}}
    [error, _] = submit(ruled(START, END, translations=chinese), LATE).errors
    assert error.own_message("zh-CN") == "结束早于开始。"
    assert error.own_message("de") is None
    assert ruled(START, END, translations=chinese).localise("zh-CN")["bihuan"]["rules"] == [
        {**ORDER, "message": "结束早于开始。"}
    ]


def test_what_is_not_known_yet_breaks_no_rule() -> None:
    assert submit(ruled(START, END), {"start": "2026-03-02"}).errors == ()


@pytest.mark.parametrize("condition", ["=5", '="yes"', "=false"])
def test_anything_but_true_and_null_breaks_it(condition: str) -> None:
    assert codes(submit(ruled(START, rule={**ORDER, "condition": condition, "fields": ["start"]}), {})) == ["rule"]


def test_a_rule_of_hidden_fields_is_not_asked() -> None:
    hidden = {"conditional": {"hide": "=true"}}
    always = {**ORDER, "condition": "=false"}
    assert submit(ruled({**START, **hidden}, {**END, **hidden}, rule=always), {}).errors == ()
    assert codes(submit(ruled({**START, **hidden}, END, rule=always), {})) == ["rule"]


def test_a_rule_that_nobody_could_mend_is_not_asked() -> None:
    step = ruled(START, END, rule={**ORDER, "condition": "=false"}).restrict({"start": "readonly", "end": "readonly"})
    assert submit(step, {}).errors == ()
    assert step.localise("en")["bihuan"]["rules"] == []
    half = ruled(START, END, rule={**ORDER, "condition": "=false"}).restrict({"start": "readonly"})
    assert codes(submit(half, {})) == ["rule", "rule"]


def test_a_rule_in_rows_is_asked_for_each() -> None:
    lines = rows(field("number", "low"), field("number", "high"))
    rule = {"id": "r", "condition": "=this.high >= this.low", "fields": ["low", "high"], "in": "rows"}
    sent = {"rows": [{"low": 1, "high": 2}, {"low": 3, "high": 2}, {"low": 1}]}
    errors = submit(ruled(lines, rule=rule), sent).errors
    assert [error.path for error in errors] == [("rows", 1, "low"), ("rows", 1, "high")]


def test_rules_see_what_is_computed_at_the_very_end() -> None:
    total = field("expression", "total", expression="=a * 2", computeOn="presubmit")
    rule = {"id": "r", "condition": "=total < 10", "fields": ["a"]}
    assert codes(submit(ruled(field("number"), total, rule=rule), {"a": 5})) == ["rule"]
    assert submit(ruled(field("number"), total, rule=rule), {"a": 4}).errors == ()


def test_a_rule_may_mark_a_list() -> None:
    rule = {"id": "r", "condition": "=sum(rows.x) = 100", "fields": ["rows"]}
    drawing = ruled(rows(field("number", "x")), rule=rule)
    [error] = submit(drawing, {"rows": [{"x": 60}]}).errors
    assert (error.component_id, error.path) == ("rows", ("rows",))
    assert submit(drawing, {"rows": [{"x": 60}, {"x": 40}]}).errors == ()
    assert submit(drawing.restrict({"rows": "readonly"}), {}, {"rows": [{"x": 1}]}).errors == ()


def test_a_step_that_hides_a_field_leaves_the_rule_to_the_others() -> None:
    step = ruled(START, END).restrict({"start": "hidden"})
    assert [error.path for error in submit(step, {"end": "2026-03-01"}, {"start": "2026-03-02"}).errors] == [("end",)]
    assert step.localise("en")["bihuan"]["rules"][0]["fields"] == ["end"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("nonsense", "rule-malformed"),
        ({**ORDER, "condition": "end > start"}, "rule-malformed"),
        ({**ORDER, "fields": []}, "rule-malformed"),
        ({**ORDER, "id": ""}, "rule-malformed"),
        ({**ORDER, "fields": ["nothing"]}, "rule-without-field"),
        ({**ORDER, "in": "start"}, "rule-without-list"),
        ({**ORDER, "fields": ["rows.x"]}, "rule-outside-rows"),
        ({**ORDER, "in": "rows"}, "rule-without-field"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused(rule: Any, code: str) -> None:
    assert set(refused(START, END, rows(field("number", "x")), bihuan={"rules": [rule]})) == {code}


def test_two_rules_do_not_share_an_id() -> None:
    assert refused(START, END, bihuan={"rules": [ORDER, ORDER]}) == ["rule-duplicate"]


def test_the_check_reads_conditions_and_misses_sentences() -> None:
    rules = [{**ORDER, "condition": "=end >="}, {**ORDER, "id": "silent", "message": ""}]
    found = check(drawn(START, END, bihuan={"rules": rules}), check_expression=check_expression, locales=("zh-CN",))
    assert [(each.code, each.component_id) for each in found] == [
        ("expression-invalid", "order"),
        ("rule-without-message", "silent"),
        ("translation-missing", "order"),
    ]
