"""A real browser against the real product: server, worker and database run as in `make run`."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from engine import deployments, packages, sample
from engine.db import Database
from engine.identity import SYSTEM
from engine.settings import Settings
from engine.worker import Worker
from web.app import create_app

CHROMIUM = "/usr/bin/chromium"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not os.path.exists(CHROMIUM):
        pytest.skip("there is no Chromium on this machine; `.ci/run` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of a running installation with the sample company and complaint handling."""
    settings = Settings(data_dir=tmp_path, sample_data=True, development=True, port=_free_port()).with_secret_key()
    database.settings = settings
    with database.transaction() as session:
        for folder in sorted(path.parent for path in packages.SHIPPED.glob("*/package.toml")):
            deployments.deploy(session, SYSTEM, packages.read_folder(folder))
        sample.seed(session)
    server = uvicorn.Server(
        uvicorn.Config(create_app(database, settings), port=settings.port, log_level="warning", lifespan="on")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    worker = Worker(database)
    thread.start()
    worker.start()
    while not server.started:
        time.sleep(0.02)
    yield settings.base_url
    server.should_exit = True
    worker.stop()
    thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Visitor:
    """Somebody at a browser window of their own."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._note(message.type, message.text))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
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


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[object]:
    """visit(locale, viewport) opens a window; at the end none of them may have had a script error."""
    opened: list[Visitor] = []

    def open_window(locale: str = "zh-CN", viewport: dict[str, int] = WIDE) -> Visitor:
        context = browser.new_context(locale=locale, viewport=viewport, timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        opened.append(Visitor(context, site))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.context.close()
    assert [error for visitor in opened for error in visitor.errors] == []
