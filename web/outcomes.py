"""What became of the instances of a bulk operation, as sentences, and the names of what can be done in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.batch_listing import ItemRow
from engine.errors import BihuanError
from engine.settings import Settings
from web import errors
from web.i18n import gettext_noop as _
from web.i18n import translate

KINDS: Mapping[str, str] = {
    "retry": _("Retry incidents"),
    "set-variables": _("Set variables"),
    "suspend": _("Suspend instances"),
    "resume": _("Resume instances"),
    "migrate": _("Migrate to another version"),
    "cancel": _("Cancel instances"),
}
"""By kind of bulk operation, in the order they are offered: what cannot be undone comes last."""

UNEXPECTED = _("Something unexpected went wrong. Nothing was changed in this instance; try it again.")


@dataclass(frozen=True, kw_only=True)
class Told(ItemRow):
    """An instance of a bulk operation with why it failed; empty where it did not."""

    message: str


def told(rows: Sequence[ItemRow], locale: str, settings: Settings) -> list[Told]:
    """Outcomes in a language."""
    return [Told(**vars(row), message=sentence(row.code, row.params, locale, settings)) for row in rows]


def sentence(code: str, params: Mapping[str, Any], locale: str, settings: Settings) -> str:
    """Why it failed: the sentence of the error that the single command raises."""
    if not code:
        return ""
    return errors.filled(_templates().get(code, UNEXPECTED), params, locale, settings)


def _templates() -> dict[str, str]:
    return {kind.code: kind.template() for kind in _below(BihuanError)}


def _below(kind: type[BihuanError]) -> Iterator[type[BihuanError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def kind_name(kind: str, locale: str) -> str:
    """What a kind of bulk operation is called."""
    return translate(locale, KINDS.get(kind, kind))


def kinds(locale: str) -> list[tuple[str, str]]:
    """Everything that can be done in bulk, with its name."""
    return [(kind, kind_name(kind, locale)) for kind in KINDS]
