"""Answers as people write them in the cells of a table: 1,234.50, 2026年3月1日, an option by its label."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from forms import options, paths, values
from forms.component import Component
from forms.form import Form
from forms.submission import FieldError

Cell = str | int | float | bool | date | time | timedelta | None
"""What a cell of a spreadsheet holds; of a text file only texts."""

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "√", "是", "对", "有"})
_NO = frozenset({"no", "n", "false", "0", "", "-", "×", "否", "不是", "无"})
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")
_SEPARATORS = re.compile(r"\s*[;；、,，|\n]\s*")
_LISTS = frozenset({"checklist", "taglist"})
_CHOICES = frozenset({"radio", "select"}) | _LISTS
_MOST_DIGITS = 20
"""Before or after the point; beyond it numbers of browsers are written otherwise, and nobody means them."""
_NEVER = frozenset({"expression", "filepicker"})


class Unreadable(ValueError):
    """A cell that cannot be an answer of its field."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column: the field it answers, and each way to name an option that the form itself holds."""

    field: Component
    options: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Table:
    """How the columns of a table answer a form; None for a column that answers nothing."""

    columns: tuple[Column | None, ...]

    def answers(self, cells: Sequence[Cell]) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
        """The answers of one row, and an error `cell-unreadable` for each cell that cannot be one.

        An empty cell leaves its field empty; whether that will do, the form judges when the answers are submitted.
        """
        answers: dict[str, Any] = {}
        errors = []
        for column, cell in zip(self.columns, cells, strict=False):
            if column is None or _blank(cell):
                continue
            try:
                paths.put(answers, column.field.path(()), _value(column, cell))
            except Unreadable:
                errors.append(_unreadable(column.field, cell))
        return answers, tuple(errors)


def _unreadable(component: Component, cell: Cell) -> FieldError:
    params = {"value": as_text(cell)[:100]}
    return FieldError(code="cell-unreadable", params=params, component_id=component.id, path=component.path(()))


def fields(form: Form) -> list[Component]:
    """The fields that a row can answer: outside of lists, not the server's own, and neither computed nor a file."""
    return [
        component
        for component in form.root.walk()
        if component.behaviour.keyed
        and not component.depth
        and component.type not in _NEVER
        and not component.behaviour.owned(component)
    ]


def headings(form: Form, locale: str) -> dict[str, str]:
    """What to write above the columns, by component: its label in a language; its key where that names no other."""
    known = fields(form)
    labels = [_label(form, component, locale) for component in known]
    return {
        component.id: label if label and labels.count(label) == 1 else _key(component)
        for component, label in zip(known, labels, strict=True)
    }


def table(form: Form, written: Sequence[str]) -> Table:
    """The form with the columns of a table, found by key or by label in any of the form's languages."""
    by_name: dict[str, Component] = {}
    for each in reversed(fields(form)):
        labels = (_label(form, each, locale) for locale in form.translations.locales)
        by_name |= {_plain(name): each for name in labels if name}
    by_name |= {_plain(_key(each)): each for each in fields(form)}
    columns: list[Column | None] = []
    for heading in written:
        # The second of two columns for one field answers nothing: which of them counts must not be a matter of luck.
        component = by_name.get(_plain(heading))
        taken = component is None or any(column and column.field is component for column in columns)
        columns.append(
            None if component is None or taken else Column(field=component, options=_options(form, component))
        )
    return Table(columns=tuple(columns))


def _key(component: Component) -> str:
    return ".".join(step for step in component.template if step is not None)


def _label(form: Form, component: Component, locale: str) -> str:
    for name in ("label", "dateLabel", "timeLabel"):
        label = form.translations.text(locale, component.id, name) or component.attributes.get(name)
        if isinstance(label, str) and label.strip() and "{{" not in label and not label.startswith("="):
            return label.strip()
    return ""


def _plain(text: str) -> str:
    """For comparing: any width, any case, without the star of a required field and blanks around."""
    return unicodedata.normalize("NFKC", text).strip().rstrip("*").strip().casefold()


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps a phone number as a number
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell).strip() if isinstance(cell, str) else str(cell)


def _value(column: Column, cell: Cell) -> Any:
    if column.field.type in _CHOICES:
        return _choice(column, cell)
    return _READERS.get(column.field.type, _plain_text)(column.field, cell)


def _plain_text(component: Component, cell: Cell) -> str:
    return as_text(cell)


def _number(component: Component, cell: Cell) -> Any:
    if isinstance(cell, bool):
        raise Unreadable
    if isinstance(cell, int):
        return cell
    plain = unicodedata.normalize("NFKC", as_text(cell)).strip("¥$€ 元").replace(",", "").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise Unreadable from error
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise Unreadable
    if component.attributes.get("serializeToString"):
        return plain
    return int(number) if number == number.to_integral_value() else float(number)


def _tick(component: Component, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    plain = _plain(as_text(cell))
    if plain not in _YES | _NO:
        raise Unreadable
    return plain in _YES


def _moment(component: Component, cell: Cell) -> str:
    subtype = component.attributes.get("subtype", "date")
    day, clock = _day_and_time(cell)
    if subtype == "date" and day:
        return day
    if subtype == "time" and clock:
        return clock
    if subtype == "datetime" and day:
        return f"{day}T{clock or '00:00'}"
    raise Unreadable


def _day_and_time(cell: Cell) -> tuple[str, str]:
    if isinstance(cell, datetime):
        return cell.date().isoformat(), f"{cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat(), ""
    if isinstance(cell, time):
        return "", f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds() // 60)
        return "", f"{minutes // 60:02}:{minutes % 60:02}"
    text = unicodedata.normalize("NFKC", as_text(cell)).strip().replace("T", " ")
    written = _DAY.match(text)
    rest = text[written.end() :].strip() if written else text
    clock = _TIME.fullmatch(rest) if rest else None
    if rest and clock is None:
        raise Unreadable
    return _day(written) if written else "", f"{int(clock[1]):02}:{clock[2]}" if clock else ""


def _day(written: re.Match[str]) -> str:
    try:
        return date(*map(int, written.groups())).isoformat()
    except ValueError as error:
        raise Unreadable from error


def _choice(column: Column, cell: Cell) -> Any:
    """By label in any language, or by value; where options are computed or looked up, what is written is taken."""
    text, named = as_text(cell), column.options
    several = column.field.type in _LISTS
    if not named:
        return [each for each in _SEPARATORS.split(text) if each] if several else text
    if not several:
        return _option(named, text)
    if _plain(text) in named:
        return [named[_plain(text)]]
    return [_option(named, each) for each in _SEPARATORS.split(text) if each]


def _options(form: Form, component: Component) -> Mapping[str, Any]:
    """Every way to name an option of the form: its label in each language, then its value, which goes before."""
    computed = any(component.attributes.get(name) for name in ("valuesKey", "valuesExpression"))
    if component.type not in _CHOICES or component.source is not None or computed:
        return {}
    offered = options.normalise(component.attributes.get("values") or ())
    named = {_plain(option.label): option.value for option in offered}
    for option in offered:
        for locale in form.translations.locales:
            label = form.translations.text(locale, component.id, f"values.{values.text_of(option.value)}")
            named |= {_plain(label): option.value} if label else {}
    return named | {_plain(values.text_of(option.value)): option.value for option in offered}


def _option(named: Mapping[str, Any], text: str) -> Any:
    try:
        return named[_plain(text)]
    except KeyError as error:
        raise Unreadable from error


_READERS: Mapping[str, Callable[[Component, Cell], Any]] = {
    "number": _number,
    "checkbox": _tick,
    "datetime": _moment,
}
