"""Two windows on one draft, a colleague who takes over, and a form that changes while somebody is typing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from engine import deployments, identity, tasks
from engine.draft_merging import Typed
from engine.identity import SYSTEM
from engine.packages import Package
from tests.browser.conftest import Visitor
from tests.browser.house import House
from tests.browser.walk import broken_rules, choose, field, submit
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import field as drawn
from tests.engine.conftest import form

Visit = Callable[..., Visitor]
STATUS = "[data-form-status]"
CHOICES = "[data-choices] .alert"
HERE, THERE = "在这里写的内容", "在另一个窗口写的内容"


@pytest.fixture
def site(house: House) -> str:
    return house.address


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("[data-fjs][data-ready]")).to_be_visible()
    return page


@pytest.fixture
def task_id(house: House) -> UUID:
    return house.new_task()


@pytest.fixture
def windows(house: House, visit: Visit, task_id: UUID) -> tuple[Page, Page]:
    """Two windows of one person on one task that they have begun."""
    begin(house, "chenjing", task_id, confirmation="justified")
    visitor = visit().enter(house, "chenjing")
    address = f"{visitor.site}/tasks/{task_id}"
    return opened(visitor.page, address), opened(visitor.new_window(), address)


def begin(house: House, login: str, task_id: UUID, **answers: Any) -> None:
    with house.database.transaction() as session:
        actor = identity.actor_of_login(session, login)
        tasks.save_draft(session, actor, task_id, Typed(answers=answers, rev=0))


def summary(page: Page) -> Any:
    return field(page, "confirmation-summary")


def saved(page: Page) -> None:
    expect(page.locator(STATUS)).to_contain_text("保存")


def test_what_was_filled_in_in_two_windows_comes_together(
    house: House, task_id: UUID, windows: tuple[Page, Page]
) -> None:
    here, there = windows
    choose(there, "confirmation-severity", 0)
    house.soon(lambda: (house.draft(task_id) or {}).get("severity"))
    summary(here).press_sequentially(HERE, delay=15)
    house.soon(lambda: house.draft(task_id).get("summary") == HERE)
    assert house.draft(task_id)["severity"]
    shown = here.locator(".fjs-form-field-select:has([id$='-confirmation-severity']) .fjs-select-display").first
    expect(shown).not_to_have_text("请选择")
    expect(summary(here)).to_be_focused()
    summary(here).press_sequentially("，还在写", delay=15)
    expect(summary(here)).to_have_value(HERE + "，还在写")
    expect(here.locator(CHOICES)).to_have_count(0)
    house.soon(lambda: house.draft(task_id)["summary"] == HERE + "，还在写")


def conflict(house: House, task_id: UUID, windows: tuple[Page, Page]) -> Page:
    here, there = windows
    summary(there).fill(THERE)
    house.soon(lambda: (house.draft(task_id) or {}).get("summary") == THERE)
    summary(here).fill(HERE)
    expect(here.locator(CHOICES)).to_contain_text(HERE)
    expect(here.locator(CHOICES)).to_contain_text(THERE)
    expect(here.locator(CHOICES)).to_contain_text("陈静")
    return here


def test_a_field_changed_in_both_windows_is_chosen(house: House, task_id: UUID, windows: tuple[Page, Page]) -> None:
    here = conflict(house, task_id, windows)
    expect(summary(here)).to_have_value(HERE)
    assert house.draft(task_id)["summary"] == THERE, "nothing is overwritten before somebody has chosen"
    assert broken_rules(here) == []
    here.locator(CHOICES).get_by_role("button", name="保留此处的").click()
    expect(here.locator(CHOICES)).to_have_count(0)
    house.soon(lambda: house.draft(task_id)["summary"] == HERE)


def test_the_other_entry_can_be_taken(house: House, task_id: UUID, windows: tuple[Page, Page]) -> None:
    here = conflict(house, task_id, windows)
    here.locator(CHOICES).get_by_role("button", name="采用另一处的").click()
    expect(summary(here)).to_have_value(THERE)
    expect(here.locator(CHOICES)).to_have_count(0)
    saved(here)
    assert house.draft(task_id)["summary"] == THERE


def test_several_fields_are_chosen_at_once(house: House, task_id: UUID, windows: tuple[Page, Page]) -> None:
    here, there = windows
    for page, words, option in ((there, THERE, 0), (here, HERE, 1)):
        choose(page, "confirmation-severity", option)
        summary(page).fill(words)
        if page is there:
            house.soon(lambda: (house.draft(task_id) or {}).get("summary") == THERE)
    theirs = house.draft(task_id)["severity"]
    expect(here.locator(f"{CHOICES} li")).to_have_count(2)
    here.locator(CHOICES).get_by_role("button", name="全部采用另一处的").click()
    expect(summary(here)).to_have_value(THERE)
    saved(here)
    assert (house.draft(task_id)["summary"], house.draft(task_id)["severity"]) == (THERE, theirs)


def test_what_was_typed_without_a_network_is_merged_when_it_comes_back(
    house: House, task_id: UUID, windows: tuple[Page, Page]
) -> None:
    here, there = windows
    choose(there, "confirmation-severity", 0)
    house.soon(lambda: (house.draft(task_id) or {}).get("severity"))
    here.context.set_offline(True)
    summary(here).fill(HERE)
    expect(here.locator(STATUS)).to_contain_text("没有连接")
    here.context.set_offline(False)
    house.soon(lambda: house.draft(task_id).get("summary") == HERE)
    assert house.draft(task_id)["severity"]


def test_nothing_is_sent_before_a_choice_and_a_reload_asks_again(
    house: House, task_id: UUID, windows: tuple[Page, Page]
) -> None:
    here = conflict(house, task_id, windows)
    submit(here)
    expect(here.locator(CHOICES)).to_be_focused()
    here.reload()
    expect(here.locator(CHOICES)).to_contain_text(THERE)
    expect(summary(here)).to_have_value(HERE)
    assert house.draft(task_id)["summary"] == THERE
    here.locator(CHOICES).get_by_role("button", name="保留此处的").click()
    expect(summary(here)).to_have_value(HERE)
    house.soon(lambda: house.draft(task_id)["summary"] == HERE)


def test_whoever_gets_a_task_takes_over_what_was_begun(house: House, visit: Visit, task_id: UUID) -> None:
    begin(house, "chenjing", task_id, confirmation="justified", summary=THERE)
    with house.database.transaction() as session:
        chenjing = identity.actor_of_login(session, "chenjing")
        tasks.claim(session, chenjing, task_id)
        tasks.assign(session, chenjing, task_id, "liming")
    visitor = visit().enter(house, "liming")
    page = opened(visitor.page, f"{visitor.site}/tasks/{task_id}")
    expect(page.locator(".offered-draft")).to_contain_text("陈静")
    page.locator("[data-take-over]").click()
    expect(summary(page)).to_have_value(THERE)
    expect(page.locator(".offered-draft")).to_have_count(0)
    page.reload()
    expect(summary(page)).to_have_value(THERE)
    expect(page.locator(".offered-draft")).to_have_count(0)


def visits(name: str, *fields: Any, **more: Any) -> Package:
    file = File()
    process = file.process("visit-notes")
    process.chain(
        process.node("startEvent", "start", extension(zeebe("formDefinition", formId="visit"))), process.end()
    )
    schema = {**form("visit", *fields), **more}
    return Package(
        key="visit-notes",
        version=name,
        name="Visits",
        models={"visit.bpmn": file.xml()},
        forms={"visit.form": schema},
        decisions={},
        groups=(),
        texts={},
        digest=name,
    )


def test_a_draft_goes_on_in_a_new_version_of_its_form(house: House, visit: Visit) -> None:
    def publish(package: Package) -> None:
        with house.database.transaction() as session:
            deployments.deploy(session, SYSTEM, package)

    def draft() -> Any:
        return house.value("SELECT answers FROM draft WHERE subject = 'start:visit-notes'") or {}

    publish(visits("1", drawn("name"), drawn("note")))
    visitor = visit().enter(house, "chenjing")
    page = opened(visitor.page, f"{visitor.site}/start/visit-notes")
    field(page, "f-name").fill("Lin Xiaoyu")
    field(page, "f-note").fill("call back")
    house.soon(lambda: draft().get("note") == "call back")
    upcast = {
        "from": "name",
        "into": {"first": '=substring before(name, " ")', "last": '=substring after(name, " ")'},
    }
    publish(visits("2", drawn("first"), drawn("last"), bihuan={"upcasts": [upcast]}))
    field(page, "f-name").fill("Lin Yu")
    expect(page.locator(STATUS)).to_contain_text("新版本")
    house.soon(lambda: draft().get("name") == "Lin Yu")
    page.locator(f"{STATUS} a").click()
    expect(field(page, "f-last")).to_have_value("Yu")
    expect(field(page, "f-first")).to_have_value("Lin")
    expect(page.locator(".older-answers")).to_contain_text("call back")
    field(page, "f-last").fill("Xiaoyu")
    house.soon(lambda: draft().get("last") == "Xiaoyu")
    page.reload()
    expect(page.locator(".older-answers")).to_contain_text("call back")
