"""Cron lines that mean the same moments everywhere."""

import pytest

from engine.bpmn import timers
from engine.bpmn.translation import cron
from engine.bpmn.translation.feel_text import Untranslatable


@pytest.mark.parametrize(
    ("text", "step"),
    [("0 0/5 * * * ?", "PT5M"), ("0/20 * * * * ?", "PT20S"), ("0 * * * * ?", "PT1M"), ("0 0/20 * 1/1 * ? *", "PT20M")],
)
def test_steps_within_the_hour_become_repetitions(text: str, step: str) -> None:
    assert cron.is_cron(text)
    found = cron.repetition(text)
    assert found.endswith(f"/{step}")
    timers.parse_cycle(found)


@pytest.mark.parametrize("text", ["0 0 12 * * ?", "0 0/7 * * * ?", "0 0 9-17 * * MON-FRI", "5 * * * * ?"])
def test_what_depends_on_a_time_zone_or_does_not_divide_the_hour_is_refused(text: str) -> None:
    with pytest.raises(Untranslatable):
        cron.repetition(text)


def test_other_texts_are_no_cron_lines() -> None:
    assert not cron.is_cron("R/PT5M")
    assert not cron.is_cron("every five minutes")
