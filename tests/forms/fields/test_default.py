from tests.forms.drawing import form, submit


def test_an_empty_form_is_submitted_empty() -> None:
    assert submit(form(), {"a": 1}).data == {}


def test_a_hidden_form_submits_nothing() -> None:
    hidden = form({"type": "textfield", "id": "a", "key": "a"}, conditional={"hide": "=true"})
    assert submit(hidden, {"a": "v"}).data == {}
