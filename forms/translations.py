"""The texts of a form in other languages, which travel inside its schema.

`schema["bihuan"]["translations"][locale][component id][property]` holds them; the schema itself holds the base texts,
in the language of `schema["bihuan"]["locale"]` (English when it says nothing). A property is a name with dots into
nested blocks (`label`, `validate.patternErrorMessage`), `values.<option value>` for the label of an option, or
`columns.<column key>` for the heading of a column.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms import paths, values
from forms.component import Component
from forms.fields import FIELDS
from forms.scope import is_expression

BASE_LOCALE = "en"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A text without translation: whose it is, which property, and how it reads in the base language."""

    component_id: str
    property: str
    text: str


class Translations:
    """The translations of one schema."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        own = schema.get("bihuan")
        own = own if isinstance(own, Mapping) else {}
        written = own.get("translations")
        self._by_locale: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
        self.base = own.get("locale") if isinstance(own.get("locale"), str) else BASE_LOCALE

    @property
    def locales(self) -> tuple[str, ...]:
        """The base locale and every locale that has translations."""
        return tuple(dict.fromkeys([str(self.base), *map(str, self._by_locale)]))

    def text(self, locale: str, component_id: str, name: str) -> str | None:
        """The translation; a narrower locale falls back to the wider one (zh-Hans-CN, zh-Hans, zh)."""
        for candidate in _widening(locale):
            found = paths.get(self._by_locale, (candidate, component_id), None)
            text = found.get(name) if isinstance(found, Mapping) else None
            if isinstance(text, str) and text:
                return text
        return None

    def is_base(self, locale: str) -> bool:
        """Is it the language in which the schema itself is written?"""
        return _language(locale) == _language(str(self.base)) and locale not in self._by_locale


def _widening(locale: str) -> Iterator[str]:
    parts = locale.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


def texts(component: Component) -> Iterator[tuple[str, paths.Path, str]]:
    """Every text of a component that people read: its property name, its place in the attributes, the base text."""
    for name in FIELDS[component.type].texts:
        if name == "values.*":
            yield from _entries(component, "values", "value")
        elif name == "columns.*":
            yield from _entries(component, "columns", "key")
        else:
            place = tuple(name.split("."))
            text = paths.get(component.attributes, place, None)
            if isinstance(text, str) and text.strip() and not is_expression(text):
                yield name, place, text


def _entries(component: Component, block: str, key: str) -> Iterator[tuple[str, paths.Path, str]]:
    written = component.attributes.get(block)
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        label = entry.get("label") if isinstance(entry, Mapping) else None
        if isinstance(label, str) and label.strip():
            yield f"{block}.{values.text_of(entry.get(key))}", (block, index, "label"), label


def localised(component: Component, locale: str, translations: Translations) -> dict[str, Any]:
    """The drawn attributes of the component with the texts of the locale; the base text stays where there is none."""
    attributes: dict[str, Any] = values.copied(dict(component.attributes))
    for name, place, _ in texts(component):
        translated = translations.text(locale, component.id, name)
        if translated is not None:
            paths.put(attributes, place, translated)
    return attributes


def missing(root: Component, locale: str, translations: Translations) -> tuple[Gap, ...]:
    """Every text that the locale lacks; none for the base locale."""
    if translations.is_base(locale):
        return ()
    return tuple(
        Gap(component_id=component.id, property=name, text=text)
        for component in root.walk()
        for name, _, text in texts(component)
        if translations.text(locale, component.id, name) is None
    )
