"""What the codes of incidents mean and what to do, as sentences for who operates processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from engine import feel
from engine.incidents import IncidentRow
from web.i18n import gettext_noop as _
from web.i18n import translate

SENTENCES: Mapping[str, str] = {
    "ad-hoc-element-unknown": _("The activities to begin with name one that does not exist here. Correct the value."),
    "assignment-failed": _("Nobody could be found for this task: who should do it cannot be worked out."),
    "call-too-deep": _("Processes call one another without end. Cancel this instance and correct the models."),
    "callee-not-named": _("The name of the process to call has no value. Fill in its variable, then retry."),
    "callee-unknown": _("The process to call is not in service. Deploy it, then retry."),
    "callee-without-start": _("The process to call has no plain start event. Deploy one that has, then retry."),
    "cardinality-not-number": _("How often to repeat this is not a whole number. Correct the variable, then retry."),
    "collection-not-list": _("What this should be repeated for is not a list. Correct the variable, then retry."),
    "condition-not-boolean": _("A condition is neither true nor false. Correct the variables it reads, then retry."),
    "connector-failed": _("The system that is called did not do its work. When it is available again, retry."),
    "correlation-key-missing": _("The correlation key has no value, so no message could find this instance."),
    "correlation-too-long": _(
        "The message's name or correlation key is too long to be looked for. Correct its variable, then retry."
    ),
    "decision-failed": _("The decision has no result for these values. Correct the variables, then retry."),
    "decision-result-misshapen": _(
        "More rules of the decision match, or it has more outputs, than this task can take."
    ),
    "endless-loop": _("The process goes round in circles without ever waiting. Correct what should end the loop."),
    "error-not-caught": _("The software reported a business error for which the model has no way out."),
    "error-uncaught": _("The process ends with a business error that nothing around it catches."),
    "expression-failed": _("An expression has no result. Correct the variables it reads, then retry."),
    "input-invalid": _("The input of this service task is missing or of the wrong kind. Correct it, then retry."),
    "join-never-filled": _(
        "This gateway waits for tokens that can no longer come. Move one there, or cancel; correct the model."
    ),
    "no-flow-taken": _("No condition of the flows behind this is true, and there is no default flow."),
    "not-found": _("Something that is needed here does not exist. Deploy it, then retry."),
    "snapshot-unreadable": _("The saved state of the instance was written by another release of this software."),
    "step-failed": _("A step that this led to could not be carried out."),
    "timer-failed": _("The timer was due, but what follows it failed."),
    "timer-unreadable": _("The time of this timer cannot be read. Correct its variable, then retry."),
    "too-many-calls": _(
        "Too many processes and sub-processes are open at once. Cancel the instance, correct the model."
    ),
    "too-many-instances": _("This should be repeated more often than is allowed. Shorten the list, then retry."),
    "too-many-tokens": _(
        "The instance is in too many places at once: something forks without end. Cancel it, correct the model."
    ),
    "unexpected": _("Something unexpected went wrong. Retry; if it stays, tell who looks after this installation."),
    "unknown-property": _("An expression reads a part that its variable does not have. Add it, then retry."),
    "unknown-variable": _("An expression reads a variable that has no value here. Set it, then retry."),
    "variables-not-storable": _("A value cannot be stored: it is too large, or of a kind that cannot be kept."),
    "outsider-mail": _("The person outside who is to be asked has no valid e-mail address. The task stands."),
    "worker-died": _("The software broke down more than once over this. Tell who looks after this installation."),
}
"""By code: what it means and what to do."""

DETAILS: Mapping[str, str] = {
    "callee-unknown": _("Process: {process}"),
    "callee-without-start": _("Process: {process}"),
    "correlation-key-missing": _("Key: {expression}"),
    "decision-failed": _("Decision: {decision}"),
    "error-uncaught": _("Error code: {code}"),
    "timer-unreadable": _("Timer: {expression}"),
}
"""By code: what exactly went wrong there and then, from the parameters that an incident keeps."""


@dataclass(frozen=True, kw_only=True)
class Told(IncidentRow):
    """An incident with its sentence, and the detail: what went wrong there and then, in the reader's language.

    Where an incident keeps no parameters its own message is the detail, empty where it would only repeat the sentence.
    """

    sentence: str
    detail: str


def told(rows: Sequence[IncidentRow], locale: str) -> list[Told]:
    """Incidents in a language; where the code says nothing, the message alone speaks."""
    return [_told(row, sentence(row.code, locale), detail(row.code, row.parameters, locale)) for row in rows]


def sentence(code: str, locale: str) -> str:
    """What a code means, empty when nobody knows; an expression fails in many ways that all ask for the same."""
    known = "expression-failed" if code in feel.MESSAGES and code not in SENTENCES else code
    return translate(locale, SENTENCES.get(known, ""))


def detail(code: str, parameters: Mapping[str, Any], locale: str) -> str:
    """What exactly went wrong, from names and texts of the model; empty where the parameters do not say it."""
    if code in DETAILS and _fills(DETAILS[code], parameters):
        return translate(locale, DETAILS[code], parameters)
    known = {**feel.MESSAGES, **(feel.SIMILAR_MESSAGES if "suggestion" in parameters else {})}
    said = known.get(code, "")
    reason = translate(locale, said, parameters) if said and _fills(said, parameters) else ""
    if "expression" not in parameters:
        return reason
    return " ".join([reason, translate(locale, _("Expression: {expression}"), parameters)]).strip()


def _fills(template: str, parameters: Mapping[str, Any]) -> bool:
    """Whether the parameters hold all that a template asks for."""
    return all(name is None or name in parameters for _text, name, _spec, _form in Formatter().parse(template))


def _told(row: IncidentRow, meaning: str, found: str) -> Told:
    told_already = not meaning and not found
    return Told(**vars(row), sentence=meaning or row.message, detail="" if told_already else found or row.message)
