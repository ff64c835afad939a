"""Why a row of a table was not taken, said so that it can be mended at once."""

from pathlib import Path
from uuid import uuid4

from engine import clock
from engine.models import ImportState, RowState
from engine.row_imports import Judged, Progress
from engine.settings import Settings
from forms import FieldError
from web import row_errors

SETTINGS = Settings(data_dir=Path("unused"), secret_key="a")


def _progress() -> Progress:
    return Progress(
        id=uuid4(),
        process_key="P",
        filename="a.csv",
        headings=["Kind", "Day", "I agree."],
        unknown=[],
        names={"f-kind": "Kind", "f-day": "Day", "f-agree": "I agree."},
        choices={"f-kind": ["New", "Old"]},
        examples={"f-day": "2026-03-01"},
        state=ImportState.JUDGED,
        total=1,
        good=0,
        bad=1,
        started=0,
        created_at=clock.now(),
        ended_at=None,
    )


def _said(code: str, component_id: str) -> list[str]:
    error = FieldError(code=code, params={"value": "x"}, component_id=component_id, path=())
    row = Judged(line=2, cells=["x"], state=RowState.BAD, errors=[error], instance_id=None)
    return row_errors.sentences(row, _progress(), "en", SETTINGS)


def test_an_option_that_is_none_is_told_with_those_there_are() -> None:
    assert _said("cell-unreadable", "f-kind") == ["Kind: “x” cannot be read as an answer here. Possible here: New, Old"]


def test_a_day_that_is_none_is_told_with_an_example() -> None:
    assert _said("cell-unreadable", "f-day") == ["Day: “x” cannot be read as an answer here. Write it like 2026-03-01"]


def test_a_name_that_is_a_sentence_ends_without_its_dot() -> None:
    assert _said("required", "f-agree") == ["I agree: Field is required."]
