from typing import Any

from tests.forms.drawing import codes, field, form, refused, submit


def page(name: str, *components: Any) -> dict[str, Any]:
    return {"type": "group", "id": name, "label": name, "bihuan": {"as": "page"}, "components": list(components)}


ONE = page("one", field("textfield", "x", validate={"required": True}))
TWO = page("two", field("textfield", "y", validate={"required": True}))


def test_all_pages_are_judged_together_and_read_under_their_headings() -> None:
    assert codes(submit(form(ONE, TWO), {})) == ["required", "required"]
    assert [row.kind for row in form(ONE, TWO).display({"x": "1", "y": "2"}, "en")] == ["page", "page"]


def test_pages_stand_at_the_top_beside_nothing_that_asks() -> None:
    text = {"type": "text", "id": "t", "text": "Welcome"}
    assert refused(text, ONE, TWO) == []
    assert refused(ONE, field("textfield")) == ["page-missing"]
    assert refused({"type": "group", "id": "g", "components": [ONE]}) == ["page-inside"]
    assert refused(ONE, page("outer", TWO)) == ["page-inside"]


def test_a_step_may_hide_a_page() -> None:
    step = form(ONE, TWO).restrict({"one": "hidden"})
    assert submit(step, {"y": "2"}).errors == ()
