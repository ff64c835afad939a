"""What a check found, said in the reader's language: the template is translated, then filled."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from engine import findings
from engine.errors import Finding
from web.i18n import gettext_noop as _
from web.i18n import translate

REASONS: Mapping[str, str] = {
    "the script stands in a file of its own": _("the script stands in a file of its own"),
}
"""Reasons that engine/bpmn/dialects gives in words; others are extracted from where they are raised."""


SEVERITIES: Mapping[str, str] = {"error": _("error"), "warning": _("warning"), "hint": _("hint")}
CHECKED = _("{files} checked. Errors: {errors}, warnings: {warnings}, hints: {hints}")


def sentence(finding: Finding, locale: str) -> str:
    """The sentence of a finding in a language; a code that nobody knows stands for itself."""
    params = findings.filled(finding.params, partial(translate, locale))
    return translate(locale, findings.template(finding), {**params, **_reason(finding.params, locale)})


def severity(word: str, locale: str) -> str:
    """How grave a finding is, in a language."""
    return translate(locale, SEVERITIES[word])


def _reason(params: Mapping[str, Any], locale: str) -> dict[str, str]:
    """Why, in the reader's language: from the error it was made of where the finding keeps that, else by its words."""
    cause, reason = params.get("cause"), params.get("reason")
    if isinstance(cause, Mapping):
        said = translate(locale, cause["template"], cause["params"])
        if "position" in cause:
            place = {"reason": said, "position": cause["position"] + 1}
            said = translate(locale, _("{reason} (position {position})"), place)
        return {"reason": said}
    return {"reason": translate(locale, reason)} if isinstance(reason, str) else {}
