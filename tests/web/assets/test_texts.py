"""The words of the scripts: each one asked for is brought by the page, and none is brought in vain."""

import re

from web.assets.build import ASSETS

KEY = r"'([a-z]+(?:_[a-z]+)*)'"
SCRIPTS = "\n".join(file.read_text() for file in sorted((ASSETS / "src" / "js").rglob("*.js")))
BROUGHT = set(re.findall(rf"^  {KEY}: _\(", (ASSETS.parent / "templates" / "_texts.html").read_text(), re.MULTILINE))


def test_every_word_asked_for_is_brought() -> None:
    asked = set(re.findall(rf"\btext\({KEY}", SCRIPTS)) | set(re.findall(rf"#(?:say|retry)\({KEY}", SCRIPTS))
    asked |= set(re.findall(rf"\b\d{{3}}: {KEY}", SCRIPTS))
    assert asked - BROUGHT == set()


def test_no_word_is_brought_in_vain() -> None:
    assert BROUGHT - set(re.findall(KEY, SCRIPTS)) == set()
