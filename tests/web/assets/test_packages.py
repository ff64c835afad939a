"""What the npm project depends on: exact versions, no registry address, nothing beyond what the lock names."""

import json
import re
from typing import Any

import pytest

from web.assets.build import ASSETS


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "package.json").read_text())
    return found


def test_versions_are_exact(package: dict[str, Any]) -> None:
    named = {**package["dependencies"], **package["devDependencies"], **package["overrides"]}
    assert [name for name, version in named.items() if not re.fullmatch(r"(npm:\w+@)?\d+\.\d+\.\d+", version)] == []


def test_the_lock_file_names_no_registry() -> None:
    lock = (ASSETS / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", lock)


def test_forms_evaluate_with_the_agreed_feel() -> None:
    packages = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    assert packages["node_modules/@bpmn-io/feelin"]["name"] == "feelin"
    assert packages["node_modules/@bpmn-io/feelin"]["version"] == "8.2.0"
    assert packages["node_modules/lezer-feel"]["version"] == "3.0.1"
