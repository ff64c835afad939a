"""A form of sixty fields on four pages: filled by keyboard, on a phone, without a network; judged page by page."""

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.line_order import PERIOD, SURVEY, LineOrder, deploy, draft, ordered
from tests.browser.test_pages import SETTLED, english_in, take
from tests.browser.walk import TOO_WIDE, broken_rules

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def with_orders(house: House) -> House:
    deploy(house)
    return house


@pytest.fixture
def site(with_orders: House) -> str:
    with_orders.change("UPDATE person SET active = true")
    return with_orders.address


@pytest.fixture
def order(with_orders: House, visit: Visit, site: str) -> Callable[..., LineOrder]:
    """order(locale, viewport) opens an empty order."""

    def open_order(locale: str = "zh-CN", viewport: ViewportSize = WIDE) -> LineOrder:
        visitor = visit(locale, viewport).enter(with_orders, "chenjing", locale)
        with_orders.change("DELETE FROM draft")  # a window that closes saves once more
        return LineOrder(visitor, locale).open()

    return open_order


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, ending: str) -> None:
        """Press Tab until the cursor is in the field whose id ends like this."""
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if str(self.page.evaluate("document.activeElement.id")).endswith(ending):
                return
        raise AssertionError(f"Tab never comes to {ending}")

    def type(self, ending: str, text: str) -> None:
        self.to(ending)
        self.page.keyboard.type(text)

    def pick(self, ending: str, words: str) -> None:
        self.type(ending, words)
        expect(self.page.locator(".bh-list [role=option].is-active")).to_be_visible()
        self.page.keyboard.press("Enter")

    def choose(self, ending: str) -> None:
        self.to(ending)
        self.page.evaluate(SETTLED)
        self.page.keyboard.press("ArrowDown")
        self.page.evaluate(SETTLED)
        self.page.keyboard.press("Enter")

    def next(self, title: str) -> None:
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator(".bh-page:not([hidden]) > h2, .bh-summary h2")).to_have_text(title)
        expect(self.page.locator("h2:focus")).to_have_text(title)


