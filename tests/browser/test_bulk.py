"""One thing done to many instances: ticked or found by a search, followed while it happens, each outcome told."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine import instances
from engine.identity import SYSTEM
from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.test_pages import english_in, take
from tests.browser.walk import TOO_WIDE, broken_rules

Visit = Callable[..., Visitor]


@pytest.fixture
def site(house: House) -> str:
    return house.address


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "suspend": "Suspend instances",
        "go": "Continue",
        "begin": "Begin",
        "done": "Completed, some failed",
        "why": "This is not possible while the instance is suspended.",
        "failed": "Failed",
    },
    "zh-CN": {
        "suspend": "挂起流程实例",
        "go": "下一步",
        "begin": "开始",
        "done": "已完成，部分失败",
        "why": "已挂起",
        "failed": "失败",
    },
}


@pytest.mark.parametrize(("locale", "size"), [("zh-CN", WIDE), ("en", PHONE)])
def test_many_instances_are_suspended_at_once(
    house: House, visit: Visit, locale: str, size: Any, request: pytest.FixtureRequest
) -> None:
    words = WORDS[locale]
    started = [house.complain(subject=f"{locale} 第 {number} 件").instance_id for number in range(3)]
    with house.database.transaction() as session:
        instances.suspend(session, SYSTEM, started[1], "already")
    visitor = visit(locale, size).enter(house, "heqing", locale)
    page = visitor.page
    visitor.go(f"/instances?q={locale}")
    for instance_id in started:
        page.locator(f"#tick-{instance_id}").check()
    expect(page.locator("[data-ticked]")).to_have_text("3")
    look(page, request, locale, "bulk-list")
    page.get_by_label("What to do" if locale == "en" else "操作", exact=True).select_option("suspend")
    page.get_by_role("button", name=words["go"], exact=True).click()
    expect(page.locator("h1")).to_have_text(words["suspend"])
    look(page, request, locale, "bulk-new")
    page.locator("#reason").fill("Audit")
    page.get_by_role("button", name=words["begin"], exact=True).click()
    page.wait_for_url("**/batches/*")
    expect(page.locator("#progress")).to_contain_text(words["done"])  # by itself, as it happens
    expect(page.locator("#items")).to_contain_text(words["why"])
    look(page, request, locale, "bulk-done")
    page.get_by_role("navigation").get_by_role("link", name=words["failed"]).click()
    expect(page.locator("#items tbody tr")).to_have_count(1)
    visitor.go("/batches")
    expect(page.locator("#batches tbody tr").first).to_contain_text(words["suspend"])
    look(page, request, locale, "bulk-all")


def look(page: Page, request: pytest.FixtureRequest, locale: str, name: str) -> None:
    """Whole, usable without seeing, translated, and a picture where one is asked for."""
    take(page, request, locale, name)
    assert page.evaluate(TOO_WIDE) == []
    assert broken_rules(page) == []
    assert locale == "en" or english_in(page) == []


def test_ticks_survive_a_live_update_and_a_search_takes_them_all(house: House, visit: Visit) -> None:
    first = house.complain(subject="ticks one").instance_id
    visitor = visit("en").enter(house, "heqing", "en")
    page = visitor.page
    visitor.go("/instances?q=ticks")
    page.locator(f"#tick-{first}").check()
    house.soon(lambda: house.listens() or None)
    second = house.complain(subject="ticks two").instance_id
    expect(page.locator(f"#tick-{second}")).to_be_visible()
    expect(page.locator(f"#tick-{first}")).to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("1")
    page.locator("[data-check-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("2")
    page.get_by_label("All 2 running instances that match this search").check()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("main")).to_contain_text("2 instances")
