"""The words of the scripts: each one asked for is brought by the page, and none is brought in vain."""

import re

from web.assets.build import ASSETS

KEY = r"'([a-z]+(?:_[a-z]+)*)'"
SCRIPTS = "\n".join(file.read_text() for file in sorted((ASSETS / "src" / "js").rglob("*.js")))
TEMPLATES = "\n".join((ASSETS.parent / "templates" / name).read_text() for name in ("_texts.html", "_form_texts.html"))
BROUGHT = set(re.findall(rf"^  {KEY}: _\(", TEMPLATES, re.MULTILINE))
FAMILIES = "|".join(sorted({key.split("_")[0] for key in BROUGHT if "_" in key} - {"draft", "form", "login", "list"}))


def test_every_word_asked_for_is_brought() -> None:
    asked = set(re.findall(rf"\btext\({KEY}", SCRIPTS)) | set(re.findall(rf"#(?:say|retry)\({KEY}", SCRIPTS))
    asked |= set(re.findall(rf"\b\d{{3}}: {KEY}", SCRIPTS))
    # Fields choose among words before they ask: whatever is named like a family of words is one.
    asked |= set(re.findall(rf"'((?:{FAMILIES})_[a-z_]+)'", SCRIPTS))
    assert asked - BROUGHT == set()


def test_no_word_is_brought_in_vain() -> None:
    assert BROUGHT - set(re.findall(KEY, SCRIPTS)) == set()
