"""Text with emphasis, lists and links: a small part of HTML, made harmless on the server whatever was sent."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import nh3

from forms import rules
from forms.component import Component
from forms.fields.textarea import TextArea
from forms.scope import Scope
from forms.submission import Problem

_TAGS = frozenset(
    re.findall("[a-z0-9]+", "a b blockquote br code del div em h2 h3 h4 hr i li ol p pre s strong sub sup u ul")
)
_LINKS = {"http", "https", "mailto", "tel"}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS), attributes={"a": {"href"}}, url_schemes=_LINKS, link_rel="noopener noreferrer nofollow"
)
_BREAK = re.compile(r"<(?:br|hr)[^>]*>|</(?:p|div|li|h2|h3|h4|blockquote|pre)>")
_TAG = re.compile(r"<[^>]*>")


class RichText(TextArea):
    """HTML of a few tags, without attributes but the address of a link; empty when there is nothing to read in it."""

    refinement = "rich-text"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """Everything else is taken out, the text of it stays."""
        text: str = super().sanitise(component, value, source)
        return text if len(text) > rules.LONGEST_TEXT else harmless(text)

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Also what a default or an expression has put there; from outside, too long a text is left to be refused."""
        if not isinstance(value, str) or (scope.occasion.strict and len(value) > rules.LONGEST_TEXT):
            return value
        return harmless(value[: rules.LONGEST_TEXT])

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """Lengths and patterns are about what people read, not about tags."""
        too_long = isinstance(value, str) and len(value) > rules.LONGEST_TEXT
        yield from rules.judge(component, value if too_long else plain(value), scope)

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The text without its tags."""
        return plain(self.markup(value))

    def markup(self, value: Any) -> str:
        """The text with its tags, made harmless once more: it may have been stored by an older release."""
        return harmless(value[: rules.LONGEST_TEXT]) if isinstance(value, str) else ""


def harmless(written: str) -> str:
    """The HTML that may be shown to others; nothing when nobody could read anything in it."""
    cleaned = _CLEANER.clean(written)
    return cleaned if plain(cleaned) else ""


def plain(written: Any) -> str:
    """The text of harmless HTML, a line for each block."""
    if not isinstance(written, str):
        return ""
    return unescape(_TAG.sub("", _BREAK.sub("\n", written))).strip()
