"""What happened, in words."""

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
