from forms.filling import Filling
from forms.scope import Occasion
from tests.forms.drawing import NOON, SHANGHAI, field, form, rows
from tests.forms.feel import FEEL


def filling(*components: object, **data: object) -> Filling:
    occasion = Occasion(evaluate=FEEL, zone=SHANGHAI, now=NOON)
    return Filling(form(*components).root, occasion, data)  # type: ignore[arg-type] # components are dicts


def test_prefilled_data_is_read_and_defaults_fill_what_is_not_there() -> None:
    opened = filling(field("textfield", "a", defaultValue="d"), field("textfield", "b", defaultValue="d"), a=None, z=1)
    assert opened.data == {"a": "", "b": "d", "z": 1}


def test_what_it_is_opened_with_is_never_changed() -> None:
    source = {"rows": [{"x": "1"}]}
    opened = filling(rows(field("textfield", "x")), **source)
    opened.update("x", "2", (0,))
    assert source == {"rows": [{"x": "1"}]}
    assert opened.data == {"rows": [{"x": "2"}]}


def test_a_field_that_is_not_shown_cannot_be_updated() -> None:
    opened = filling(field("textfield", "a", conditional={"hide": "=true"}))
    assert not opened.update("a", "x")


def test_an_update_lets_the_form_settle() -> None:
    opened = filling(field("number", "n"), field("expression", "e", expression="=n * 2"), n=1)
    assert opened.update("n", 5)
    assert opened.submit() == ({"n": 5, "e": 10}, ())


def test_rows_that_are_none_become_empty_rows() -> None:
    opened = filling(rows(field("textfield", "x")), rows=["a", None, {"x": "k"}])
    assert opened.data == {"rows": [{"x": ""}, {"x": ""}, {"x": "k"}]}
