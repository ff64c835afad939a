"""Two edits of the same answers become one, and what both changed is never lost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import Conflict, merge, same

KEYS = st.sampled_from(["a", "b", "c"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "x", "y"]))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
ANSWERS = st.dictionaries(KEYS, VALUES, max_size=3)


@given(ANSWERS, ANSWERS)
def test_who_edits_alone_gets_what_they_typed(base: dict[str, Any], mine: dict[str, Any]) -> None:
    alone = merge(base, mine, base)
    assert not alone.conflicts
    assert same(alone.answers, mine)
    assert same(merge(base, base, mine).answers, mine)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_both_sides_see_the_same_conflicts(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {each.path for each in here.conflicts} == {each.path for each in there.conflicts}
    if not here.conflicts:
        assert same(here.answers, there.answers)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_conflict_is_where_both_changed_and_not_to_the_same(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge(base, mine, theirs)
    for conflict in merged.conflicts:
        was = at(base, conflict.path)
        assert not same(conflict.mine, was)
        assert not same(conflict.theirs, was)
        assert not same(conflict.mine, conflict.theirs)
        assert same(at(merged.answers, conflict.path), conflict.theirs), "mine waits, theirs stands"
    for key in {*mine, *theirs}:
        touched = any(each.path[0] == key for each in merged.conflicts)
        if not touched and same(theirs.get(key), base.get(key)):
            assert same(merged.answers.get(key), mine.get(key))
        if not touched and same(mine.get(key), base.get(key)):
            assert same(merged.answers.get(key), theirs.get(key))


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_choice_settles_a_conflict_for_good(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge(base, mine, theirs)
    assert not merge(merged.answers, mine, merged.answers).conflicts, "taken as mine: over what now stands"
    assert same(merge(merged.answers, merged.answers, merged.answers).answers, merged.answers)


def at(answers: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        answers = answers.get(step) if isinstance(answers, dict) else None
    return answers


def test_fields_that_only_one_side_changed_come_together() -> None:
    base = {"name": "Lin", "note": "", "address": {"city": "Wuxi", "street": None}}
    mine = {**base, "note": "call back", "address": {"city": "Wuxi", "street": "East 3"}}
    theirs = {**base, "name": "Lin Xiaoyu", "address": {"city": "Suzhou", "street": None}}
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.answers == {
        "name": "Lin Xiaoyu",
        "note": "call back",
        "address": {"city": "Suzhou", "street": "East 3"},
    }


def test_lists_are_compared_as_wholes() -> None:
    base = {"rows": [{"n": 1}, {"n": 2}]}
    merged = merge(base, {"rows": [{"n": 1}]}, {"rows": [{"n": 1}, {"n": 3}]})
    assert merged.conflicts == (Conflict(path=("rows",), mine=[{"n": 1}], theirs=[{"n": 1}, {"n": 3}]),)


def test_an_emptied_field_is_a_change_and_a_missing_one_is_an_empty_one() -> None:
    assert merge({"a": ""}, {}, {"a": "x"}).answers == {"a": "x"}
    assert merge({"a": "x"}, {"a": None}, {"a": "x", "b": 1}).answers == {"a": None, "b": 1}
    assert merge({"a": None}, {}, {"a": "x"}).answers == {"a": "x"}
    assert merge({"a": 1}, {"a": True}, {"a": 1}).answers == {"a": True}
