"""Open pages follow what others do, without a reload and without taking anything from the person who looks at them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.house import House
from tests.browser.walk import field, tick

Visit = Callable[..., Visitor]
STAYED = "window.stayed"


@pytest.fixture
def site(house: House) -> str:
    return house.address


def watched(house: House, visitor: Visitor, address: str) -> Visitor:
    """A page that listens, marked so that a reload would show."""
    with visitor.page.expect_response(lambda response: "/live" in response.url):
        visitor.go(address)
    visitor.page.evaluate(f"{STAYED} = true")
    house.soon(house.listens)
    return visitor


def test_new_work_appears_in_an_open_inbox_with_its_count(house: House, visit: Visit) -> None:
    page = watched(house, visit().enter(house, "chenjing"), "/inbox?view=team").page
    before = page.locator("#tasks a.task").count()
    task_id = house.new_task()
    expect(page.locator(f"#row-{task_id}")).to_be_visible()
    expect(page.locator("#views a[aria-current] .count")).to_have_text(str(before + 1))
    house.complete("liming", task_id)
    expect(page.locator(f"#row-{task_id}")).to_have_count(0)
    assert page.evaluate(STAYED)


def test_the_diagram_and_the_story_move_on_when_a_task_is_completed_elsewhere(house: House, visit: Visit) -> None:
    instance_id = house.complain().instance_id
    task_id = house.task(instance_id)
    page = watched(house, visit().enter(house, "heqing"), f"/instances/{instance_id}").page
    expect(page.locator("[data-element-id=confirm].st-active")).to_be_visible()
    house.complete("chenjing", task_id)
    expect(page.locator("[data-element-id=confirm].st-done")).to_be_visible()
    expect(page.locator("[data-element-id=investigate].st-active")).to_be_visible()
    expect(page.locator("#timeline [data-node=confirm]").first).to_contain_text("陈静")
    assert page.evaluate(STAYED)


def test_typed_text_focus_and_cursor_survive_a_live_update(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    page = watched(house, visit().enter(house, "chenjing"), f"/tasks/{task_id}?view=team").page
    tick(page, "confirmation-confirmation", 0)
    summary = field(page, "confirmation-summary")
    summary.press_sequentially("客户称二月份")
    page.keyboard.press("ArrowLeft")
    appeared = house.new_task()
    expect(page.locator(f"#row-{appeared}")).to_be_visible()
    expect(summary).to_be_focused()
    page.keyboard.type("！")
    expect(summary).to_have_value("客户称二月！份")
    assert page.evaluate(STAYED)


def test_the_chosen_row_keeps_the_focus_when_the_list_changes_around_it(house: House, visit: Visit) -> None:
    chosen = house.new_task()
    page = watched(house, visit().enter(house, "chenjing"), "/inbox?view=team").page
    page.locator(f"#row-{chosen} a").focus()
    appeared = house.new_task()
    expect(page.locator(f"#row-{appeared}")).to_be_visible()
    expect(page.locator(f"#row-{chosen} a")).to_be_focused()


def test_a_comment_half_written_survives_that_the_task_is_completed(house: House, visit: Visit) -> None:
    instance_id = house.complain().instance_id
    task_id = house.task(instance_id)
    page = watched(house, visit().enter(house, "heqing"), f"/instances/{instance_id}").page
    comment = page.locator(".comment-new textarea")
    comment.press_sequentially("请今天回电")
    house.complete("chenjing", task_id)
    expect(page.locator("[data-element-id=investigate].st-active")).to_be_visible()
    expect(comment).to_have_value("请今天回电")
    expect(comment).to_be_focused()
