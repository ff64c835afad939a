from typing import Any

import pytest

from forms import FormRefused
from tests.forms.drawing import answer, codes, complaints, field, form, submit


@pytest.mark.parametrize("sent", ["2026-02-30", "2026-2-3", "2026-02-28T10:00", "abc", 5, None, "", "02-28-2026"])
def test_a_day_is_real_and_written_in_full(sent: Any) -> None:
    assert answer(field("datetime"), "2026-02-28") == "2026-02-28"
    assert answer(field("datetime", subtype="date"), sent) is None


@pytest.mark.parametrize(
    ("style", "kept"), [(None, "18:30"), ("utc_offset", "18:30+08:00"), ("utc_normalized", "10:30Z")]
)
def test_a_time_is_written_in_the_zone_and_style_of_the_form(style: str | None, kept: str) -> None:
    assert answer(field("datetime", subtype="time", timeSerializingFormat=style), "10:30Z") == kept


def test_a_moment_loses_its_seconds() -> None:
    assert answer(field("datetime", subtype="datetime"), "2026-02-28T10:30:15.123Z") == "2026-02-28T18:30"
    assert answer(field("datetime", subtype="datetime"), "2026-02-28") is None


def test_a_day_that_has_passed_is_refused_when_so_drawn() -> None:
    drawn = field("datetime", subtype="date", disallowPassedDates=True)
    assert complaints(drawn, "2026-03-09") == ["date-passed"]
    assert complaints(drawn, "2026-03-10") == []


def test_a_day_that_passed_since_the_form_was_opened_is_not_the_persons_fault() -> None:
    drawn = form(field("datetime", subtype="date", disallowPassedDates=True))
    assert codes(submit(drawn, {"a": "2026-03-01"}, {"a": "2026-03-01"})) == []


def test_days_before_the_calendar_are_refused() -> None:
    assert complaints(field("datetime", subtype="date"), "1899-12-31") == ["date-too-early"]


def test_required_means_there_is_one() -> None:
    assert complaints(field("datetime", validate={"required": True}), "nonsense") == ["required"]


def test_an_unknown_kind_refuses_the_form() -> None:
    with pytest.raises(FormRefused):
        form(field("datetime", subtype="century"))
