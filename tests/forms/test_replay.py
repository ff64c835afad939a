import json
from pathlib import Path
from typing import Any

import pytest

from forms import load, values
from tests.forms.drawing import drawn, field, submit
from tests.forms.feel import FEEL
from tests.forms.replay import RECORDED_AT, RECORDED_IN, replay

RECORDING = Path(__file__).parents[3] / "shared" / "prototypes" / "forms" / "golden.json"
recorded = pytest.mark.skipif(not RECORDING.exists(), reason="the recording is not beside this checkout")

NOT_TYPED = {"pattern '^[^]$' on '\\n'", "select update ''", "radio update ''", "expr loop"}
"""Values set by program that nobody can type or pick, and a loop of computed fields that goes one round further."""


def cases() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(RECORDING.read_text(encoding="utf-8"))
    return read


@recorded
def test_all_recorded_submissions_come_out_as_in_the_viewer() -> None:
    misses = replay(cases())
    assert misses == []


@recorded
def test_an_honest_submission_comes_back_unchanged() -> None:
    changed = set()
    for case in cases():
        out = case["out"]
        if "data" not in out or out["errors"] or out.get("pageErrors") or case["name"] == "no key":
            continue
        form = load(case["schema"], evaluate=FEEL)
        kept = form.submit(case["data"], out["data"], files={}, zone=RECORDED_IN, now=RECORDED_AT)
        if kept.errors or not values.equal(kept.data, out["data"]):
            changed.add(case["name"])
    assert changed == NOT_TYPED


def test_a_difference_is_told() -> None:
    case = {"name": "n", "schema": drawn(field("textfield")), "data": {"a": "x"}}
    assert replay([{**case, "out": {"data": {"a": "x"}, "errors": {}}}]) == []
    (miss,) = replay([{**case, "out": {"data": {"a": "y"}, "errors": {}}}])
    assert miss.got == ({"a": "x"}, {})


def test_the_drawing_of_a_test_is_submitted_like_any_other() -> None:
    assert submit(load(drawn(field("textfield")), evaluate=FEEL), {"a": "v"}).data == {"a": "v"}
