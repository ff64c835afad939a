"""The words of a mail: a package's template in the customer's language, with values filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.dates import format_datetime

from engine import link_address, moments
from engine.connectors.standard_mails import STANDARD_MAILS
from engine.settings import Settings

_PLACE = re.compile(r"\{(\w+)\}")
_MINUTES = {"zh-CN": "y年M月d日 HH:mm", "en": "MMM d, y, HH:mm"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


class TemplateMissing(Exception):
    """Neither the package nor we have a mail text of this name."""


@dataclass(frozen=True, kw_only=True)
class MailText:
    """Subject and body, ready to send."""

    subject: str
    body: str


def written(
    texts: Mapping[str, Any], template: str, locale: str, values: Mapping[str, Any], settings: Settings
) -> MailText:
    """The template of the section [mail.<template>] in the language, else in the installation's, else in any.

    `receipt` and `taskLink` among the values bring the addresses `receiptUrl` and `taskLinkUrl` with them.
    """
    languages = (locale, settings.locale, "en", *texts)
    found = _template(texts, template, languages) or _template(STANDARD_MAILS, template, languages)
    if not found:
        raise TemplateMissing(template)
    given = dict(values)
    if given.get("receipt"):
        given.setdefault("receiptUrl", f"{settings.base_url}/receipt?code={given['receipt']}")
    if given.get("taskLink"):
        given.setdefault("taskLinkUrl", link_address.address(settings, UUID(given["taskLink"])))
    return MailText(
        subject=" ".join(_filled(found.get("subject", ""), given, locale, settings).split()),
        body=_filled(found.get("text", ""), given, locale, settings).strip() + "\n",
    )


def _template(texts: Mapping[str, Any], template: str, locales: tuple[str, ...]) -> Mapping[str, str]:
    for locale in locales:
        found = texts.get(locale, {}).get("mail", {}).get(template)
        if found:
            return dict(found)
    return {}


def _filled(text: str, values: Mapping[str, Any], locale: str, settings: Settings) -> str:
    """One pass, so that a brace in what a customer wrote is never taken for a place to fill."""
    return _PLACE.sub(lambda place: _shown(values.get(place[1]), locale, settings), text)


def _shown(value: Any, locale: str, settings: Settings) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_shown(item, locale, settings) for item in value)
    text = str(value)
    if _MOMENT.fullmatch(text):
        local = moments.read(text, settings.zone).astimezone(settings.zone)
        return format_datetime(local, _MINUTES.get(locale, "medium"), locale=locale.replace("-", "_"))
    return text
