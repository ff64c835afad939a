"""Every page, wide and on a phone, in both languages: whole, readable, translated, usable without seeing or a mouse.

`pytest tests/browser/test_pages.py --pictures docs/pictures` takes the pictures of all pages on a phone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from engine import clock
from engine.identity import SYSTEM, join_group
from engine.ids import new_id
from engine.models import Incident, Job, Person
from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.house import House
from tests.browser.walk import TOO_WIDE, broken_rules
from web import i18n

Visit = Callable[..., Visitor]

PUBLIC: Mapping[str, str] = {
    "login": "/login",
    "public-form": "/p/complaint-handling",
    "lookup": "/receipt",
    "receipt": "/receipt/{receipt}?fresh=1",
    "receipt-unknown": "/receipt/AAAA-BBBB-CCCC",
}
OF_PERSON: Mapping[str, str] = {
    "inbox": "/inbox?view=team",
    "inbox-empty": "/inbox?q=nothing-is-called-this",
    "done": "/inbox?view=done",
    "started": "/started",
    "task": "/tasks/{task}?view=team",
    "task-progress": "/tasks/{task}?view=team&tab=progress",
    "task-history": "/tasks/{task}?view=team&tab=history",
    "task-comments": "/tasks/{task}?view=team&tab=comments",
    "task-done": "/tasks/{done}?view=done",
    "start": "/start",
    "start-form": "/start/complaint-handling",
    "instances": "/instances",
    "instance": "/instances/{instance}",
    "monitoring": "/monitoring",
    "incidents": "/incidents",
    "definitions": "/definitions",
    "definition": "/definitions/{definition}",
    "mailbox": "/mailbox",
    "clock": "/clock",
    "profile": "/profile",
    "not-found": "/tasks/00000000-0000-0000-0000-000000000000",
    "api": "/api/v1/docs",
}
WRITTEN_IN_ENGLISH = {"api"}
"""The reference of the REST API, which quotes the description for programs."""


@pytest.fixture(scope="module")
def places(house: House) -> Mapping[str, str]:
    """Ids for the addresses: work of every kind has been done, and one mail could not be sent."""
    first, second = house.complain(), house.complain(subject="门店排队两小时无人接待", category="store")
    house.complain(description="办理宽带移机已等待十天，多次致电无人回复。" * 30, subject="宽带移机一直没有人上门" * 4)
    done = house.task(first.instance_id)
    with house.database.transaction() as session:
        owner = session.execute(Person.__table__.select().where(Person.login == "heqing")).one()  # type: ignore[attr-defined]
        join_group(session, SYSTEM, owner.id, "complaint-desk")
        join_group(session, SYSTEM, owner.id, "dept-billing")
    house.complete("heqing", done)
    stick(house, second.instance_id)
    return {
        "receipt": str(first.receipt_code),
        "done": str(done),
        "instance": str(first.instance_id),
        "task": str(house.task(first.instance_id, "investigate")),
        "definition": str(house.value("SELECT id FROM process_definition WHERE key = 'complaint-handling'")),
    }


def stick(house: House, instance_id: Any) -> None:
    """A mail of that instance cannot be sent."""
    with house.database.transaction() as session:
        now = clock.now()
        given: dict[str, Any] = {"instance_id": instance_id, "element_id": "confirm", "created_at": now}
        job = Job(**given, token_id="t", connector="mail", input={}, state="failed", attempt=3, run_at=now)
        session.add(job)
        session.flush()
        session.add(Incident(**given, id=new_id(), job_id=job.id, code="connector-failed", message="550 no such box"))


@dataclass
class Window:
    """A browser window of one language, used for all its pages in turn."""

    visitor: Visitor
    locale: str

    @property
    def page(self) -> Page:
        return self.visitor.page

    def show(self, address: str) -> None:
        """Open a page and wait until its widgets have drawn themselves."""
        self.visitor.errors.clear()
        self.page.set_viewport_size(WIDE)
        self.visitor.go(address)
        for widget in self.page.locator("[data-fjs], [data-diagram]").all():
            expect(widget).to_have_attribute("data-ready", "true")


@pytest.fixture(scope="module")
def windows(house: House, browser: Browser) -> Iterator[Callable[[str, bool], Window]]:
    """windows(locale, logged_in): kept open for all pages, as people do."""
    opened: dict[tuple[str, bool], Window] = {}

    def window(locale: str, logged_in: bool) -> Window:
        if (locale, logged_in) not in opened:
            context = browser.new_context(locale=locale, viewport=WIDE, timezone_id="Asia/Shanghai")
            context.set_default_timeout(15_000)
            visitor = Visitor(context, house.address)
            if logged_in:
                visitor.enter(house, "heqing", locale)
            opened[locale, logged_in] = Window(visitor=visitor, locale=locale)
        return opened[locale, logged_in]

    yield window
    for shown in opened.values():
        shown.visitor.context.close()


@pytest.fixture
def site(house: House) -> str:
    return house.address


@pytest.mark.parametrize("name", [*PUBLIC, *OF_PERSON])
@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_a_page_is_whole_wide_and_on_a_phone(
    windows: Callable[[str, bool], Window],
    places: Mapping[str, str],
    locale: str,
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    window = windows(locale, name in OF_PERSON)
    page = window.page
    window.show({**PUBLIC, **OF_PERSON}[name].format(**places))
    assert page.locator("html").get_attribute("lang") == locale
    assert locale == "en" or name in WRITTEN_IN_ENGLISH or english_in(page) == []
    take(page, request, locale, f"wide-{name}")
    # The rules are the same in both languages, and looking takes long: one is looked at wide, the other on a phone.
    assert locale != "zh-CN" or broken_rules(page) == []
    page.set_viewport_size(PHONE)
    take(page, request, locale, f"phone-{name}")
    assert page.evaluate(TOO_WIDE) == []
    assert locale != "en" or broken_rules(page) == []
    assert page.evaluate(COVERED_WATERMARKS) == []
    assert window.visitor.errors == []


def take(page: Page, request: pytest.FixtureRequest, locale: str, name: str) -> None:
    folder = request.config.getoption("--pictures")
    if folder:
        page.wait_for_timeout(300)  # let toasts and diagrams settle
        page.screenshot(path=Path(folder) / locale / f"{name}.png")


# The licence of bpmn.io asks that its mark stays fully visible: whatever lies on top of it at its middle covers it.
COVERED_WATERMARKS = """() => [...document.querySelectorAll('.bjs-powered-by, .fjs-powered-by-link')].filter((mark) => {
  mark.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = mark.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return !width || !mark.contains(seen);
}).map((mark) => mark.className)"""

WORDS = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const place = texts.currentNode.parentElement;
    const aside = place.closest('script, style, noscript, code, pre, .mono');
    if (!aside && place.checkVisibility()) found.add(texts.currentNode.data);
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
    for (const node of document.querySelectorAll(`[${name}]`)) found.add(node.getAttribute(name));
  }
  return [...found].map((text) => text.trim().replace(/\\s+/g, ' ')).filter(Boolean);
}"""


