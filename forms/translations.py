"""The texts of a form in other languages, which travel inside its schema.

`schema["bihuan"]["translations"][locale][component id][property]` holds them; the schema itself holds the base texts,
in the language of `schema["bihuan"]["locale"]` (English when it says nothing). A property is a name with dots into
nested blocks (`label`, `validate.patternErrorMessage`), `values.<option value>` for the label of an option, or
`columns.<column key>` for the heading of a column. A rule of the form has its `message` under its own id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms import locales, paths, values
from forms.component import Component
from forms.cross_rules import CrossRule
from forms.scope import is_expression

MESSAGE = "message"
"""The property of a rule's sentence."""
BASE_LOCALE = "en"
DEEPEST = 20
"""Steps into a tree of options."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A text without translation: whose it is (a component's or a rule's id), which property, and its base text."""

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
        for candidate in locales.widening(locale):
            found = paths.get(self._by_locale, (candidate, component_id), None)
            text = found.get(name) if isinstance(found, Mapping) else None
            if isinstance(text, str) and text:
                return text
        return None

    def is_base(self, locale: str) -> bool:
        """Is it the language in which the schema itself is written?"""
        return locales.language(locale) == locales.language(str(self.base)) and locale not in self._by_locale


def texts(component: Component) -> Iterator[tuple[str, paths.Path, str]]:
    """Every text of a component that people read: its property name, its place in the attributes, the base text."""
    for name in component.behaviour.texts:
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
    yield from _labels(component.attributes.get(block), (block,), key)


def _labels(written: Any, place: paths.Path, key: str) -> Iterator[tuple[str, paths.Path, str]]:
    """The labels of options and columns, and in a tree of options those of all steps."""
    for index, entry in enumerate(written if isinstance(written, list) and len(place) < DEEPEST else ()):
        if not isinstance(entry, Mapping):
            continue
        label = entry.get("label")
        if isinstance(label, str) and label.strip():
            yield f"{place[0]}.{values.text_of(entry.get(key))}", (*place, index, "label"), label
        yield from _labels(entry.get("children"), (*place, index, "children"), key)


def localised(component: Component, locale: str, translations: Translations) -> dict[str, Any]:
    """The drawn attributes of the component with the texts of the locale; the base text stays where there is none."""
    attributes: dict[str, Any] = values.copied(dict(component.attributes))
    for name, place, _ in texts(component):
        translated = translations.text(locale, component.id, name)
        if translated is not None:
            paths.put(attributes, place, translated)
    return attributes


def missing(
    root: Component, locale: str, translations: Translations, rules: Sequence[CrossRule] = ()
) -> tuple[Gap, ...]:
    """Every text that the locale lacks, also of the form's own rules; none for the base locale."""
    if translations.is_base(locale):
        return ()
    written = [(component.id, name, text) for component in root.walk() for name, _, text in texts(component)]
    written += [(rule.id, MESSAGE, rule.message) for rule in rules if rule.message.strip()]
    return tuple(
        Gap(component_id=owner, property=name, text=text)
        for owner, name, text in written
        if translations.text(locale, owner, name) is None
    )
