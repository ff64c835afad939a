"""What a walk through the product does again and again: fill in forms, take pictures, look at the rules of access."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from web.assets.build import ASSETS

AXE = ASSETS / "node_modules" / "axe-core" / "axe.min.js"

TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > most + 1)
    .map((node) => `${node.tagName}.${node.className}`).slice(0, 8);
}"""


class Camera:
    """Takes a picture under a number and a name, when pictures are asked for."""

    def __init__(self, folder: str, locale: str, part: str = "") -> None:
        self.folder = Path(folder) / locale / part if folder else None
        self.number = 0

    def take(self, page: Page, name: str) -> None:
        self.number += 1
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(400)  # let pictures and widgets settle
            page.screenshot(path=self.folder / f"{self.number:02}-{name}.png")


def field(page: Page, field_id: str) -> Any:
    """The input of a form's field; form-js ends element ids with the field's own."""
    return page.locator(f"input[id$='-{field_id}'], textarea[id$='-{field_id}']").first


def choose(page: Page, field_id: str, position: int) -> None:
    """Choose from a select by the position of the option."""
    select = page.locator(f".fjs-form-field-select:has([id$='-{field_id}'])").first
    select.locator(".fjs-input-group").click()
    option = page.locator(".fjs-dropdownlist-item").nth(position)
    label = option.inner_text()
    option.click()
    expect(select.locator(".fjs-select-display")).to_have_text(label)


def tick(page: Page, field_id: str, position: int) -> None:
    """Tick a radio button or checkbox by its position."""
    page.locator(f"[id$='-{field_id}-{position}']").first.check()


def submit(page: Page) -> None:
    """Send the form."""
    page.locator("[data-submit]").first.click()


def broken_rules(page: Page) -> list[str]:
    """Rules of axe that are broken badly, with the elements that break them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({exclude: ['.djs-container']}, {resultTypes: ['violations'], preload: false})")[
        "violations"
    ]
    return [
        f"{rule['id']} {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
