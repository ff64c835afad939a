"""The loop of a key account in a real browser: reported, sent back, improved, analysed, used, adopted, grown stale.

`pytest tests/browser/test_key_account.py --pictures docs/pictures` takes the pictures of the handbook on the way.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.walk import TOO_WIDE, Camera, broken_rules, choose, field, submit, tick

Visit = Callable[..., Visitor]
ACCOUNT = "KH10001"

WORDS = {
    "zh-CN": {
        "why": "占全市集团业务收入的重要份额。",
        "heard": "听说要换供应商",
        "doubt": "请写明是哪一类业务、由谁决定、何时决定，并补充今年的业务量。",
        "headline": "今年集团专线支出下降三成，对故障处理不满意",
        "wishes": "希望专线故障两小时内到场，并有固定联系人。",
        "conclusion": "支出下降且态度不满，竞争对手正在接触，属于高流失风险。",
        "plan": "本周上门拜访信息中心，承诺两小时到场，提出续约方案。",
        "effect": "已上门拜访两次，客户接受服务承诺，续签专线合同两年。",
        "outcome": "已采纳，计积分",
    },
    "en": {
        "why": "An important share of the corporate revenue of the city.",
        "heard": "They may change their supplier",
        "doubt": "Which line of business, who decides and when? Please add what they spend this year.",
        "headline": "Spending on leased lines is down by a third; unhappy with repairs",
        "wishes": "Somebody on the spot within two hours of a fault, and one person to call.",
        "conclusion": "Spending falls and they are dissatisfied while a competitor calls on them: likely to leave.",
        "plan": "Visit the IT centre this week, promise two hours on the spot, offer a new contract.",
        "effect": "Visited twice; they took the promise and signed the leased lines for two more years.",
        "outcome": "Adopted, points earned",
    },
}

TASKS = {
    "zh-CN": {
        "review-account": "回顾客户",
        "organise": "整理与判断",
        "improve": "补充完善",
        "analyse": "分析",
        "use-item": "使用信息",
        "report-effect": "反馈效果",
        "renew": "重新收集",
    },
    "en": {
        "review-account": "Review the account",
        "organise": "Organise and judge",
        "improve": "Improve the item",
        "analyse": "Analyse",
        "use-item": "Use the item",
        "report-effect": "Report the effect",
        "renew": "Collect anew",
    },
}


class Loop:
    """One account, one language, one camera; every method is what one person does."""

    def __init__(self, visit: Visit, locale: str, pictures: str) -> None:
        self.visit, self.locale, self.words = visit, locale, WORDS[locale]
        self.camera = Camera(pictures, locale, "key-account")
        self.reporter = self.person("wudan")

    def person(self, login: str) -> Visitor:
        visitor = self.visit(self.locale)
        visitor.log_in(login, self.locale)
        return visitor

    def look(self, page: Page, name: str) -> None:
        """Take a picture of what must be usable by everybody."""
        check(page)
        self.camera.take(page, name)

    def open_task(self, visitor: Visitor, element: str, view: str = "team") -> Page:
        """Find the work at that element in the list and open it."""
        page = visitor.page
        row = page.locator("#tasks a.task").filter(has=page.get_by_text(TASKS[self.locale][element]))
        for _ in range(40):  # a mail may go out first, by a job
            visitor.go(f"/inbox?view={view}")
            if row.count():
                break
            page.wait_for_timeout(250)
        row.first.click()
        expect(page.locator("[data-fjs][data-ready]")).to_be_visible()
        return page

    def sent(self, page: Page) -> None:
        """The form is sent and taken."""
        address = page.url
        submit(page)
        page.wait_for_url(lambda url: url != address)

    def open_account(self) -> None:
        manager = self.person("xulan")
        page = manager.page
        manager.go("/start/key-account-information")
        field(page, "account-opening-customerNumber").fill(ACCOUNT)
        field(page, "account-opening-why").fill(self.words["why"])
        choose(page, "account-opening-collectingGroup", 0)
        self.look(page, "opening")
        self.sent(page)
        self.open_task(manager, "review-account", "mine")
        check(page)

    def report(self) -> None:
        """What an employee heard, typed in on the phone."""
        page = self.reporter.page
        page.set_viewport_size(PHONE)
        self.reporter.go("/start/report-an-item")
        field(page, "account-item-customerNumber").fill(ACCOUNT)
        field(page, "account-item-comp-headline").fill(self.words["heard"])
        tick(page, "account-item-part", 2)
        today(page, "account-item-observedOn")
        choose(page, "account-item-source", 5)
        choose(page, "account-item-certainty", 2)
        choose(page, "account-item-bus-attitude", 2)
        field(page, "account-item-comp-headline").scroll_into_view_if_needed()
        self.look(page, "report-on-a-phone")
        self.sent(page)

    def send_back(self) -> None:
        page = self.open_task(self.person("gaojie"), "organise")
        for part in ("timeliness", "content", "form"):
            tick(page, f"account-item-org-{part}", 2 if part == "content" else 1)
        tick(page, "account-item-org-result", 1)
        tick(page, "account-item-org-reasons", 3)
        field(page, "account-item-org-note").fill(self.words["doubt"])
        field(page, "account-item-org-note").scroll_into_view_if_needed()
        self.look(page, "send-back")
        self.sent(page)

    def improve(self) -> None:
        page = self.open_task(self.reporter, "improve", "mine")
        expect(page.locator("[data-fjs]")).to_contain_text(self.words["doubt"])
        self.look(page, "improve-on-a-phone")
        page.set_viewport_size(WIDE)
        field(page, "account-item-comp-headline").fill(self.words["headline"])
        choose(page, "account-item-source", 0)
        choose(page, "account-item-certainty", 1)
        field(page, "account-item-bus-salesBefore").fill("1200000")
        field(page, "account-item-bus-salesNow").fill("820000")
        choose(page, "account-item-bus-relation", 2)
        field(page, "account-item-bus-wishes").fill(self.words["wishes"])
        tick(page, "account-item-improvement", 0)
        check(page)
        self.sent(page)

    def accept(self) -> None:
        page = self.open_task(self.person("gaojie"), "organise")
        for part in ("timeliness", "content", "form"):
            tick(page, f"account-item-org-{part}", 0)
        tick(page, "account-item-org-result", 0)
        self.sent(page)

    def analyse(self) -> None:
        page = self.open_task(self.person("hanxue"), "analyse")
        field(page, "account-item-ana-conclusion").fill(self.words["conclusion"])
        choose(page, "account-item-ana-value", 0)
        choose(page, "account-item-ana-department", 2)
        field(page, "account-item-ana-score").scroll_into_view_if_needed()
        self.look(page, "analyse")
        self.sent(page)

    def use(self) -> None:
        branch = self.person("songqiang")
        page = self.open_task(branch, "use-item")
        field(page, "account-item-use-plan").fill(self.words["plan"])
        today(page, "account-item-use-effectBy")
        check(page)
        self.sent(page)
        page = self.open_task(branch, "report-effect")
        tick(page, "account-item-eff-result", 0)
        tick(page, "account-item-eff-benefit", 0)
        field(page, "account-item-eff-note").fill(self.words["effect"])
        field(page, "account-item-eff-note").scroll_into_view_if_needed()
        self.look(page, "effect")
        self.sent(page)

    def hear(self) -> None:
        """The collector sees what became of it, and the owner the mails that told it."""
        page = self.reporter.page
        self.reporter.go("/started")
        expect(page.locator("#tasks")).to_contain_text(self.words["outcome"])
        self.look(page, "started")
        page.locator("#tasks a.task").first.click()
        expect(page.locator(".diagram[data-ready]")).to_be_visible()
        check(page)
        owner = self.person("heqing")
        owner.go("/mailbox")
        check(owner.page)

    def review(self) -> None:
        manager = self.person("xulan")
        page = self.open_task(manager, "review-account", "mine")
        expect(page.locator("[data-fjs]")).to_contain_text(self.words["headline"])
        self.look(page, "review")

    def go_stale(self) -> None:
        """Ninety days later the record of a class A account is no longer fresh."""
        owner = self.person("heqing")
        for step in ("30d", "30d", "30d", "1d"):
            owner.go("/clock")
            owner.page.locator("select[name=by]").select_option(step)
            owner.page.locator("form[action='/clock'] button[type=submit]").click()
            owner.page.wait_for_url("**/clock?said=moved")
        page = self.open_task(self.person("xulan"), "renew", "mine")
        self.look(page, "stale")

    def look_back(self) -> None:
        owner = self.person("heqing")
        page = owner.page
        owner.go("/instances")
        page.locator("main a[href^='/instances/']", has_text="KA-").first.click()
        expect(page.locator(".diagram[data-ready]")).to_be_visible()
        self.look(page, "instance")


def check(page: Page) -> None:
    """It is usable by everybody, on this window."""
    assert broken_rules(page) == []
    assert page.evaluate(TOO_WIDE) == []


def today(page: Page, field_id: str) -> None:
    """Choose today in the calendar of a date."""
    page.locator(f".fjs-form-field-datetime:has([id$='-{field_id}-date']) input").first.click()
    page.locator(".flatpickr-calendar.open .flatpickr-day.today").first.click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_an_item_goes_round_the_whole_loop(visit: Visit, locale: str, request: pytest.FixtureRequest) -> None:
    loop = Loop(visit, locale, request.config.getoption("--pictures"))
    loop.open_account()
    loop.report()
    loop.send_back()
    loop.improve()
    loop.accept()
    loop.analyse()
    loop.use()
    loop.hear()
    loop.review()
    loop.go_stale()
    loop.look_back()
