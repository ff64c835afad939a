"""The JSON Schema of a form: what is accepted fits it, and values of a wrong kind do not."""

from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import load
from tests.forms.drawing import NOON, SHANGHAI, field, form, refined, rows, submit
from tests.forms.feel import FEEL
from tests.forms.test_fuzz import QUICK
from tests.forms.test_replay import NOT_TYPED, cases, recorded

ALL = form(
    field("textfield", "t", label="Text", validate={"required": True}),
    field("number", "n", validate={"min": 1}),
    refined("number", "money", "m", currency="CNY"),
    refined("number", "rating", "r"),
    field("checkbox", "c"),
    field("select", "s", values=["x", 0]),
    field("taglist", "many", values=["x", "y"]),
    field("datetime", "d"),
    field("filepicker", "f"),
    refined("select", "person", "p"),
    field("expression", "e", expression="=1"),
    field("textfield", "deep.down", validate={"required": True}),
    {"type": "group", "id": "g", "path": "g", "components": [field("checkbox", "sure", validate={"required": True})]},
    rows(field("number", "x", validate={"required": True}), bihuan={"minRows": 1}),
    field("textfield", "maybe", validate={"required": True}, conditional={"hide": "=c"}),
    bihuan={"translations": {"zh-CN": {"t": {"label": "文本"}}}},
)
GOOD: dict[str, Any] = {
    "t": "a",
    "n": 1.5,
    "m": "19.90",
    "r": 5,
    "c": True,
    "s": 0,
    "many": ["x"],
    "d": "2026-03-10",
    "f": None,
    "p": "ann",
    "e": None,
    "deep": {"down": "a"},
    "g": {"sure": True},
    "rows": [{"x": 1}],
}


def validator(locale: str = "en") -> jsonschema.Draft202012Validator:
    schema = ALL.json_schema(locale)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_a_good_submission_fits() -> None:
    assert list(validator().iter_errors(GOOD)) == []


def test_titles_are_in_the_language_asked_for() -> None:
    assert ALL.json_schema("en")["properties"]["t"]["title"] == "Text"
    assert ALL.json_schema("zh-CN")["properties"]["t"]["title"] == "文本"


def test_what_may_be_hidden_is_not_required() -> None:
    assert set(ALL.json_schema("en")["required"]) == {"t", "deep", "g"}


WRONG: dict[str, Any] = {
    "t": [5, None, "", [], True],
    "n": ["5", 0, [], {}, True],
    "m": [[], {}, True],
    "r": [0, 6, 2.5, "5"],
    "c": [None, 1, "true"],
    "s": ["y", 1, False, []],
    "many": ["x", ["z"], [["x"]], None],
    "d": ["yesterday", 20260310, []],
    "f": ["proof.pdf", 5, [{"id": 1}], {"name": "a"}],
    "p": [[], {}],
    "deep": ["a", {}, {"down": 5}, None],
    "g": [{"sure": False}, {}, True],
    "rows": [{}, [], [{}], [{"x": None}], [5], None],
}


@pytest.mark.parametrize("key", WRONG)
def test_values_of_a_wrong_kind_do_not_fit(key: str) -> None:
    for value in WRONG[key]:
        assert list(validator().iter_errors({**GOOD, key: value})), (key, value)


KINDS: dict[str, Any] = {
    "t": st.integers() | st.lists(st.text()) | st.booleans(),
    "n": st.text() | st.lists(st.integers()) | st.booleans(),
    "c": st.integers() | st.text() | st.none(),
    "many": st.text() | st.dictionaries(st.text(), st.text()) | st.integers(),
    "d": st.integers() | st.lists(st.text()),
    "rows": st.text() | st.lists(st.integers(), min_size=1) | st.dictionaries(st.text(), st.integers()),
}


@QUICK
@given(st.sampled_from(sorted(KINDS)).flatmap(lambda key: st.tuples(st.just(key), KINDS[key])))
def test_no_value_of_another_kind_fits(wrong: tuple[str, Any]) -> None:
    key, value = wrong
    assert not validator().is_valid({**GOOD, key: value})


def test_what_was_accepted_fits() -> None:
    kept = submit(ALL, {**GOOD, "p": None})
    assert kept.errors == ()
    assert list(validator().iter_errors(_as_json(kept.data))) == []


def _as_json(data: Any) -> Any:
    return orjson.loads(orjson.dumps(data, default=float))


@recorded
def test_every_recorded_submission_that_was_accepted_fits() -> None:
    for case in cases():
        out = case["out"]
        made_up = case["name"] in {*NOT_TYPED, "no key"} or case.get("props")
        if "data" not in out or out["errors"] or out.get("pageErrors") or made_up:
            continue
        loaded = load(case["schema"], evaluate=FEEL)
        schema = loaded.json_schema("en")
        jsonschema.Draft202012Validator.check_schema(schema)
        kept = loaded.submit(case["data"], out["data"], files={}, zone=SHANGHAI, now=NOON)
        if not kept.errors:
            found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(out["data"])]
            assert found == [], (case["name"], found)
