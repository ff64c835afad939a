"""Every word of the product is there in every language."""

import re
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog

from engine import findings
from web import extraction
from web.i18n import LOCALES, translate, translations

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|{\w*}")
OTHERS = [locale for locale in LOCALES if locale != extraction.SOURCE_LOCALE]


@pytest.fixture(scope="module")
def source() -> Catalog:
    return extraction.extracted()


def texts(message: object) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message) if isinstance(message, Iterable) else ()


def test_messages_are_found_wherever_they_are_written(source: Catalog) -> None:
    places = {path for message in source for path, _line in message.locations}
    assert {"engine/errors.py", "forms/messages.py", "web/errors.py", "web/templates/base.html"} <= places
    assert {"engine/findings.py", "engine/bpmn/rules/messages.py", "engine/feel/errors.py"} <= places
    assert {"engine/dmn/errors.py", "engine/bpmn/translation/python.py"} <= places
    assert source.get("There is no {kind} “{id}”. It may have been removed, or the address is wrong.") is not None
    assert source.get("Field is required.") is not None


@pytest.mark.parametrize("locale", OTHERS)
def test_every_message_is_translated(source: Catalog, locale: str) -> None:
    kept = extraction.catalogue_of(locale)
    known = {message.id for message in kept}
    new = [message.id for message in source if message.id and message.id not in known]
    empty = [message.id for message in extraction.untranslated(kept)]
    assert new + empty == [], "run `python -m web.extraction` and fill in what it names"


@pytest.mark.parametrize("locale", OTHERS)
def test_no_translation_outlives_its_message(source: Catalog, locale: str) -> None:
    kept = extraction.catalogue_of(locale)
    written = {message.id for message in source}
    assert [message.id for message in kept if message.id not in written] == []
    assert not kept.obsolete


@pytest.mark.parametrize("locale", OTHERS)
def test_translations_have_the_placeholders_of_their_messages(locale: str) -> None:
    wrong = [
        message.id
        for message in extraction.catalogue_of(locale)
        for translated in texts(message.string)
        if translated and set(PLACEHOLDER.findall(translated)) != set(PLACEHOLDER.findall(texts(message.id)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", OTHERS)
@pytest.mark.parametrize("code", findings.MESSAGES)
def test_every_finding_is_said_with_its_placeholders(locale: str, code: str) -> None:
    template = findings.MESSAGES[code]
    said = translate(locale, template)
    assert said != template
    assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(template))


@pytest.mark.parametrize("locale", OTHERS)
def test_translations_leave_out_the_spaces_that_chinese_does_not_need(locale: str) -> None:
    # A full-width stop is followed by no space, and an ASCII comma does not stand between Chinese characters.
    sloppy = re.compile(r"[。，；：？！] |[\u4e00-\u9fff],")
    found = [translated for message in extraction.catalogue_of(locale) for translated in texts(message.string)]
    assert [translated for translated in found if sloppy.search(translated)] == []


def test_a_page_speaks_chinese() -> None:
    assert translate("zh-CN", "Inbox") == "待办"
    assert translations("zh-CN").ngettext("%(num)s day", "%(num)s days", 3) == "%(num)s 天"
    assert translate("en", "Inbox") == "Inbox"
