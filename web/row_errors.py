"""What is wrong with the rows of a table, as sentences and as a table to mend and bring again."""

import csv
import io
from collections.abc import Sequence

from engine.row_imports import Judged, Progress
from engine.settings import Settings
from forms import FieldError, messages
from web import i18n, outcomes
from web.i18n import gettext_noop as _
from web.i18n import translate

REASON = _("Why not")
OF_COLUMN = _("{name}: {sentence}")
POSSIBLE = _("{sentence} Possible here: {choices}")
LIKE = _("{sentence} Write it like {example}")
MOST_CHOICES = 20
"""How many options a sentence lists."""
_ASKS_HOW = frozenset({"cell-unreadable", "option-not-offered"})
_ENDS = "。.：:？?"
"""What some labels end with, and no name in a sentence."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def sentences(row: Judged, progress: Progress, locale: str, settings: Settings) -> list[str]:
    """Every reason why a row was not taken, with the name of its column and what can be written there."""
    return [_named(error, progress, locale, _sentence(error, locale, settings)) for error in row.errors]


def _named(error: FieldError, progress: Progress, locale: str, said: str) -> str:
    name = progress.names.get(error.component_id, "").rstrip(_ENDS)
    if error.code in _ASKS_HOW:
        said = _with_what_is_possible(error.component_id, progress, locale, said)
    return translate(locale, OF_COLUMN, {"name": name, "sentence": said}) if name else said


def _with_what_is_possible(component_id: str, progress: Progress, locale: str, said: str) -> str:
    choices, example = progress.choices.get(component_id, ()), progress.examples.get(component_id)
    if choices:
        more = ["…"] if len(choices) > MOST_CHOICES else []
        listed = translate(locale, _(", ")).join([*choices[:MOST_CHOICES], *more])
        return translate(locale, POSSIBLE, {"sentence": said, "choices": listed})
    return translate(locale, LIKE, {"sentence": said, "example": example}) if example else said


def _sentence(error: FieldError, locale: str, settings: Settings) -> str:
    if error.component_id:
        return messages.sentence(error, i18n.translations(locale).gettext, error.own_message(locale))
    return outcomes.sentence(error.code, error.params, locale, settings)


def bad_table(progress: Progress, rows: Sequence[Judged], locale: str, settings: Settings) -> bytes:
    """The rows as they came, with their reasons in a column of their own."""
    lines = [[*progress.headings, translate(locale, REASON)]]
    for row in rows:
        blanks = [""] * (len(progress.headings) - len(row.cells))
        reasons = " ".join(sentences(row, progress, locale, settings))
        lines.append([*map(_harmless, row.cells), *blanks, reasons])
    return table(lines)


def table(lines: Sequence[Sequence[str]]) -> bytes:
    """A text file that Excel opens, Chinese and all."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is kept a text."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
