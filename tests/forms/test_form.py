import pytest

from forms import FormRefused, load
from tests.forms.drawing import NOON, SHANGHAI, drawn, field, form, submit
from tests.forms.feel import FEEL


def test_a_form_is_refused_with_every_reason() -> None:
    with pytest.raises(FormRefused) as refusal:
        load(drawn({"type": "x", "id": "x"}, field("textfield", validate={"pattern": "("})), evaluate=FEEL)
    assert [finding.code for finding in refusal.value.findings] == ["type-unknown", "pattern-invalid"]


def test_a_loaded_form_does_not_change_with_its_schema() -> None:
    schema = drawn(field("textfield"))
    loaded = load(schema, evaluate=FEEL)
    schema["components"].clear()
    assert submit(loaded, {"a": "v"}).data == {"a": "v"}


def test_the_localised_schema_is_a_form_again_with_the_same_places() -> None:
    loaded = form({"type": "textfield", "label": "without id or key"})
    again = load(loaded.localise("zh-CN"), evaluate=FEEL)
    assert [component.template for component in again.root.walk()] == [c.template for c in loaded.root.walk()]


def test_prefilled_data_is_cleaned_of_what_would_break_the_viewer() -> None:
    opened = form(field("checklist", values=["x"]), field("number", "n")).prefill(
        {"a": "x", "n": "5", "other": 1}, zone=SHANGHAI, now=NOON
    )
    assert opened == {"a": [], "n": 5, "other": 1}
