from tests.forms.drawing import answer, field


def test_one_of_the_options() -> None:
    assert answer(field("radio", values=["yes", "no"]), "no") == "no"
    assert answer(field("radio", values=["yes", "no"]), "maybe") is None
