"""The navigation of the pages."""

from dataclasses import replace

from engine.identity import Actor
from engine.settings import Settings
from web.navigation import sections

ANN = Actor(kind="person", login="ann")
BOB = Actor(kind="person", login="bob", rights=frozenset({"monitor"}))
SETTINGS = Settings()


def addresses(actor: Actor | None, settings: Settings = SETTINGS) -> set[str]:
    return {item["href"] for section in sections(actor, "en", "/", settings, {}) for item in section["items"]}


def test_everybody_sees_their_own_work_and_managers_the_rest() -> None:
    assert "/inbox" in addresses(ANN)
    assert "/monitoring" not in addresses(ANN)
    assert {"/inbox", "/monitoring", "/incidents"} <= addresses(BOB)
    assert addresses(None) == set()


def test_development_controls_are_offered_in_development_only() -> None:
    assert "/mailbox" not in addresses(BOB)
    assert "/mailbox" in addresses(BOB, replace(SETTINGS, development=True))


def test_the_present_place_is_marked_and_work_is_counted() -> None:
    [section, *_] = sections(ANN, "zh-CN", "/inbox/17", SETTINGS, {"/inbox": 3})
    [inbox, start, *_] = section["items"]
    assert (section["title"], inbox["label"], inbox["count"], inbox["current"]) == ("我的工作", "待办", 3, True)
    assert (start["count"], start["current"]) == (0, False)
