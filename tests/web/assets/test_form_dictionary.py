"""The Chinese of the form-js viewer: complete for the version that is installed, with the same placeholders."""

import json
import re

import pytest

from web.assets.build import ASSETS

VIEWER = ASSETS / "node_modules" / "@bpmn-io" / "form-js-viewer" / "dist" / "index.es.js"
DICTIONARY: dict[str, str] = json.loads((ASSETS / "src" / "js" / "form" / "zh.json").read_text())


def test_every_sentence_of_the_viewer_is_translated() -> None:
    if not VIEWER.exists():
        pytest.skip("the packages of the pages are not installed")
    calls = re.findall(r"ranslate\((['\"])((?:\\.|(?!\1).)+)\1", VIEWER.read_text().split("function translate(", 1)[1])
    sentences = {sentence.replace("\\'", "'") for _, sentence in calls}
    assert len(sentences) > 30
    assert sentences - DICTIONARY.keys() == set()


def test_translations_keep_the_placeholders() -> None:
    placeholder = re.compile(r"{\w+}")
    wrong = [
        english
        for english, ours in DICTIONARY.items()
        if set(placeholder.findall(english)) != set(placeholder.findall(ours))
    ]
    assert wrong == []
