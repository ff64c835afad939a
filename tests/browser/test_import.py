"""A table of complaints from a colleague's spreadsheet: checked, mended, started."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, ViewportSize, expect

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.walk import TOO_WIDE, Camera, broken_rules

Visit = Callable[..., Visitor]
STARTED = "SELECT started FROM row_import WHERE state = 'completed' ORDER BY created_at DESC LIMIT 1"
ANSWERS = {
    "zh-CN": [
        "林小雨",
        "",
        "100 0000 0023",
        "",
        "电话",
        "重复扣费",
        "billing",
        "2026/3/1",
        "二月份流量包扣了两次，每次 30 元。",
        "",
        "是",
    ],
    "en": [
        "Lin",
        "",
        "100 0000 0023",
        "",
        "Phone",
        "Charged twice",
        "billing",
        "1 March",
        "The pack twice, 30 yuan each.",
        "",
        "yes",
    ],
}


@pytest.fixture
def site(house: House) -> str:
    return house.address


@pytest.mark.parametrize(("locale", "viewport"), [("zh-CN", WIDE), ("en", PHONE)])
def test_good_rows_are_started_and_bad_ones_come_back(
    house: House, visit: Visit, locale: str, viewport: ViewportSize, request: pytest.FixtureRequest
) -> None:
    camera = Camera(request.config.getoption("--pictures"), locale, "table")
    visitor = visit(locale, viewport).enter(house, "chenjing", locale)
    page = visitor.page
    visitor.go("/imports/new/complaint-handling")
    camera.take(page, "bring")
    assert (broken_rules(page), page.evaluate(TOO_WIDE)) == ([], [])
    with page.expect_download() as download:
        page.locator("a[href$='table.csv']").click()
    headings = download.value.path().read_text("utf-8-sig").strip()
    answers = ",".join(f'"{answer}"' for answer in ANSWERS[locale])
    rows = [answers, answers.replace("100 0000 0023", "none"), *[answers.replace("1 March", "2026-03-01")] * 8]
    table = "\n".join([headings, *rows])
    file: FilePayload = {"name": "complaints.csv", "mimeType": "text/csv", "buffer": table.encode("gb18030")}
    page.locator("#table").set_input_files([file])
    page.locator("form[enctype] .btn-primary").click()
    expect(page.locator("form[action$='/beginning'] button")).to_be_visible()
    camera.take(page, "checked")
    assert (broken_rules(page), page.evaluate(TOO_WIDE)) == ([], [])
    before = house.value("SELECT count(*) FROM process_instance")
    page.locator("form[action$='/beginning'] button").click()
    expect(page.locator("#import-state[hx-trigger]")).to_have_count(0)
    camera.take(page, "started")
    started = house.soon(lambda: house.value(STARTED))
    assert started == (9 if locale == "zh-CN" else 8)
    assert house.value("SELECT count(*) FROM process_instance") == before + started
