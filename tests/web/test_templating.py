"""What every template may rely on."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from engine.settings import Settings
from web import templating

MANIFEST = {
    "src/css/app.css": {"file": "assets/app-1.css"},
    "src/js/form.js": {"file": "assets/form-2.js", "imports": ["_viewer"], "css": ["assets/form-3.css"]},
    "src/js/form/refining.js": {"file": "assets/refining-7.js", "css": ["assets/refining-8.css"]},
    "_viewer": {"file": "assets/viewer-4.js", "imports": ["_base"], "css": ["assets/viewer-5.css"]},
    "_base": {"file": "assets/base-6.js"},
}


def forget() -> None:
    for cached in (templating.manifest, templating.scripts, templating.styles, templating.preloads):
        cached.cache_clear()


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of built files that is empty."""
    monkeypatch.setattr(templating, "STATIC", tmp_path)
    forget()
    yield tmp_path
    forget()


def test_a_script_comes_with_its_chunks_and_styles(static: Path) -> None:
    (static / ".vite").mkdir()
    (static / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    assert templating.styles("src/css/app.css") == '<link rel="stylesheet" href="/static/assets/app-1.css">'
    assert templating.scripts("src/js/form.js") == (
        '<link rel="stylesheet" href="/static/assets/form-3.css">'
        '<link rel="stylesheet" href="/static/assets/viewer-5.css">'
        '<link rel="modulepreload" href="/static/assets/base-6.js">'
        '<link rel="modulepreload" href="/static/assets/viewer-4.js">'
        '<script type="module" src="/static/assets/form-2.js"></script>'
    )


def test_pages_are_drawn_without_the_built_front_end(static: Path) -> None:
    assert templating.scripts("src/js/form.js") == ""
    assert templating.styles("src/css/app.css") == ""


def test_icons_are_decoration_and_escaped() -> None:
    assert templating.icon("check") == '<svg class="i" aria-hidden="true"><use href="/static/icons.svg#check"/></svg>'
    assert "<b>" not in templating.icon("<b>")


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_every_template_compiles(locale: str) -> None:
    templates = templating.Templates(Settings(secret_key="x"))
    environment = templates._environments[locale]
    names = environment.list_templates(extensions=["html"])
    assert "base.html" in names
    for name in names:
        environment.get_template(name)


def test_no_template_breaks_the_policy() -> None:
    for path in templating.TEMPLATES.rglob("*.html"):
        text = path.read_text()
        for forbidden in (" style=", "<style", " onclick=", " onload=", "hx-on", "javascript:", "|safe"):
            assert forbidden not in text, (path.name, forbidden)


def test_rich_text_is_made_harmless_where_it_is_shown() -> None:
    assert templating.rich("<p>Good</p><script>alert(1)</script><img src=x onerror=alert(1)>") == "<p>Good</p>"


def test_what_a_form_asks_for_a_moment_later_is_fetched_at_once(static: Path) -> None:
    (static / ".vite").mkdir()
    (static / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    assert templating.preloads("src/js/form/refining.js") == (
        '<link rel="stylesheet" href="/static/assets/refining-8.css">'
        '<link rel="modulepreload" href="/static/assets/refining-7.js">'
    )


@pytest.mark.parametrize(
    ("schema", "is_refined"),
    [
        ({"bihuan": {"locale": "en"}, "components": [{"type": "text"}]}, False),
        ({"bihuan": {"rules": [{"id": "r"}]}, "components": []}, True),
        ({"components": [{"type": "group", "components": [{"type": "number", "bihuan": {"as": "money"}}]}]}, True),
    ],
)
def test_only_forms_with_something_of_ours_load_it(schema: dict[str, Any], is_refined: bool) -> None:
    assert templating.refined(schema) is is_refined


def asked(query: str = "", accepts: str = "gzip, br") -> Request:
    headers = [(b"accept-encoding", accepts.encode())]
    return Request({"type": "http", "path": "/start/x", "query_string": query.encode(), "headers": headers})


def test_a_large_page_is_sent_compressed() -> None:
    answer = templating._page(asked(), "字" * templating.LARGE, 200)
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body).decode() == "字" * templating.LARGE
    assert int(answer.headers["content-length"]) == len(answer.body) < templating.LARGE


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (asked("q=guess"), "x" * templating.LARGE),
        (asked(accepts="identity"), "x" * templating.LARGE),
        (asked(), "x" * (templating.LARGE - 1)),
    ],
    ids=["repeats its address", "browser reads no gzip", "small"],
)
def test_other_pages_are_sent_as_they_are(request_: Request, text: str) -> None:
    answer = templating._page(request_, text, 200)
    assert "content-encoding" not in answer.headers
    assert answer.body == text.encode()
