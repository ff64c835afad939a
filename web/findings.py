"""What a check found, said in the reader's language: the template is translated, then filled."""

from collections.abc import Mapping
from typing import Any

from engine import findings
from engine.errors import Finding
from web.i18n import gettext_noop as _
from web.i18n import translate

REASONS: Mapping[str, str] = {
    "it is a boxed conditional": _("it is a boxed conditional"),
    "it is a boxed context": _("it is a boxed context"),
    "it is a boxed filter": _("it is a boxed filter"),
    "it is a boxed function": _("it is a boxed function"),
    "it is a boxed invocation": _("it is a boxed invocation"),
    "it is a boxed iteration": _("it is a boxed iteration"),
    "it is a boxed list": _("it is a boxed list"),
    "it is a boxed quantifier": _("it is a boxed quantifier"),
    "it is a business knowledge model": _("it is a business knowledge model"),
    "it is a decision service": _("it is a decision service"),
    "it is a relation": _("it is a relation"),
    "it is another model": _("it is another model"),
    "the script stands in a file of its own": _("the script stands in a file of its own"),
}
"""Reasons that engine/dmn and engine/bpmn/dialects give in words; others are extracted from where they are raised."""


def sentence(finding: Finding, locale: str) -> str:
    """The sentence of a finding in a language; a code that nobody knows stands for itself."""
    return translate(locale, findings.template(finding), {**finding.params, **_reason(finding.params, locale)})


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
