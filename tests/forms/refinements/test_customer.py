from tests.forms.drawing import form, refined, refused


def test_a_customer_is_one_and_comes_from_the_customer_file() -> None:
    source = form(refined("select", "customer")).source_of("a")
    assert source is not None
    assert source.kind == "customer"
    assert refused(refined("taglist", "customer")) == ["refinement-misplaced"]