def english_in(page: Page) -> list[str]:
    """Words of the catalogue that a Chinese page shows in English."""
    return [words for words in page.evaluate(WORDS) if english().fullmatch(words)]


def english() -> re.Pattern[str]:
    """Matches every English message that reads differently in Chinese; its parameters match anything."""
    with (i18n.FOLDER / "zh-CN" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    sources: set[str] = set()
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        sources |= {text for text in ids if text and text != message.string and re.search("[A-Za-z]{2}", text)}
    patterns = (re.sub(r"%\\\((\w+)\\\)[sd]|\\\{\w+\\\}", ".+", re.escape(text)) for text in sorted(sources))
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns if re.search("[A-Za-z]{2}", pattern)))


def test_a_whole_task_is_done_with_the_keyboard_only(house: House, visit: Visit) -> None:
    first, second = house.new_task(), house.new_task()
    visitor = visit().enter(house, "chenjing", "en")
    visitor.go("/inbox?view=team")
    page, keys = visitor.page, visitor.page.keyboard
    keys.press("j")
    above = page.evaluate("document.activeElement.href")
    keys.press("j")
    below = page.evaluate("document.activeElement.href")
    keys.press("k")
    assert page.evaluate("document.activeElement.href") == above != below
    keys.press("Enter")
    page.wait_for_url(above)
    expect(page.locator("[data-fjs][data-ready]")).to_be_visible()
    tab_to(page, "confirmation-confirmation-0")
    assert page.evaluate(FOCUS_SHOWS)
    keys.press("Space")
    tab_to(page, "confirmation-summary")
    keys.type("Charged twice; wants the money back.")
    tab_to(page, "confirmation-severity")
    expect(page.locator(".fjs-dropdownlist")).to_be_visible()
    page.evaluate(SETTLED)
    keys.press("ArrowDown")
    expect(page.locator(".fjs-dropdownlist-item.focused")).to_contain_text("Serious")
    page.evaluate(SETTLED)
    keys.press("Enter")
    expect(page.locator("[id$='-confirmation-severity-display']")).to_contain_text("Serious")
    keys.press("Control+Enter")
    page.wait_for_url("**/inbox?said=completed")
    assert {house.value("SELECT state FROM user_task WHERE id = :id", id=task) for task in (first, second)} >= {"open"}


def tab_to(page: Page, ending: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id").endswith(ending):
            return
    raise AssertionError(f"Tab never comes to {ending}")


# form-js hangs its keys on the list in an effect that runs after the frame; no person types between the two.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"

# A frame around a field may show that the field has the focus.
FOCUS_SHOWS = """() => [document.activeElement, document.activeElement.parentElement].some((node) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
})"""


def test_the_first_tab_leads_past_the_navigation_and_each_stop_shows(house: House, visit: Visit) -> None:
    visitor = visit().enter(house, "heqing")
    visitor.go("/instances")
    page, keys = visitor.page, visitor.page.keyboard
    keys.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    visitor.go("/instances")
    hidden = []
    for _ in range(25):
        keys.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(FOCUS_SHOWS):
            hidden.append(page.evaluate("document.activeElement.outerHTML").split(">")[0])
    assert hidden == []


def test_a_slash_leads_to_the_search_and_is_typed_in_fields(house: House, visit: Visit) -> None:
    visitor = visit().enter(house, "heqing")
    visitor.go("/instances")
    visitor.page.keyboard.press("/")
    expect(visitor.page.locator("[data-search]")).to_be_focused()
    visitor.page.keyboard.type("a/j")
    expect(visitor.page.locator("[data-search]")).to_have_value("a/j")


def test_a_question_mark_lists_the_shortcuts_and_escape_closes_them(house: House, visit: Visit) -> None:
    visitor = visit().enter(house, "heqing")
    visitor.go("/inbox")
    visitor.page.keyboard.press("?")
    expect(visitor.page.locator("#shortcuts")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#shortcuts")).not_to_be_visible()
