"""A submitted form as it looked, to read: for histories, case views, mails and print, without form-js."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from forms import files, options, paths, templates, translations, values
from forms.component import Component
from forms.lookups import Lookups
from forms.paths import MISSING
from forms.scope import Evaluate, Occasion, Scope
from forms.translations import Translations

MOST_TABLE_ROWS = 200
_LABELS = ("label", "dateLabel", "timeLabel")
_WITHOUT_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stored answers read the same whenever they are read."""


@dataclass(frozen=True, kw_only=True)
class DisplayRow:
    """One line: what it is called and how it reads. Text is plain and must be escaped like any other.

    `kind` is the field type or its refinement, or `row` for one row of a list or table and `cell` for what stands in
    a table. Groups, lists, tables and rows have `rows`; file fields have `files` (references, see
    `FileInfo.reference`). A checkbox reads `Yes` or `No`, which the edge translates; the text of a `text` component
    is Markdown.
    """

    label: str
    text: str = ""
    kind: str
    files: tuple[Mapping[str, Any], ...] = ()
    rows: tuple["DisplayRow", ...] = ()
    markup: str = ""
    """The text of a rich text as harmless HTML, which need not be escaped; empty for everything else."""


class Display:
    """Shows one set of stored data in one language."""

    def __init__(
        self, evaluate: Evaluate, data: Mapping[str, Any], locale: str, known: Translations, lookups: Lookups
    ) -> None:
        self._data = data
        self._locale = locale
        self._known = known
        self._in_language: dict[str, Component] = {}
        occasion = Occasion(evaluate=evaluate, zone=UTC, now=_WITHOUT_TIME, initial=data, lookups=lookups)
        self._scope = Scope(occasion, data, data, None, [])

    def rows(self, root: Component) -> tuple[DisplayRow, ...]:
        """The rows of the whole form."""
        options.look_ahead(root, self._data, self._scope.occasion.lookups)
        return tuple(self._below(root, self._scope, ()))

    def one(self, component: Component) -> DisplayRow | None:
        """The row of one component that stands in no list, whether or not the form shows it just now."""
        options.look_ahead(component, self._data, self._scope.occasion.lookups)
        return next(self._shown(component, self._scope, ()), None)

    def _below(self, component: Component, scope: Scope, indexes: tuple[int, ...]) -> Iterator[DisplayRow]:
        for child in component.children:
            if not scope.holds(child.hide):
                yield from self._shown(child, scope, indexes)

    def _shown(self, component: Component, scope: Scope, indexes: tuple[int, ...]) -> Iterator[DisplayRow]:
        field = component.behaviour
        localised = self._localised(component)
        if field.keyed:
            value = paths.get(self._data, component.path(indexes))
            if field.shown and value is not MISSING:
                yield self._answer(localised, value, scope)
        elif component.type == "text":
            yield DisplayRow(label="", text=templates.render(localised.attributes.get("text"), scope), kind="text")
        elif component.type == "table":
            yield _table(localised, scope)
        elif component.repeats:
            rows = tuple(self._list_rows(component, scope, indexes))
            yield DisplayRow(label=_label(localised, scope), kind=_kind(component), rows=rows)
        elif component.children:
            rows = tuple(self._below(component, scope, indexes))
            if rows:
                yield _group(localised, _label(localised, scope), rows)

    def _localised(self, component: Component) -> Component:
        """The component in the language asked for, made once for all rows it stands in."""
        if component.id not in self._in_language:
            attributes = translations.localised(component, self._locale, self._known)
            self._in_language[component.id] = replace(component, attributes=attributes)
        return self._in_language[component.id]

    def _answer(self, component: Component, value: Any, scope: Scope) -> DisplayRow:
        kept = value if isinstance(value, list) else []
        return DisplayRow(
            label=_label(component, scope),
            text=component.behaviour.read(component, value, scope),
            kind=_kind(component),
            markup=component.behaviour.markup(value),
            files=tuple(filter(files.is_reference, kept)) if component.type == "filepicker" else (),
        )

    def _list_rows(self, component: Component, scope: Scope, indexes: tuple[int, ...]) -> Iterator[DisplayRow]:
        rows = paths.get(self._data, component.path(indexes), None)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            inner = tuple(self._below(component, scope.row(row, index), (*indexes, index)))
            yield DisplayRow(label=str(index + 1), kind="row", rows=inner)


def _kind(component: Component) -> str:
    return component.behaviour.refinement or component.type


def _group(component: Component, label: str, rows: tuple[DisplayRow, ...]) -> DisplayRow:
    """A heading with what stands below it; an address reads in one line."""
    if component.behaviour.refinement == "address":
        return DisplayRow(label=label, text=", ".join(row.text for row in rows if row.text), kind="address")
    return DisplayRow(label=label, kind=_kind(component), rows=rows)


def _label(component: Component, scope: Scope) -> str:
    written = next((component.attributes[name] for name in _LABELS if component.attributes.get(name)), "")
    return templates.render(written, scope)


def _table(component: Component, scope: Scope) -> DisplayRow:
    columns = scope.value(component.attributes.get("columnsExpression")) or component.attributes.get("columns")
    columns = [column for column in columns or () if isinstance(column, Mapping)] if isinstance(columns, list) else []
    entries = scope.value(component.attributes.get("dataSource"))
    entries = entries[:MOST_TABLE_ROWS] if isinstance(entries, list) else []
    rows = tuple(_table_row(columns, index, entry) for index, entry in enumerate(entries))
    return DisplayRow(label=_label(component, scope), kind="table", rows=rows)


def _table_row(columns: list[Mapping[str, Any]], index: int, entry: Any) -> DisplayRow:
    cells = tuple(
        DisplayRow(
            label=values.text_of(column.get("label") or column.get("key")),
            text=values.text_of(paths.get(entry, (str(column.get("key")),), None)),
            kind="cell",
        )
        for column in columns
    )
    return DisplayRow(label=str(index + 1), kind="row", rows=cells)
