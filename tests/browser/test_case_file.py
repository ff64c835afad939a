"""A case file on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.walk import TOO_WIDE, Camera, broken_rules

Visit = Callable[..., Visitor]


@pytest.fixture
def site(house: House) -> str:
    return house.address


@pytest.mark.parametrize(("locale", "viewport"), [("zh-CN", WIDE), ("en", PHONE)])
def test_a_complaint_is_printed(
    house: House,
    visit: Visit,
    locale: str,
    viewport: ViewportSize,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    camera = Camera(request.config.getoption("--pictures"), locale, "paper")
    task_id = house.new_task()
    house.complete("chenjing", task_id)
    visitor = visit(locale, viewport).enter(house, "chenjing", locale)
    instance_id = house.value("SELECT instance_id FROM user_task WHERE id = :t", t=task_id)
    visitor.go(f"/instances/{instance_id}")
    visitor.page.locator("a[href$='/case-file']").click()
    page = visitor.page
    expect(page.locator(".paper-steps > li").first).to_be_visible()
    expect(page.locator(".paper-steps")).to_contain_text("首次答复时限" if locale == "zh-CN" else "First answer limit")
    camera.take(page, "screen")
    assert (broken_rules(page), page.evaluate(TOO_WIDE)) == ([], [])
    page.evaluate("() => { window.print = () => document.body.dataset.printed = 'yes'; }")
    page.locator("[data-print]").click()
    expect(page.locator("body[data-printed]")).to_be_attached()
    paper = tmp_path / "case.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    assert paper.read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    camera.take(page, "print")
    expect(page.locator("[data-print]")).to_be_hidden()
