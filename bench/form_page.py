"""The page of a form of sixty fields on four pages in a real browser: bytes on the wire, and when it can be filled in.

    python -m bench.form_page [--rounds 9] [--package tests/packages/enterprise-line]

Server, worker and database run on this machine. Cold is a browser that has never been here; warm is its third visit,
with the scripts in its cache. Ready is the moment from which the first field can be typed in, counted from the click;
the CPU of the page's main thread until then hardly depends on what else the machine does.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from engine import deployments, embedded, packages, schema
from engine.db import Database
from engine.identity import SYSTEM
from tests.browser.conftest import CHROMIUM, WIDE
from tests.browser.house import House, open_house
from web.deps import SESSION_COOKIE

PACKAGE = Path("tests/packages/enterprise-line")
LIMIT_KB, LIMIT_SECONDS = 210, 0.25
_TELL_READY = """new MutationObserver(() => {
  if (!window.readyAt && document.querySelector('[data-fjs][data-ready]')) window.readyAt = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] })"""


class Visit:
    """One window in which everything that comes over the wire is counted."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.add_init_script(_TELL_READY)
        self.bytes, self.requests, self.cpu = 0, 0, 0.0
        self.wire = context.new_cdp_session(self.page)
        self.wire.send("Network.enable")
        self.wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.wire.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.requests += bool(event["encodedDataLength"])

    def ready(self, address: str) -> float:
        """Seconds until the form can be filled in; `bytes`, `requests` and `cpu` are those of this visit."""
        self.bytes, self.requests = 0, 0
        self.page.goto(address, wait_until="load")
        self.page.locator("[data-fjs][data-ready]").wait_for()
        metrics = self.wire.send("Performance.getMetrics")["metrics"]
        self.cpu = next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        self.page.wait_for_timeout(200)  # what comes after it is counted too
        return float(self.page.evaluate("window.readyAt")) / 1000


def measure(house: House, browser: Browser, key: str, rounds: int) -> tuple[list[float], list[float], Visit, int]:
    """Times cold and warm, the last window, and the bytes of the last cold visit."""
    cookie = {"name": SESSION_COOKIE, "value": house.session_of("chenjing", "zh-CN"), "url": house.address}
    cold, warm, wire = [], [], 0
    for _ in range(rounds):
        context = browser.new_context(locale="zh-CN", viewport=WIDE)
        context.add_cookies([cookie])  # type: ignore[list-item]  # a plain mapping will do
        visit = Visit(context)
        cold.append(visit.ready(f"{house.address}/start/{key}"))
        wire, requests = visit.bytes, visit.requests
        visit.ready(f"{house.address}/start/{key}")  # browsers compile what they see again
        warm.append(visit.ready(f"{house.address}/start/{key}"))
        context.close()
        visit.requests = requests
    return cold, warm, visit, wire


def main() -> int:
    """Print the figures; 1 when one of them is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--package", type=Path, default=PACKAGE)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    folder.chmod(0o755)
    try:
        database = Database(embedded.start(folder))
        schema.migrate(database)
        with open_house(database, folder) as house, sync_playwright() as playwright:
            package = packages.read_folder(chosen.package)
            with database.transaction() as session:
                deployments.deploy(session, SYSTEM, package)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            cold, warm, visit, wire = measure(house, browser, package.key, chosen.rounds)
            browser.close()
    finally:
        embedded.stop(folder)
    return _report(package.key, cold, warm, wire, visit)


def _report(key: str, cold: list[float], warm: list[float], wire: int, visit: Visit) -> int:
    kilobytes, ready = wire / 1000, statistics.median(warm)
    sys.stdout.write(
        f"{key}, median of {len(warm)}\n"
        f"  on the wire, cold   {kilobytes:6.1f} kB in {visit.requests} requests (limit {LIMIT_KB})\n"
        f"  on the wire, warm   {visit.bytes / 1000:6.1f} kB\n"
        f"  CPU of it, warm     {visit.cpu:6.3f} s\n"
        f"  ready, cold         {statistics.median(cold):6.3f} s\n"
        f"  ready, warm         {ready:6.3f} s, from {min(warm):.3f} to {max(warm):.3f} s (limit {LIMIT_SECONDS})\n"
    )
    return int(kilobytes > LIMIT_KB or ready > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
