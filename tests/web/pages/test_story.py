"""What happened, in words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.progress import TimelineRow
from web.pages import story


def line(kind: str, locale: str, **details: Any) -> story.Line:
    """One fact, told."""
    row = TimelineRow(
        id=1,
        at=datetime(2030, 1, 1, tzinfo=UTC),
        kind=kind,
        element_id="",
        element_name="",
        actor_kind="person",
        actor_name="Bob",
        task_id=None,
        details=details,
    )
    [told] = story.told([row], locale)
    return told


def test_a_move_tells_from_where_to_where_and_why() -> None:
    told = line("instance.moved", "en", ended=["Check"], begun=["Approve", "Tell"], opened=[], reason="by phone")
    assert (told.title, told.detail) == ("Moved by hand", "Check → Approve, Tell · Reason: by phone")
    assert line("instance.moved", "en", ended=[], begun=["Tell"], opened=[]).detail == "– → Tell"


@pytest.mark.parametrize(("locale", "versions"), [("en", "Version 1 → 2"), ("zh-CN", "版本 1 → 2")])
def test_a_migration_tells_the_versions(locale: str, versions: str) -> None:
    data = {"from": {"id": "a", "version": 1}, "to": {"id": "b", "version": 2}, "mapping": {}}
    for kind in ("instance.migrated", "instance.migration_undone"):
        assert versions in line(kind, locale, **data).detail


def test_who_came_by_a_link_is_no_customer() -> None:
    row = TimelineRow(
        id=1,
        at=datetime(2030, 1, 1, tzinfo=UTC),
        kind="task.completed",
        element_id="a",
        element_name="A",
        actor_kind="public",
        actor_name="",
        task_id=None,
        details={"recipient": "ann@example.com"},
    )
    [told] = story.told([row], "en")
    assert told.actor == "Somebody outside"
    [customer] = story.told([replace(row, details={})], "en")
    assert customer.actor == "Customer"
