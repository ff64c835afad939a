"""Icons: what templates and pages name is in the list that the sprite is made of."""

import json
import re
from pathlib import Path

from web.assets.build import ASSETS

WEB = ASSETS.parent
NAME = r"['\"]([a-z0-9][a-z0-9-]*)['\"]"
IN_TEMPLATES = re.compile(rf"icon\(\s*{NAME}|\bic={NAME}|iconbtn\(\s*{NAME}|['\"]icon['\"]:\s*{NAME}")
IN_PYTHON = re.compile(rf"\bicon={NAME}|['\"]icon['\"]:\s*{NAME}|Place\(['\"][^'\"]*['\"],\s*{NAME}")
IN_SCRIPTS = re.compile(rf"\bicon\(\s*{NAME}")


def _named(pattern: re.Pattern[str], files: list[Path]) -> set[str]:
    return {name for file in files for found in pattern.findall(file.read_text()) for name in _texts(found) if name}


def _texts(found: str | tuple[str, ...]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found


def test_every_icon_named_is_in_the_sprite() -> None:
    known = set(json.loads((ASSETS / "icons.json").read_text()))
    named = _named(IN_TEMPLATES, sorted((WEB / "templates").rglob("*.html")))
    named |= _named(IN_PYTHON, sorted(file for file in WEB.rglob("*.py") if "node_modules" not in file.parts))
    named |= _named(IN_SCRIPTS, sorted((ASSETS / "src").rglob("*.js")))
    assert named - known == set()