def test_sixty_fields_on_four_pages_are_done_with_the_keyboard_only(
    with_orders: House, order: Callable[..., LineOrder]
) -> None:
    opened = order("en")
    page, keys = opened.page, Keys(opened.page)
    keys.pick("line-customer", "KH10001")
    keys.type("line-contactName", "Wang Li")
    keys.type("line-contactPhone", "0571 8800 0000")
    keys.pick("line-accountManager", "chenjing")
    keys.pick("line-informed", "liming")
    keys.choose("line-segment")
    keys.next("Site")
    for key, text in (("province", "Zhejiang"), ("city", "Hangzhou"), ("street", "90 Wensan Road")):
        keys.type(f"line-{key}", text)
    keys.type("line-siteContact", "Zhao")
    keys.type("line-sitePhone", "139 0000 0001")
    keys.type("line-surveyDate-date", SURVEY["en"] + "\n")
    keys.next("Lines and prices")
    keys.type("line-name_0", "Headquarters")
    keys.choose("line-product_0")
    keys.type("line-bandwidth_0", "200")
    keys.type("line-price_0", "12800")
    page.keyboard.press("Enter")  # in the last row: one more
    expect(opened.field("price", 1)).to_be_focused()
    page.keyboard.type("99.5")
    page.keyboard.press("Alt+ArrowUp")
    expect(opened.field("price", 0)).to_be_focused()
    expect(opened.field("price", 1)).to_have_value("12,800.00")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.type("Branch")
    keys.choose("line-product_0")
    keys.type("line-bandwidth_0", "20")
    keys.type("line-start-date", PERIOD["en"][0] + "\n")
    keys.type("line-end-date", PERIOD["en"][1] + "\n")
    keys.choose("line-billing")
    keys.choose("line-sla")
    keys.next("Terms and signature")
    keys.type("line-scope", "Two lines")
    keys.pick("line-department", "dept-network")
    keys.to("line-confidence-0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    keys.type("line-signer", "Wang Li")
    keys.to("line-signature")
    page.keyboard.press("Enter")
    keys.type("line-signature", "Wang Li")
    expect(page.locator(".bh-signature [role=status]")).to_have_text("Signed")
    keys.to("line-agreed")
    page.keyboard.press("Space")
    keys.next("Check your entries")
    page.keyboard.press("Control+Enter")
    answers = ordered(with_orders, page)
    assert [row["name"] for row in answers["lines"]] == ["Branch", "Headquarters"]
    assert answers["customer"] == "KH10001"
    assert answers["informed"] == ["liming"]
    assert answers["signature"][0]["type"] == "image/png"


@pytest.mark.parametrize(("locale", "viewport"), [("zh-CN", WIDE), ("en", PHONE)], ids=["wide", "phone"])
def test_every_page_of_the_form_is_whole_and_usable_by_all(
    order: Callable[..., LineOrder], locale: str, viewport: ViewportSize, request: pytest.FixtureRequest
) -> None:
    opened = order(locale, viewport)
    size = "phone" if viewport == PHONE else "wide"
    for number, fill in enumerate((opened.customer, opened.site, opened.lines, opened.closing), start=1):
        opened.forward()
        expect(opened.problems.first).to_be_visible()
        assert broken_rules(opened.page) == []
        fill()
        if number == 3:
            opened.page.locator(".bh-row-add").click()
            take(opened.page, request, locale, f"{size}-form-page-3-rows")
            opened.page.locator(".bh-row-remove").last.click()
        take(opened.page, request, locale, f"{size}-form-page-{number}")
        assert opened.page.evaluate(TOO_WIDE) == []
        assert locale == "en" or english_in(opened.page) == []
        opened.forward_to(number + 1)
    take(opened.page, request, locale, f"{size}-form-summary")
    assert broken_rules(opened.page) == []
    assert opened.page.evaluate(TOO_WIDE) == []
    assert locale == "en" or english_in(opened.page) == []


def test_a_page_is_left_only_when_it_is_in_order(order: Callable[..., LineOrder]) -> None:
    opened = order()
    opened.forward()
    expect(opened.heading()).to_have_text("客户")
    expect(opened.problems).to_have_count(5)
    expect(opened.field("customer")).to_be_focused()
    opened.customer()
    expect(opened.problems).to_have_count(0)
    opened.forward_to(2)
    expect(opened.page.locator("[data-submit]")).to_be_hidden()
    opened.page.locator(".bh-progress button").first.click()
    expect(opened.heading()).to_have_text("客户")
    expect(opened.page.locator(".bh-progress button").nth(2)).to_be_disabled()


def test_a_section_opens_when_something_in_it_is_wrong(order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(2)
    section = opened.page.locator(".bh-section")
    expect(opened.field("permitNumber")).to_be_hidden()
    section.locator("summary").click()
    opened.field("permitNeeded").check()
    section.locator("summary").click()
    opened.site()
    opened.forward()
    expect(opened.field("permitNumber")).to_be_focused()
    expect(opened.error("permitNumber")).to_have_text("此项必填。")
    opened.field("permitNumber").fill("KX-7")
    opened.forward_to(3)


def test_a_rule_across_fields_marks_them_all_and_is_told_once(order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(3)
    opened.lines()
    opened.date("end", "2026/1/1")
    opened.forward()
    expect(opened.problems).to_have_text(["合同开始：合同结束日期必须晚于开始日期。"])
    expect(opened.page.get_by_text("合同结束日期必须晚于开始日期。")).to_have_count(3)
    expect(opened.page.locator("[id$='-line-start-date']")).to_be_focused()
    opened.date("end", PERIOD["zh-CN"][1])
    expect(opened.problems).to_have_count(0)
    expect(opened.page.get_by_text("合同结束日期必须晚于开始日期。")).to_have_count(0)


def test_rows_are_judged_each_and_together(order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(3)
    opened.lines()
    opened.page.locator(".bh-row-add").click()
    opened.line(1, " 总部—分部 ", "250000")
    opened.forward()
    expect(opened.error("name", 1)).to_have_text("此内容已在另一行中出现。")
    expect(opened.error("price", 1)).to_have_text("月租超过 10 万元的专线请按项目订购。")
    expect(opened.error("price", 0)).to_have_count(0)
    opened.page.locator(".bh-row-remove").first.click()
    expect(opened.error("price", 0)).to_have_text("月租超过 10 万元的专线请按项目订购。")
    opened.page.locator(".bh-row-remove").first.click()
    opened.forward()
    expect(opened.page.locator("[id$='-line-lines-error-message']")).to_contain_text("1")


def test_cells_of_a_spreadsheet_are_pasted_into_the_table(order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(3)
    cells = "甲\t以太网专线\t100\t1,200.50\t2027/3/1\n乙\t卫星\t20\t80\t\n"
    opened.field("name", 0).evaluate(PASTE, {"text/plain": cells})
    expect(opened.field("name", 1)).to_have_value("乙")
    expect(opened.field("price", 0)).to_have_value("1,200.50")
    expect(opened.page.locator(".bh-rows > [role=status]")).to_have_text("已粘贴 9 个单元格，1 个无法填入。")


PASTE = """(node, content) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(content)) clipboardData.setData(type, text);
  node.focus();
  node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_minute_without_a_network_loses_nothing(with_orders: House, order: Callable[..., LineOrder]) -> None:
    opened = order()
    page = opened.page
    opened.customer()
    page.clock.install()
    opened.visitor.context.set_offline(True)
    opened.forward_to(2)
    opened.field("province").press_sequentially("浙江省")
    page.clock.fast_forward(30_000)
    opened.field("city").press_sequentially("杭州市")
    page.clock.fast_forward(30_000)
    expect(page.locator("[data-form-status]")).to_contain_text("没有连接")
    opened.visitor.context.set_offline(False)
    page.clock.fast_forward(20_000)
    with_orders.soon(lambda: draft(with_orders).get("address", {}).get("city") == "杭州市")
    kept = draft(with_orders)
    assert kept["address"]["province"] == "浙江省"
    assert kept["contactName"] == "王丽"


def test_a_draft_opens_on_the_page_where_it_was_left(with_orders: House, order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(3)
    opened.line(0, "总部")
    with_orders.soon(lambda: (draft(with_orders).get("lines") or [{}])[0].get("price") == "12800.00")
    opened.open()
    expect(opened.heading()).to_have_text("专线与价格")
    expect(opened.field("price", 0)).to_have_value("12,800.00")
    opened.page.evaluate("localStorage.clear()")  # as on another device: the first page with something to do
    opened.open()
    expect(opened.heading()).to_have_text("专线与价格")


def test_what_the_server_refuses_is_shown_on_its_page_and_in_its_row(
    with_orders: House, order: Callable[..., LineOrder]
) -> None:
    opened = order().up_to(3)
    opened.lines()
    opened.page.locator(".bh-row-add").click()
    opened.line(1, "备份")
    opened.pick("engineer", "liuyang", row=1)
    opened.forward_to(4)
    opened.closing()
    opened.forward_to(5)
    with_orders.change("UPDATE person SET active = false WHERE login = 'liuyang'")
    opened.send()
    expect(opened.heading()).to_have_text("专线与价格")
    expect(opened.field("engineer", 1)).to_be_focused()
    expect(opened.error("engineer", 1)).to_contain_text("liuyang")
    opened.page.locator(".bh-picker:has([id$='-line-engineer_1']) .bh-clear").click()
    for number in (4, 5):
        opened.forward_to(number)
    opened.send()
    assert ordered(with_orders, opened.page)["lines"][1]["engineer"] is None


def test_a_search_without_a_network_says_so_and_is_tried_again(order: Callable[..., LineOrder]) -> None:
    opened = order()
    opened.visitor.context.set_offline(True)
    opened.field("customer").click()
    failed = opened.page.locator(".bh-failed:visible")
    expect(failed).to_contain_text("暂时无法搜索")
    opened.visitor.context.set_offline(False)
    failed.locator("button").click()
    expect(opened.page.locator(".bh-list [role=option]").first).to_be_visible()


def test_rich_text_keeps_what_is_allowed_and_nothing_else(with_orders: House, order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(4)
    scope = opened.field("scope")
    html = '<h1 style="color:red">Plan</h1><p>one <b>line</b></p><script>alert(1)</script><a href="javascript:1">x</a>'
    scope.evaluate(PASTE, {"text/html": html, "text/plain": "Plan"})
    scope.press("Control+End")
    scope.press("Enter")
    opened.page.keyboard.press("Control+b")
    opened.page.keyboard.type("strong")
    with_orders.soon(lambda: "strong</strong>" in (draft(with_orders).get("scope") or ""))
    kept = draft(with_orders)["scope"]
    assert "<h2>Plan</h2><p>one <strong>line</strong></p>" in kept
    assert not any(bad in kept for bad in ("style", "script", "color"))


def test_a_signature_is_drawn_and_stays_for_the_next_step(with_orders: House, order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(4)
    opened.closing()
    opened.page.locator(".bh-signature button").first.click()
    frame = opened.page.locator(".bh-pad canvas").bounding_box()
    assert frame
    opened.page.mouse.move(frame["x"] + 40, frame["y"] + 60)
    opened.page.mouse.down()
    opened.page.mouse.move(frame["x"] + 220, frame["y"] + 90, steps=8)
    opened.page.mouse.up()
    expect(opened.page.locator(".bh-signature [role=status]")).not_to_be_empty()
    opened.forward_to(5)
    opened.send()
    opened.page.wait_for_url("**/tasks/*")
    expect(opened.page.locator("[data-fjs][data-ready]")).to_be_visible()
    opened.forward_to(2)
    opened.forward_to(3)
    opened.forward_to(4)
    kept = opened.page.locator(".bh-pad img")
    expect(kept).to_be_visible()
    assert kept.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 640


def test_a_photo_is_made_smaller_before_it_is_sent(order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(2)
    drawn = base64.b64decode(opened.page.evaluate(LARGE_PICTURE).partition(",")[2])
    photo: FilePayload = {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": drawn}
    opened.page.locator("input[type=file][id$='-line-photos']").set_input_files(photo)
    shown = opened.page.locator(".bh-pictures img")
    expect(shown).to_be_visible()
    size = shown.evaluate("(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])")
    assert size == [2000, 1000]
    opened.page.locator(".bh-pictures button").click()
    expect(shown).to_have_count(0)


LARGE_PICTURE = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 2600, height: 1300 });
  const pen = canvas.getContext('2d');
  for (let line = 0; line < 1300; line += 13) {
    pen.fillStyle = `hsl(${line} 80% 50%)`;
    pen.fillRect(line, line, 2600, 13);
  }
  return canvas.toDataURL('image/jpeg', 1);
}"""


def test_money_is_sent_as_it_was_written(with_orders: House, order: Callable[..., LineOrder]) -> None:
    opened = order().up_to(3)
    one_off = opened.field("oneOff")
    one_off.fill("１２,３４５.１")
    one_off.blur()
    expect(one_off).to_have_value("12,345.10")
    with_orders.soon(lambda: draft(with_orders).get("oneOff") == "12345.10")
    one_off.fill("12.345")
    one_off.blur()
    expect(opened.error("oneOff")).to_contain_text("2")
    one_off.fill("abc")
    one_off.blur()
    expect(opened.error("oneOff")).to_have_text("请输入数字。")
