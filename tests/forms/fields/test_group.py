from tests.forms.drawing import field, form, submit


def test_a_group_with_a_path_nests_its_fields_and_one_without_does_not() -> None:
    nested = {"type": "group", "id": "g", "path": "p.q", "components": [field("textfield")]}
    flat = {"type": "group", "id": "h", "components": [field("textfield", "b")]}
    kept = submit(form(nested, flat), {"p": {"q": {"a": "1", "other": 2}}, "b": "3"}).data
    assert kept == {"p": {"q": {"a": "1"}}, "b": "3"}


def test_disabling_a_group_means_nothing() -> None:
    drawn = form({"type": "group", "id": "g", "disabled": True, "components": [field("textfield")]})
    assert submit(drawn, {"a": "v"}).data == {"a": "v"}
