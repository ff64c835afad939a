import pytest

from forms import NO_SOURCES
from tests.forms.drawing import codes, form, refined, refused, rows, submit
from tests.forms.sources import FewSources

ONE = refined("select", "person")
SEVERAL = refined("taglist", "person", "many")


def test_only_people_whom_the_source_knows_can_be_chosen() -> None:
    drawn = form(ONE, SEVERAL)
    good = submit(drawn, {"a": "ann", "many": ["bob", "ann", "bob"]}, sources=FewSources())
    assert (good.errors, good.data) == ((), {"a": "ann", "many": ["bob", "ann"]})
    bad = submit(drawn, {"a": "zoe", "many": ["ann", "zoe"]}, sources=FewSources())
    assert codes(bad) == ["option-not-offered", "option-not-offered"]
    assert codes(submit(drawn, {"a": "ann", "many": []}, sources=NO_SOURCES)) == ["option-not-offered"]


def test_what_is_no_key_at_all_is_nothing() -> None:
    drawn = form(ONE, SEVERAL)
    assert submit(drawn, {"a": {"x": 1}, "many": [["x"], None, {}]}).data == {"a": None, "many": []}


def test_whom_the_server_holds_stays() -> None:
    assert submit(form(ONE), {"a": "gone"}, {"a": "gone"}, sources=FewSources()).errors == ()


def test_a_required_one_must_be_chosen() -> None:
    assert codes(submit(form({**ONE, "validate": {"required": True}}), {})) == ["required"]


def test_people_are_read_by_name_and_asked_for_once() -> None:
    drawn, sources = form(rows(ONE), SEVERAL), FewSources()
    data = {"rows": [{"a": "ann"}, {"a": "bob"}, {"a": "gone"}], "many": ["ann", "bob"]}
    listed, many = drawn.display(data, "en", sources=sources)
    assert [row.rows[0].text for row in listed.rows] == ["Ann Li", "Bob Wang", "gone"]
    assert many.text == "Ann Li, Bob Wang"
    assert sources.asked == 1


def test_a_list_of_people_is_judged_by_asking_once() -> None:
    sources = FewSources()
    sent = {"rows": [{"a": "ann"}, {"a": "bob"}, {"a": "zoe"}, {"a": None}]}
    assert [error.path for error in submit(form(rows(ONE)), sent, sources=sources).errors] == [("rows", 2, "a")]
    assert sources.asked == 1


@pytest.mark.parametrize("name", ["person", "department", "role"])
def test_one_or_several(name: str) -> None:
    assert refused(refined("select", name), refined("taglist", name, "b")) == []
    assert refused(refined("textfield", name)) == ["refinement-misplaced"]


def test_a_picker_has_its_own_source() -> None:
    assert refused(refined("select", "person", source={"kind": "customer"})) == ["source-misplaced"]
    assert form(refined("select", "person", source={"groups": ["sales"]})).source_of("a") is not None
