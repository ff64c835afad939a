"""The walk of a complaint in a real browser: filed by a customer, late on the way, handled by four people, closed.

`pytest tests/browser/test_complaint.py --pictures docs/pictures` takes the pictures of the handbook on the way.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.walk import Camera, choose, field, submit, tick

Visit = Callable[..., Visitor]
BILL: FilePayload = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
PROOF: FilePayload = {"name": "refund.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 40}

WORDS = {
    "zh-CN": {
        "name": "林小雨",
        "subject": "二月份重复扣费",
        "story": "二月份账单中流量包扣了两次，每次 30 元，我只订购过一次。",
        "summary": "二月份流量包被重复扣费一次，客户要求退还 30 元。",
        "escalated": "已与受理台沟通，立即处理。",
        "finding": "计费系统切换时，订购请求被重复处理，导致重复扣费。",
        "answer": "经查重复扣费一次，30 元已退回您的账户。",
        "done": "已退款 30 元至客户账户。",
        "prevention": "切换后增加重复扣费核对，每日出具差异清单。",
        "comment": "客户很着急，请今天回电。",
    },
    "en": {
        "name": "Lin Xiaoyu",
        "subject": "Charged twice in February",
        "story": "The February bill shows the data pack twice, 30 yuan each; I ordered it once.",
        "summary": "The data pack was charged twice in February; the customer wants 30 yuan back.",
        "escalated": "Spoke with the desk, it is being handled now.",
        "finding": "When billing was switched over, the order was processed twice.",
        "answer": "The second charge was our mistake; 30 yuan are back on your account.",
        "done": "30 yuan refunded to the account.",
        "prevention": "Duplicate charges are checked every day after a switch-over.",
        "comment": "The customer is in a hurry, please ring today.",
    },
}


class Complaint:
    """One complaint, one language, one camera; every method is what one person does."""

    def __init__(self, visit: Visit, locale: str, pictures: str) -> None:
        self.visit, self.locale, self.words = visit, locale, WORDS[locale]
        self.camera = Camera(pictures, locale)
        self.customer = visit(locale)
        self.code = ""

    def person(self, login: str) -> Visitor:
        visitor = self.visit(self.locale)
        visitor.log_in(login, self.locale)
        return visitor

    def open_task(self, visitor: Visitor, form: str) -> Page:
        """Find the work in the team's list and open it."""
        visitor.go("/inbox?view=team")
        visitor.page.locator("#tasks a.task").first.click()
        page = visitor.page
        expect(page.locator(f"[id*='-{form}-']").first).to_be_visible()
        return page

    def file(self) -> None:
        self.customer.go("/p/complaint-handling")
        page, words = self.customer.page, self.words
        field(page, "complaint-complainantName").fill(words["name"])
        field(page, "complaint-phone").fill("100 0000 0023")
        field(page, "complaint-email").fill("linxiaoyu@customers.example")
        field(page, "complaint-subject").fill(words["subject"])
        choose(page, "complaint-category", 1)
        field(page, "complaint-description").fill(words["story"])
        page.locator("input[type=file]").set_input_files([BILL])
        field(page, "complaint-consent").check()
        self.camera.take(page, "public-form")
        submit(page)
        page.wait_for_url("**/receipt/**")
        self.code = page.url.split("/receipt/")[1].split("?")[0]
        self.camera.take(page, "receipt")

    def be_late(self) -> None:
        """The owner of the processes moves the development clock past the limit of the first answer."""
        owner = self.person("heqing")
        owner.go("/clock")
        owner.page.locator("select[name=by]").select_option("1d")
        owner.page.locator("form[action='/clock'] button[type=submit]").click()
        owner.page.wait_for_url("**/clock?said=moved")
        self.camera.take(owner.page, "clock")

    def supervise(self) -> None:
        page = self.open_task(self.person("zhaolei"), "escalation")
        tick(page, "escalation-escalationAction", 0)
        field(page, "escalation-escalationNote").fill(self.words["escalated"])
        self.camera.take(page, "escalation")
        submit(page)
        expect(page.locator("[id*='-escalation-']")).to_have_count(0)

    def confirm(self) -> None:
        desk = self.person("chenjing")
        page = self.open_task(desk, "confirmation")
        self.camera.take(page, "inbox")
        tick(page, "confirmation-confirmation", 0)
        field(page, "confirmation-summary").fill(self.words["summary"])
        choose(page, "confirmation-severity", 0)
        submit(page)
        expect(page.locator("[id*='-confirmation-']")).to_have_count(0)

    def investigate(self) -> None:
        page = self.open_task(self.person("zhoumin"), "investigation")
        tick(page, "investigation-confirmed", 0)
        choose(page, "investigation-cause", 3)
        field(page, "investigation-finding").fill(self.words["finding"])
        submit(page)
        expect(page.locator("[id*='-investigation-']")).to_have_count(0)

    def propose(self) -> None:
        page = self.open_task(self.person("chenjing"), "remedy")
        tick(page, "remedy-remedies", 0)
        tick(page, "remedy-remedies", 4)
        field(page, "remedy-compensation").fill("30")
        choose(page, "remedy-remedyDepartment", 2)
        field(page, "remedy-remedyText").fill(self.words["answer"])
        self.camera.take(page, "remedy")
        submit(page)
        expect(page.locator("[id*='-remedy-']")).to_have_count(0)

    def carry_out(self) -> None:
        page = self.open_task(self.person("zhoumin"), "proof")
        page.locator(".fjs-form-field-datetime input").first.click()
        page.locator(".flatpickr-day.today").first.click()
        field(page, "proof-carriedOutNote").fill(self.words["done"])
        page.locator("input[type=file]").set_input_files([PROOF])
        submit(page)
        expect(page.locator("[id*='-proof-']")).to_have_count(0)

    def accept(self) -> None:
        """The customer says yes on the receipt page, without a login."""
        page = self.customer.page
        question = page.locator("[id$='-receipt-answer-accepted-0']").first
        for _ in range(20):  # the mail that asks goes out first, by a job
            self.customer.go(f"/receipt/{self.code}")
            if page.locator("[data-fjs]").count():
                break
            page.wait_for_timeout(300)
        expect(question).to_be_visible()
        tick(page, "receipt-answer-accepted", 0)
        self.camera.take(page, "question")
        submit(page)
        expect(page.locator("[id*='-receipt-answer-']")).to_have_count(0)

    def prevent(self) -> None:
        page = self.open_task(self.person("wangfang"), "prevention")
        tick(page, "prevention-preventiveAction", 0)
        field(page, "prevention-preventionText").fill(self.words["prevention"])
        field(page, "prevention-preventionOwner").fill("zhoumin")
        page.locator(".fjs-form-field-datetime input").first.click()
        # The last day shown: the moved clock of the server may be past the browser's today.
        page.locator(".flatpickr-calendar.open .flatpickr-day:not(.flatpickr-disabled)").last.click()
        submit(page)
        expect(page.locator("[id*='-prevention-']")).to_have_count(0)

    def look_back(self) -> None:
        """The manager sees all of it on the instance page: the taken path, the late limit, every form as it looked."""
        manager = self.person("wangfang")
        page = manager.page
        manager.go("/instances")
        page.locator("main a[href^='/instances/']").first.click()
        expect(page.locator(".diagram[data-ready]")).to_be_visible()
        assert page.locator(".djs-element.st-done").count() > 15
        expect(page.locator(".bjs-powered-by")).to_be_visible()
        for word in ("summary", "finding", "done", "prevention"):
            expect(page.locator("main")).to_contain_text(self.words[word])
        self.camera.take(page, "instance")
        manager.go("/monitoring")
        self.camera.take(page, "overview")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_complaint_goes_from_the_public_form_to_its_end(
    visit: Visit, locale: str, request: pytest.FixtureRequest
) -> None:
    complaint = Complaint(visit, locale, request.config.getoption("--pictures"))
    complaint.file()
    complaint.be_late()
    complaint.supervise()
    complaint.confirm()
    complaint.investigate()
    complaint.propose()
    complaint.carry_out()
    complaint.accept()
    complaint.prevent()
    complaint.look_back()
