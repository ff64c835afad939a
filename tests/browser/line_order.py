"""The order of a line, the longest form of the tests: shortcuts to fill in its pages as a person would."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from engine import deployments, packages
from engine.identity import SYSTEM
from tests.browser.conftest import Visitor
from tests.browser.house import House

PACKAGE = Path(__file__).parent.parent / "packages" / "enterprise-line"
START = "/start/enterprise-line"
PERIOD = {"zh-CN": ("2027/1/1", "2029/12/31"), "en": ("1/1/2027", "12/31/2029")}
SITE = {
    "province": "浙江省",
    "city": "杭州市",
    "street": "文三路 90 号",
    "postcode": "310012",
    "siteContact": "赵工",
    "sitePhone": "139 0000 0001",
}
SURVEY = {"zh-CN": "2026/12/1", "en": "12/1/2026"}


def deploy(house: House) -> None:
    """Put the package into service."""
    with house.database.transaction() as session:
        deployments.deploy(session, SYSTEM, packages.read_folder(PACKAGE))


class LineOrder:
    """The form in one window."""

    def __init__(self, visitor: Visitor, locale: str = "zh-CN") -> None:
        self.visitor, self.page, self.locale = visitor, visitor.page, locale

    def open(self, path: str = START) -> "LineOrder":
        """Go there and wait until it can be filled in."""
        self.visitor.go(path)
        expect(self.page.locator("[data-fjs][data-ready]")).to_be_visible()
        return self

    def field(self, key: str, row: int | None = None) -> Locator:
        """What the cursor goes into; `row` counts from 0."""
        ending = f"-line-{key}" if row is None else f"-line-{key}_{row}"
        return self.page.locator(f"[id$='{ending}']:is(input, textarea, select, button, [contenteditable])").first

    def error(self, key: str, row: int | None = None) -> Locator:
        """What is said of a field."""
        ending = f"-line-{key}" if row is None else f"-line-{key}_{row}"
        return self.page.locator(f"[id$='{ending}-error-message']").first

    @property
    def problems(self) -> Locator:
        """The entries of the summary of what is wrong."""
        return self.page.locator("[data-errors] .alert li")

    def heading(self) -> Locator:
        """The title of the page of the form that is shown."""
        return self.page.locator(".bh-page:not([hidden]) > h2, .bh-summary:not([hidden]) > h2")

    def forward(self) -> None:
        """Press “Next”."""
        self.page.locator(".bh-next").click()

    def forward_to(self, number: int) -> None:
        """Press “Next”, which leads to the step with this number."""
        self.forward()
        expect(self.page.locator(".bh-progress li").nth(number - 1).locator("[aria-current=step]")).to_be_visible()

    def send(self) -> None:
        self.page.locator("[data-submit]").click()

    def pick(self, key: str, words: str, row: int | None = None) -> None:
        """Search and take the first that is found."""
        box = self.field(key, row)
        box.click()
        box.press_sequentially(words)
        found = self.page.locator(f"[id='{box.get_attribute('aria-controls')}'] [role=option]").first
        expect(found).to_be_visible()
        expect(self.page.locator(".bh-told:visible")).not_to_contain_text("…")
        box.press("Enter")
        expect(box).to_have_attribute("aria-expanded", "false")

    def choose(self, key: str, row: int | None = None) -> None:
        """Take the first option of a list of form-js."""
        ending = f"-line-{key}" if row is None else f"-line-{key}_{row}"
        self.page.locator(f".fjs-form-field-select:has([id$='{ending}']) .fjs-input-group").first.click()
        self.page.locator(".fjs-dropdownlist-item").first.click()

    def date(self, key: str, written: str) -> None:
        box = self.page.locator(f"[id$='-line-{key}-date'], [id$='-line-{key}']").first
        box.fill(written)
        box.press("Enter")

    def customer(self) -> None:
        """What the first page asks for."""
        self.pick("customer", "KH10001")
        self.field("contactName").fill("王丽")
        self.field("contactPhone").fill("0571 8800 0000")
        self.pick("accountManager", "chenjing")
        self.pick("informed", "liming")
        self.choose("segment")

    def site(self) -> None:
        """What the second page asks for."""
        for key, value in {
            "province": "浙江省",
            "city": "杭州市",
            "street": "文三路 90 号",
            "postcode": "310012",
        }.items():
            self.field(key).fill(value)
        self.field("siteContact").fill("赵工")
        self.field("sitePhone").fill("139 0000 0001")
        self.date("surveyDate", SURVEY[self.locale])

    def line(self, row: int, name: str, price: str = "12800") -> None:
        """One row of the table."""
        self.field("name", row).fill(name)
        self.choose("product", row)
        self.field("bandwidth", row).fill("200")
        self.field("price", row).fill(price)

    def lines(self) -> None:
        """What the third page asks for."""
        self.line(0, "总部—分部")
        for key, written in zip(("start", "end"), PERIOD[self.locale], strict=True):
            self.date(key, written)
        self.choose("billing")
        self.choose("sla")

    def closing(self) -> None:
        """What the fourth page asks for; the name is typed in place of a drawn signature."""
        self.pick("department", "dept-network")
        self.field("signer").fill("王丽")
        self.page.locator(".bh-signature button").first.click()
        self.field("signature").fill("王丽")
        expect(self.page.locator(".bh-signature [role=status]")).not_to_be_empty()
        self.field("agreed").check()

    def up_to(self, step: int) -> "LineOrder":
        """Fill in every page before this step."""
        for number, fill in enumerate((self.customer, self.site, self.lines, self.closing), start=1):
            if number < step:
                fill()
                self.forward_to(number + 1)
        return self


def draft(house: House) -> dict[str, Any]:
    """What the server keeps of an order that was begun."""
    return house.value("SELECT answers FROM draft WHERE subject = 'start:enterprise-line'") or {}


def ordered(house: House, page: Page) -> dict[str, Any]:
    """The answers of the order whose first task this window shows now."""
    page.wait_for_url("**/tasks/*?said=started-task")
    task_id = page.url.split("/tasks/")[1].split("?")[0]
    found = "SELECT h.data -> 'answers' FROM history_event h JOIN user_task t ON t.instance_id = h.instance_id "
    answers: dict[str, Any] = house.value(
        found + "WHERE t.id = :id AND h.kind = 'instance.started' LIMIT 1", id=task_id
    )
    return answers
