from typing import Any

from forms import paths
from forms.paths import MISSING


def test_nothing_is_not_null() -> None:
    assert paths.get({"a": None}, ("a",)) is None
    assert paths.get({}, ("a",)) is MISSING
    assert not MISSING
    assert repr(MISSING) == "MISSING"


def test_lists_are_read_by_index_even_when_it_is_text() -> None:
    assert paths.get({"a": [10, 20]}, ("a", 1)) == 20
    assert paths.get({"a": [10, 20]}, ("a", "1")) == 20
    assert paths.get({"a": [10]}, ("a", 5), "none") == "none"


def test_writing_makes_objects_and_lists_on_the_way() -> None:
    data: dict[str, Any] = {"a": "in the way"}
    paths.put(data, ("a", "b", 1, "c"), 5)
    assert data == {"a": {"b": [None, {"c": 5}]}}


def test_what_becomes_empty_goes_with_what_is_dropped() -> None:
    data: dict[str, Any] = {"a": {"b": {"c": 1}}, "d": 1}
    paths.drop(data, ("a", "b", "c"))
    assert data == {"d": 1}


def test_other_rows_keep_their_place() -> None:
    data: dict[str, Any] = {"rows": [{"a": 1}, {"a": 2}]}
    paths.drop(data, ("rows", 0, "a"))
    assert data == {"rows": [None, {"a": 2}]}
    paths.drop(data, ("rows", 1, "a"))
    assert data == {}


def test_a_template_finds_every_row() -> None:
    data = {"rows": [{"a": 1}, {}, {"a": 3}]}
    assert list(paths.matching(data, ("rows", None, "a"))) == [("rows", 0, "a"), ("rows", 2, "a")]
