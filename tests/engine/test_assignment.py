"""Whom a task is offered to, and when it is due."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine import assignment
from engine.bpmn import Activity, Assignment, Schedule
from engine.errors import StepFailed
from engine.feel import Policy, evaluate
from engine.feel.json import to_json

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Language:
    zone = SHANGHAI

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
        return to_json(evaluate(text, variables, policy=Policy.STRICT, now=now))


def offer(activity: Activity, **variables: Any) -> assignment.Offer:
    return assignment.offer(activity, variables, Language())


def test_groups_are_a_list_of_feel_or_a_text_with_commas() -> None:
    drawn = Activity(id="a", assignment=Assignment(candidate_groups="sales, service ,sales", candidate_users="=who"))
    found = offer(drawn, who=["ann", "bob"])
    assert found.groups == ("sales", "service")
    assert found.users == ("ann", "bob")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T09:00:00+08:00",
        "2026-03-04T09:00:00",
        '=date and time(start) + duration("P2D")',
        '=now() + duration("P2D")',
        "2026-03-04T01:00:00@UTC",
    ],
)
def test_a_due_date_is_one_moment_however_it_is_written(text: str) -> None:
    found = offer(Activity(id="a", schedule=Schedule(due_date=text)), start="2026-03-02T09:00:00@Asia/Shanghai")
    assert found.due_at == datetime(2026, 3, 4, 1, tzinfo=UTC)


def test_a_priority_stays_between_0_and_100() -> None:
    assert offer(Activity(id="a", priority="=p"), p=500).priority == 100
    assert offer(Activity(id="a", priority="=p"), p=None).priority == assignment.NORMAL_PRIORITY


@pytest.mark.parametrize(
    "drawn",
    [
        Activity(id="a", assignment=Assignment(assignee="=nobody.login")),
        Activity(id="a", schedule=Schedule(due_date="tomorrow")),
        Activity(id="a", priority="high"),
    ],
)
def test_what_cannot_be_evaluated_names_the_element(drawn: Activity) -> None:
    with pytest.raises(StepFailed) as caught:
        offer(drawn)
    assert caught.value.element_id == "a"


def test_a_task_says_what_it_is_about_and_one_that_cannot_is_still_offered() -> None:
    drawn = Activity(id="a", extension={"subject": ({"expression": '=account + ": " + item'},)})
    assert offer(drawn, account="Steel", item="two\nlines").subject == "Steel: two lines"
    assert offer(drawn).subject == ""
    assert offer(Activity(id="a", extension={"subject": ({"expression": "Invoice"},)})).subject == "Invoice"
