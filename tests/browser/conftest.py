"""A real browser against the real product: server, worker and database run as in `make run`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from engine.db import Database
from tests.browser.house import House, open_house
from tests.conftest import copy_of
from web.deps import SESSION_COOKIE

CHROMIUM = "/usr/bin/chromium"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

# The policy blocks silently for whoever does not look; as a script error it fails the test.
TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ended with its module: while it runs, this thread has an event loop that other tests could not start."""
    if not os.path.exists(CHROMIUM):
        pytest.skip("there is no Chromium on this machine; `.ci/run` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def house(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation that the tests of a module share; `site` of such a module is its address."""
    with copy_of(server, template, "house") as address:
        database = Database(address)
        with open_house(database, tmp_path_factory.mktemp("house")) as house:
            yield house
        database.dispose()


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of an installation of the test's own."""
    with open_house(database, tmp_path) as house:
        yield house.address


class Visitor:
    """Somebody at a browser window of their own."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.errors: list[str] = []
        self.page: Page = self.new_window()

    def new_window(self) -> Page:
        """Another window of the same browser."""
        page = self.context.new_page()
        page.add_init_script(TELL_VIOLATIONS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        return page

    def _note(self, kind: str, text: str) -> None:
        # A network that a test takes away is told by the browser and by htmx.
        if kind == "error" and "Failed to load resource" not in text and "Failed to fetch" not in text:
            self.errors.append(text)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def log_in(self, login: str, locale: str) -> None:
        """By one click, as sample people do; then in the language of the walk."""
        self.go("/login")
        self.page.locator(f"form:has(input[value='{login}']) button").click()
        self.page.wait_for_url("**/inbox**")
        if self.page.locator("html").get_attribute("lang") != locale:
            self.page.locator("form[action='/locale'] button, form[action='/language'] button").first.click()
            expect(self.page.locator(f"html[lang='{locale}']")).to_be_visible()

    def enter(self, house: House, login: str, locale: str = "zh-CN") -> "Visitor":
        """Be logged in already."""
        cookie = {"name": SESSION_COOKIE, "value": house.session_of(login, locale), "url": self.site}
        self.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain mapping will do
        return self


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[object]:
    """visit(locale, viewport) opens a window; at the end none of them may have had a script error."""
    opened: list[Visitor] = []

    def open_window(locale: str = "zh-CN", viewport: ViewportSize = WIDE) -> Visitor:
        context = browser.new_context(locale=locale, viewport=viewport, timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        opened.append(Visitor(context, site))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.context.close()
    assert [error for visitor in opened for error in visitor.errors] == []
