"""What a person has typed is never lost: session over, network gone, two windows, two clicks, files too large."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.house import PASSWORD, House
from tests.browser.walk import choose, field, submit, tick

Visit = Callable[..., Visitor]
SUMMARY = "客户称二月份流量包被扣费两次，要求退还 30 元。"
STATUS = "[data-form-status]"
PROBLEM = "[data-errors] .alert"


@pytest.fixture
def site(house: House) -> str:
    return house.address


def opened(visitor: Visitor, task_id: UUID, page: Page | None = None) -> Page:
    """A task's form, ready to be filled."""
    page = page or visitor.page
    page.goto(f"{visitor.site}/tasks/{task_id}")
    expect(page.locator("[data-fjs][data-ready]")).to_be_visible()
    return page


def fill(page: Page, summary: str = SUMMARY) -> None:
    """Everything that the first task of a complaint asks for."""
    tick(page, "confirmation-confirmation", 0)
    choose(page, "confirmation-severity", 0)
    field(page, "confirmation-summary").fill(summary)


def typed(page: Page) -> Any:
    return field(page, "confirmation-summary")


def bill(content: bytes) -> FilePayload:
    return {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": content}


def log_in_again(page: Page) -> None:
    page.locator("#relogin-password").fill(PASSWORD)
    page.locator("dialog[open] .btn-primary").click()


def completions(house: House, task_id: UUID) -> int:
    found: int = house.value(
        "SELECT count(*) FROM history_event WHERE task_id = :t AND kind = 'task.completed'", t=task_id
    )
    return found


def test_a_session_that_ends_while_typing_costs_a_login_and_nothing_else(house: House, visit: Visit) -> None:
    house.give_password("chenjing")
    task_id = house.new_task()
    page = opened(visit().enter(house, "chenjing"), task_id)
    fill(page)
    house.end_sessions("chenjing")
    submit(page)
    expect(page.locator("dialog[open]")).to_contain_text("您填写的内容")
    expect(page.locator("#relogin-name")).to_have_value("chenjing")
    page.locator("#relogin-password").fill("not this one")
    page.locator("dialog[open] .btn-primary").click()
    expect(page.locator("dialog[open] .field-error")).not_to_be_empty()
    log_in_again(page)
    page.wait_for_url("**/inbox?said=completed")
    assert completions(house, task_id) == 1


def test_whoever_declines_to_log_in_again_finds_everything_still_there(house: House, visit: Visit) -> None:
    house.give_password("chenjing")
    task_id = house.new_task()
    page = opened(visit().enter(house, "chenjing"), task_id)
    fill(page)
    house.end_sessions("chenjing")
    submit(page)
    page.locator("dialog[open] [data-close]").click()
    expect(page.locator(PROBLEM)).to_be_visible()
    expect(typed(page)).to_have_value(SUMMARY)
    submit(page)
    log_in_again(page)
    page.wait_for_url("**/inbox?said=completed")


def test_answers_typed_after_the_session_ended_survive_a_reload(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor, task_id)
    house.end_sessions("chenjing")
    fill(page)
    expect(page.locator(STATUS)).to_contain_text("尚未保存")
    page.reload()
    assert "/login?next=" in page.url
    page.locator("form:has(input[value='chenjing']) button").click()
    page.wait_for_url(f"**/tasks/{task_id}")
    expect(typed(page)).to_have_value(SUMMARY)
    house.soon(lambda: (house.draft(task_id) or {}).get("summary") == SUMMARY)


def test_a_log_in_in_another_window_is_noticed(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor, task_id)
    fill(page)
    house.end_sessions("chenjing")
    submit(page)
    with page.expect_popup() as popup:
        page.locator("dialog[open] a[target=_blank]").click()
    popup.value.locator("form:has(input[value='chenjing']) button").click()
    popup.value.wait_for_url("**/inbox")
    popup.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # windows without a screen are never focused
    page.wait_for_url("**/inbox?said=completed")
    assert completions(house, task_id) == 1


def test_what_is_typed_without_a_network_is_saved_when_it_comes_back(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor, task_id)
    visitor.context.set_offline(True)
    fill(page)
    expect(page.locator(STATUS)).to_contain_text("没有连接")
    visitor.context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("草稿已于", timeout=5000)
    assert house.draft(task_id)["summary"] == SUMMARY


def test_a_form_sent_without_a_network_stays_and_can_be_sent_again(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor, task_id)
    fill(page)
    visitor.context.set_offline(True)
    submit(page)
    expect(page.locator(PROBLEM)).to_contain_text("连接")
    expect(typed(page)).to_have_value(SUMMARY)
    visitor.context.set_offline(False)
    submit(page)
    page.wait_for_url("**/inbox?said=completed")
    assert completions(house, task_id) == 1


def test_the_second_of_two_people_is_told_who_was_first_and_keeps_their_text(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    page = opened(visit().enter(house, "chenjing"), task_id)
    fill(page)
    house.complete("liming", task_id)
    submit(page)
    expect(page.locator(PROBLEM)).to_contain_text("李明")
    expect(page.locator(PROBLEM)).to_contain_text("无需再办理")
    expect(typed(page)).to_have_value(SUMMARY)
    assert completions(house, task_id) == 1


def test_a_draft_of_a_task_that_is_done_says_who_did_it(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    page = opened(visit().enter(house, "chenjing"), task_id)
    house.complete("liming", task_id)
    fill(page)
    expect(page.locator(STATUS)).to_contain_text("李明")
    expect(typed(page)).to_have_value(SUMMARY)


def test_two_clicks_complete_once(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    page = opened(visit().enter(house, "chenjing"), task_id)
    fill(page)
    page.locator("[data-submit]").first.dblclick()
    page.wait_for_url("**/inbox?said=completed")
    assert completions(house, task_id) == 1


def test_a_save_whose_answer_was_lost_is_not_taken_for_another_window(house: House, visit: Visit) -> None:
    task_id = house.new_task()
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor, task_id)
    lost: list[str] = []

    def lose_once(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort("connectionreset")

    page.route("**/draft", lose_once)
    fill(page)
    expect(page.locator(STATUS)).to_contain_text("没有连接")
    assert house.draft(task_id)["summary"] == SUMMARY
    page.locator("[data-save]").first.click()
    expect(page.locator(STATUS)).to_contain_text("草稿已于")


@pytest.mark.parametrize(("size", "said"), [(2, "超过 1 MB"), (4, "附件过大")])
def test_a_file_that_is_too_large_is_refused_and_the_rest_is_kept(
    house: House, visit: Visit, size: int, said: str
) -> None:
    visitor = visit()
    visitor.go("/p/complaint-handling")
    page = visitor.page
    field(page, "complaint-complainantName").fill("林小雨")
    field(page, "complaint-phone").fill("100 0000 0023")
    field(page, "complaint-subject").fill("二月份重复扣费")
    choose(page, "complaint-category", 1)
    field(page, "complaint-description").fill(SUMMARY)
    page.locator("input[type=file]").set_input_files(bill(b"%PDF-1.4\n" + b"\0" * (size << 20)))
    field(page, "complaint-consent").check()
    submit(page)
    expect(page.locator(PROBLEM)).to_contain_text(said)
    expect(field(page, "complaint-description")).to_have_value(SUMMARY)
    page.locator("input[type=file]").set_input_files(bill(b"%PDF-1.4\n%%EOF\n"))
    submit(page)
    page.wait_for_url("**/receipt/**")


def test_a_select_shows_what_was_chosen_in_chinese_again_and_again(house: House, visit: Visit) -> None:
    page = opened(visit().enter(house, "chenjing"), house.new_task())
    tick(page, "confirmation-confirmation", 0)
    shown = page.locator(".fjs-form-field-select:has([id$='-confirmation-severity']) .fjs-select-display").first
    expect(shown).to_have_text("请选择")
    choose(page, "confirmation-severity", 0)
    choose(page, "confirmation-severity", 1)
    expect(shown).not_to_have_text("请选择")
