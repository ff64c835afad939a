import pytest

from forms import FormRefused
from tests.forms.drawing import NOON, SHANGHAI, codes, field, form, rows, submit

GROUP = {"type": "group", "id": "g", "path": "p", "components": [field("textfield", "x"), field("textfield", "y")]}
DRAWN = form(field("textfield"), field("number", "n", readonly=True, validate={"required": True}), GROUP)


def test_a_readonly_field_is_the_servers() -> None:
    step = DRAWN.restrict({"a": "readonly"})
    assert submit(step, {"a": "HACK", "n": 1}, {"a": "orig", "n": 1}).data["a"] == "orig"
    assert step.localise("en")["components"][0]["readonly"] is True


def test_what_nobody_can_mend_is_not_judged() -> None:
    assert codes(submit(DRAWN, {}, {})) == ["required"]
    assert codes(submit(DRAWN.restrict({"n": "readonly"}), {}, {})) == []


def test_a_hidden_field_is_gone_from_schema_prefill_and_submission() -> None:
    step = DRAWN.restrict({"a": "hidden", "p.x": "hidden"})
    held = {"a": "secret", "n": 1, "p": {"x": "secret", "y": "open"}}
    assert "secret" not in str(step.prefill(held, zone=SHANGHAI, now=NOON))
    assert [component["id"] for component in step.localise("en")["components"]] == ["n", "g"]
    assert submit(step, {"a": "HACK", "p": {"x": "HACK", "y": "mine"}}, held).data == {"n": 1, "p": {"y": "mine"}}


def test_a_hidden_column_is_hidden_in_every_row() -> None:
    step = form(rows(field("textfield", "x"), field("textfield", "y"))).restrict({"rows.x": "hidden"})
    held = {"rows": [{"x": "secret", "y": "1"}, {"x": "secret", "y": "2"}]}
    assert step.prefill(held, zone=SHANGHAI, now=NOON) == {"rows": [{"y": "1"}, {"y": "2"}]}


def test_conditions_still_see_what_the_server_holds() -> None:
    drawn = form(field("textfield", "class"), field("textfield", "b", conditional={"hide": '=class = "A"'}))
    step = drawn.restrict({"class": "hidden"})
    assert submit(step, {"b": "v"}, {"class": "A"}).data == {}
    assert submit(step, {"b": "v"}, {"class": "B"}).data == {"b": "v"}


def test_a_required_field_must_be_filled_in() -> None:
    assert codes(submit(DRAWN.restrict({"a": "required", "n": "readonly"}), {"a": ""})) == ["required"]


def test_an_editable_field_is_open_again() -> None:
    assert submit(DRAWN.restrict({"n": "editable"}), {"n": 2}, {"n": 1}).data["n"] == 2


def test_a_rule_for_a_group_holds_for_all_it_contains_but_what_has_its_own() -> None:
    step = DRAWN.restrict({"p": "readonly", "p.y": "editable", "n": "readonly"})
    held = {"p": {"x": "orig", "y": "orig"}}
    assert submit(step, {"p": {"x": "HACK", "y": "mine"}}, held).data["p"] == {"x": "orig", "y": "mine"}


def test_a_readonly_list_keeps_its_rows() -> None:
    step = form(rows(field("textfield", "x"))).restrict({"rows": "readonly"})
    assert submit(step, {"rows": []}, {"rows": [{"x": "1"}]}).data == {"rows": [{"x": "1"}]}


def test_rules_also_name_components_by_id() -> None:
    step = DRAWN.restrict({"g": "hidden", "n": "readonly"})
    assert submit(step, {"p": {"x": "HACK"}}).data == {"a": "", "n": None}


def test_a_rule_that_fits_nothing_is_refused() -> None:
    with pytest.raises(FormRefused) as refusal:
        DRAWN.restrict({"salery": "hidden", "a": "secret"})
    assert [finding.code for finding in refusal.value.findings] == ["right-without-field", "right-unknown"]


def test_the_form_itself_is_not_changed() -> None:
    DRAWN.restrict({"a": "hidden"})
    assert submit(DRAWN, {"a": "v", "n": 1}, {"n": 1}).data["a"] == "v"


def test_a_required_list_must_have_rows_and_says_nothing_about_what_stands_in_them() -> None:
    step = form(rows(field("textfield", "x"))).restrict({"rows": "required"})
    assert codes(submit(step, {})) == ["min-rows"]
    assert codes(submit(step, {"rows": [{"x": ""}]})) == []


def test_a_required_group_requires_all_it_contains() -> None:
    assert codes(submit(DRAWN.restrict({"p": "required", "n": "readonly"}), {})) == ["required", "required"]


def test_a_readonly_field_is_not_required_by_a_condition_either() -> None:
    step = form(field("textfield", bihuan={"requiredIf": "=true"})).restrict({"a": "readonly"})
    assert submit(step, {}).errors == ()


def test_a_rule_without_effect_is_told() -> None:
    drawn = form({"type": "text", "id": "t", "text": "x"}, field("textfield"))
    assert [(each.code, each.severity) for each in drawn.examine_rights({"t": "required", "a": "hidden"})] == [
        ("right-without-effect", "warning")
    ]
    drawn.restrict({"t": "required"})


PERSONAL = form(
    field("number", "salary", bihuan={"personal": True}),
    {
        "type": "group",
        "id": "home",
        "path": "home",
        "bihuan": {"personal": True},
        "components": [field("textfield", "x")],
    },
    rows(field("textfield", "phone", bihuan={"personal": True})),
    field("textfield"),
)


def test_personal_fields_are_hidden_unless_a_rule_names_them_or_what_they_stand_in() -> None:
    assert PERSONAL.without_personal({}) == {"salary": "hidden", "home": "hidden", "rows.phone": "hidden"}
    named = PERSONAL.without_personal({"salary": "readonly", "rows": "editable"})
    assert named == {"salary": "readonly", "rows": "editable", "home": "hidden"}
    step = PERSONAL.restrict(PERSONAL.without_personal({}))
    held = {"salary": 5, "home": {"x": "secret"}, "rows": [{"phone": "secret"}]}
    assert "secret" not in str(step.prefill(held, zone=SHANGHAI, now=NOON))
