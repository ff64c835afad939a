"""Operators move a token by a click on the diagram, migrate instances, and people choose what begins."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.test_bulk import look
from tests.web import picking
from tests.web.pages.test_interventions import version

Visit = Callable[..., Visitor]
both = pytest.mark.parametrize(("locale", "size"), [("zh-CN", WIDE), ("en", PHONE)])


@pytest.fixture
def site(house: House) -> str:
    return house.address


def drawn_version(first: str, name: str) -> bytes:
    return picking.drawn(version(first, name))


def latest(house: House) -> str:
    return str(house.value("SELECT id FROM process_definition WHERE key = 'picking' ORDER BY version DESC LIMIT 1"))


@both
def test_a_token_is_moved(house: House, visit: Visit, locale: str, size: Any, request: pytest.FixtureRequest) -> None:
    instance_id = house.complain(subject="move").instance_id
    house.task(instance_id)
    visitor = visit(locale, size).enter(house, "heqing", locale)
    page = visitor.page
    visitor.go(f"/instances/{instance_id}")
    page.get_by_role("link", name="Move tokens" if locale == "en" else "移动令牌").click()
    expect(page.locator("[data-diagram][data-ready]")).to_be_visible()
    look(page, request, locale, "moves")
    page.locator(".djs-element[data-element-id='confirm'] .djs-hit").first.click(force=True)
    expect(page.locator("#begin")).to_have_value("confirm")
    page.locator("#begin").select_option("")
    page.locator("input[name='cancel']").first.check()
    page.locator("#reason").fill("Nothing is left")
    page.locator("form[action$='/moves'] button[type='submit']").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, request, locale, "moves-refused")
    page.locator("#begin").select_option("call-customer")
    page.locator("form[action$='/moves'] button[type='submit']").click()
    page.wait_for_url("**said=tokens-moved")
    expect(page.locator("#timeline")).to_contain_text("Nothing is left")
    look(page, request, locale, "instance-moved")
    assert house.task(instance_id, "call-customer")


@both
def test_instances_are_migrated(
    house: House, visit: Visit, locale: str, size: Any, request: pytest.FixtureRequest
) -> None:
    with house.database.transaction() as session:
        instance_id = picking.start(session, "heqing", drawn_version("check", f"Check it {locale}"))
        other = picking.start(session, "heqing", drawn_version("check", f"Check it {locale}"))
    with house.database.transaction() as session:
        picking.deploy(session, drawn_version("verify", f"Verify it {locale}"))
    old = house.value("SELECT definition_id FROM process_instance WHERE id = :i", i=instance_id)
    visitor = visit(locale, size).enter(house, "heqing", locale)
    page = visitor.page
    visitor.go(f"/instances/{instance_id}/migration?target={latest(house)}")
    expect(page.locator("#new-check")).to_have_value("")
    look(page, request, locale, "migration-open")
    page.locator("#new-check").select_option("verify")
    page.locator("form[method='get'][action$='/migration'] button").click()
    expect(page.locator("#new-check")).to_have_value("verify")
    look(page, request, locale, "migration-mapped")
    page.locator("#reason").fill("A better version")
    page.locator("form[method='post'][action$='/migration'] button").click()
    page.wait_for_url("**said=migrated")
    expect(page.locator("#timeline")).to_contain_text("A better version")
    visitor.go(f"/definitions/{old}")
    page.locator(f"a[href*='kind=migrate'][href*='{old}']").click()
    page.locator("#target").select_option(latest(house))
    page.locator("#new-check, #target").first.wait_for()
    page.locator("form[method='get'][action='/batches/new'] button").click()
    page.locator("#new-check").select_option("verify")
    look(page, request, locale, "bulk-migration")
    page.locator("form[method='get'][action='/batches/new'] button").click()
    page.locator("#reason").fill("A better version")
    page.locator("form[method='post'][action='/batches'] button").click()
    page.wait_for_url("**/batches/*")
    expect(page.locator("#progress .chip-ok")).to_be_visible()
    now = house.value("SELECT definition_id FROM process_instance WHERE id = :i", i=other)
    assert str(now) == latest(house)


@both
def test_people_choose_what_begins(
    house: House, visit: Visit, locale: str, size: Any, request: pytest.FixtureRequest
) -> None:
    with house.database.transaction() as session:
        instance_id = picking.start(session, "heqing", picking.drawn(picking.model()))
    task = house.value("SELECT id FROM user_task WHERE instance_id = :i AND kind = 'choice'", i=instance_id)
    visitor = visit(locale, size).enter(house, "heqing", locale)
    page = visitor.page
    visitor.go(f"/tasks/{task}")
    page.locator("input[name='element'][value='call']").check()
    page.locator("input[name='element'][value='visit']").check()
    look(page, request, locale, "choice")
    page.locator("form[action$='/choices'] button").click()
    page.wait_for_url("**said=begun")
    expect(page.locator("#choice .chip")).to_have_count(2)
    visitor.go(f"/instances/{instance_id}")
    expect(page.locator("#choices .chip")).to_have_count(2)
    look(page, request, locale, "choice-instance")
    page.locator("#choices form[action$='/completion'] button").click()
    page.locator("dialog button[value='yes']").click()
    page.wait_for_url("**/inbox?said=completed")
    with house.database.reading() as session:
        left = session.execute(
            text("SELECT element_id FROM user_task WHERE instance_id = :i AND state = 'open'"), {"i": instance_id}
        )
        assert list(left.scalars()) == ["report"]
