from tests.forms.drawing import answer, field


def test_several_of_the_options() -> None:
    assert answer(field("taglist", valuesKey="o"), ["x", "y"], {"o": ["x"]}) == ["x"]


def test_a_flood_of_duplicates_is_cut() -> None:
    assert len(answer(field("taglist", values=["x"]), ["x"] * 50_000)) == 1_000
