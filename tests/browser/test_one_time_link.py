"""Somebody without a login does a colleague's task through a link that came by mail."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.walk import TOO_WIDE, Camera, broken_rules, choose, field, submit, tick

Visit = Callable[..., Visitor]
MAILED = "SELECT body FROM mail WHERE recipient = 'expert@example.com' ORDER BY at DESC LIMIT 1"


@pytest.fixture
def site(house: House) -> str:
    return house.address


@pytest.mark.parametrize(("locale", "viewport"), [("zh-CN", PHONE), ("en", WIDE)])
def test_an_expert_outside_confirms_a_complaint(
    house: House, visit: Visit, locale: str, viewport: object, request: pytest.FixtureRequest
) -> None:
    camera = Camera(request.config.getoption("--pictures"), locale, "link")
    task_id = house.new_task()
    ann = visit(locale, viewport).enter(house, "chenjing", locale)
    ann.go(f"/tasks/{task_id}")
    ann.page.locator("[data-dialog='outside']").click()
    ann.page.locator("#outside-recipient").fill("expert@example.com")
    ann.page.locator("#outside input[name=send]").check()
    camera.take(ann.page, "ask")
    ann.page.locator("#outside .btn-primary").click()
    expect(ann.page.locator("[data-copy]")).to_be_visible()
    camera.take(ann.page, "made")
    assert (broken_rules(ann.page), ann.page.evaluate(TOO_WIDE)) == ([], [])

    mail: str = house.soon(lambda: house.value(MAILED))
    address = next(word for word in mail.split() if "/link/" in word)
    guest = visit(locale, viewport)
    guest.page.goto(address)
    expect(guest.page.locator("[data-fjs][data-ready]")).to_be_visible()
    camera.take(guest.page, "form")
    assert (broken_rules(guest.page), guest.page.evaluate(TOO_WIDE)) == ([], [])
    tick(guest.page, "confirmation-confirmation", 0)
    choose(guest.page, "confirmation-severity", 0)
    field(guest.page, "confirmation-summary").fill("专家：二月份重复扣费属实。")
    submit(guest.page)
    expect(guest.page.locator(".alert-ok")).to_be_visible()
    camera.take(guest.page, "thanks")

    assert house.value("SELECT state FROM user_task WHERE id = :t", t=task_id) == "completed"
    ann.go(f"/tasks/{task_id}")
    expect(ann.page.locator("body")).to_contain_text("expert@example.com")
