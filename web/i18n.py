"""Languages: the message catalogues, the choice of a language, and how dates and numbers are written."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from starlette.requests import HTTPConnection

LOCALES = ("zh-CN", "en")
COOKIE = "bihuan_locale"
FOLDER = Path(__file__).parent / "locales"

_MOMENT = {"zh-CN": "yyyy-MM-dd HH:mm", "en": "d MMM yyyy, HH:mm"}
_DAY = {"zh-CN": "yyyy-MM-dd", "en": "d MMM yyyy"}
_SHORT_DAY = {"zh-CN": "MM-dd", "en": "d MMM"}


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue where it is declared; it is translated where it is said."""
    return message


@cache
def translations(locale: str) -> NullTranslations:
    """The catalogue of a language, read once; English is the source and needs none."""
    path = FOLDER / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)


def translate(locale: str, message: str, params: Mapping[str, object] | None = None) -> str:
    """A message in a language, its {names} filled; a missing parameter shows as its name."""
    text = translations(locale).gettext(message) if message else ""
    return text.format_map(_Blank(params)) if params is not None else text


class _Blank(dict[str, object]):
    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__(params)

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def locale_of(request: HTTPConnection, default: str) -> str:
    """The language of a request: the person's choice, the cookie, what the browser asks for, the installation's."""
    actor = getattr(request.state, "actor", None)
    if actor is not None and actor.locale in LOCALES:
        return str(actor.locale)
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    return accepted(request.headers.get("accept-language", "")) or default


@lru_cache(maxsize=256)
def accepted(header: str) -> str | None:
    """The language of ours that an Accept-Language header likes best, None when it names none (RFC 9110, 12.5.4)."""
    wishes = sorted((_wish(part) for part in header.split(",")[:20]), reverse=True)
    for weight, wanted in wishes:
        for locale in LOCALES:
            if weight > 0 and wanted.split("-")[0] == locale.split("-")[0]:
                return locale
    return None


def _wish(part: str) -> tuple[float, str]:
    name, _, quality = part.strip().lower().partition(";q=")
    try:
        return float(quality or 1), name
    except ValueError:
        return 0.0, name


@dataclass(frozen=True)
class Formats:
    """How a language writes moments, days, durations and numbers; what templates call `fmt`."""

    locale: str
    zone: ZoneInfo

    @property
    def _babel(self) -> Locale:
        return Locale.parse(self.locale, sep="-")

    def datetime(self, moment: dt.datetime | None) -> str:
        """Day and minute in the installation's time zone."""
        if moment is None:
            return ""
        return format_datetime(moment, _MOMENT[self.locale], tzinfo=self.zone, locale=self._babel)

    def date(self, day: dt.date | None) -> str:
        """The day; of a moment, its day in the installation's time zone."""
        if day is None:
            return ""
        local = day.astimezone(self.zone) if isinstance(day, dt.datetime) else day
        return format_date(local, _DAY[self.locale], locale=self._babel)

    def moment(self, moment: dt.datetime | None, now: dt.datetime) -> str:
        """As short as a list wants it: the time if it is today, the day without the year if it is this year's."""
        if moment is None:
            return ""
        local, today = moment.astimezone(self.zone), now.astimezone(self.zone)
        if local.date() == today.date():
            return format_datetime(local, "HH:mm", tzinfo=self.zone, locale=self._babel)
        if local.year == today.year:
            return format_date(local, _SHORT_DAY[self.locale], locale=self._babel)
        return self.date(moment)

    def size(self, count: int) -> str:
        """A number of bytes in the unit that people use for files."""
        for unit, bytes_in_it in (("MB", 1 << 20), ("KB", 1 << 10)):
            if count >= bytes_in_it:
                return f"{format_decimal(round(count / bytes_in_it, 1), locale=self._babel)} {unit}"
        return f"{count} B"

    def duration(self, span: timedelta | float | None) -> str:
        """A length of time in its one or two largest units, at least a minute; numbers are seconds."""
        if span is None:
            return ""
        delta = span if isinstance(span, timedelta) else timedelta(seconds=span)
        if delta:
            delta = max(abs(delta), timedelta(minutes=1))
        return " ".join(
            format_timedelta(part, granularity="minute", threshold=1, format="short", locale=self._babel)
            for part in _largest(delta)
        )

    def about(self, span: timedelta) -> str:
        """A length of time in one unit, for where a glance must do."""
        return format_timedelta(abs(span), granularity="minute", format="short", locale=self._babel)

    def number(self, number: float | Decimal | None) -> str:
        """A number with the separators of the language."""
        return "" if number is None else format_decimal(number, locale=self._babel)


def _largest(delta: timedelta) -> list[timedelta]:
    days, hours = timedelta(days=delta.days), timedelta(hours=delta.seconds // 3600)
    minutes = timedelta(minutes=delta.seconds % 3600 // 60)
    parts = [days, hours] if days else [hours, minutes]
    return [part for part in parts if part] or [minutes]
