"""The English sentence of each code; these are the source strings that the web layer translates.

Where the form-js viewer has a sentence of its own, the wording is the viewer's, so that a person reads the same before
and after submission.
"""

from collections.abc import Callable, Mapping
from typing import Any

from forms.submission import FieldError


def _(text: str) -> str:
    """Marks a source string for extraction into the catalogues."""
    return text


FIELD_ERRORS: Mapping[str, str] = {
    "required": _("Field is required."),
    "pattern": _("Field must match pattern {pattern}."),
    "pattern-too-slow": _("This text takes too long to compare with pattern {pattern}. Please shorten it."),
    "min": _("Field must have minimum value of {limit}."),
    "max": _("Field must have maximum value of {limit}."),
    "min-invalid": _("Min validation value is not a valid number."),
    "max-invalid": _("Max validation value is not a valid number."),
    "min-length": _("Field must have minimum length of {limit}."),
    "max-length": _("Field must have maximum length of {limit}."),
    "phone": _("Field must be a valid international phone number. (e.g. +4930664040900)"),
    "email": _("Field must be a valid email."),
    "not-a-number": _("Value is not a number."),
    "number-too-large": _("Value is too large."),
    "integer": _("Value is expected to be an integer."),
    "decimal-digit": _("Value is expected to have at most 1 decimal digit."),
    "decimal-digits": _("Value is expected to have at most {digits} decimal digits."),
    "increment": _("Please select a valid value, the two nearest valid values are {previous} and {next}."),
    "date-passed": _("Please pick a day that has not passed; the earliest is {earliest}."),
    "date-too-early": _("Please pick a later day; the earliest is {earliest}."),
    "file-count": _("Please choose at most {limit} files."),
    "file-type": _("{name} is not one of the accepted types: {accept}."),
    "file-too-large": _("{name} is larger than {limit} bytes."),
    "file-larger-than-mb": _("{name} is larger than {limit} MB."),
    "file-too-small": _("{name} is smaller than {limit} bytes."),
    "too-many-rows": _("Please enter at most {limit} rows."),
    "min-rows": _("Please enter at least {limit} rows."),
    "max-rows": _("Please enter at most {limit} rows."),
    "not-unique": _("This stands in another row already."),
    "option-not-offered": _("“{value}” cannot be chosen here, or not any more."),
    "cell-unreadable": _("“{value}” cannot be read as an answer here."),
    "rule": _("These answers do not fit together (rule “{rule}”)."),
}
"""What each code of a `FieldError` means; `params` fills it."""

FINDINGS: Mapping[str, str] = {
    "not-a-form": _("This is not a form-js form."),
    "form-of-formio": _("This is a form of Form.io. Draw it anew as a form-js form."),
    "form-of-surveyjs": _("This is a form of SurveyJS. Draw it anew as a form-js form."),
    "form-of-flowable": _("This is a form of Flowable. Draw it anew as a form-js form."),
    "form-of-json-schema": _("This is a JSON Schema, as SpiffWorkflow uses for forms. Draw it anew as a form-js form."),
    "form-of-ui-schema": _("This is the layout of a JSON Schema form, not a form-js form. Draw it anew."),
    "form-of-html": _("This is a page of HTML or XML. Draw it anew as a form-js form."),
    "type-unknown": _("Components of type “{type}” are not known."),
    "id-duplicate": _("Two components have this id."),
    "path-taken": _("Another component already writes to “{path}”."),
    "key-illegal": _("{key} contains a name that browsers or databases refuse."),
    "too-many-components": _("A form can have at most {limit} components."),
    "too-deep": _("Components can be nested at most {limit} deep."),
    "pattern-invalid": _("The pattern cannot be used: {reason}"),
    "increment-invalid": _("The increment “{increment}” is not a number above or below zero."),
    "digits-invalid": _("The number of decimal digits is not a number from 0, so it is ignored."),
    "limit-not-numeric": _("The limit “{limit}” is not a number."),
    "subtype-unknown": _("“{subtype}” is neither date, time nor datetime."),
    "repetitions-invalid": _("“{value}” is not a number of rows to begin with."),
    "options-missing": _("There are no options to choose from."),
    "options-unusable": _("Some options have no value, so they are never shown."),
    "options-duplicate": _("Two options have the same value."),
    "expression-missing": _("There is nothing to compute."),
    "expression-invalid": _("The expression of “{property}” cannot be read: {expression}"),
    "differs-in-browser": _("Browsers evaluate “{construct}” in another way than the server: {expression}"),
    "condition-not-feel": _("The condition does not begin with “=”, so the field is always shown."),
    "condition-reads-hidden": _("The condition depends on “{field}”, which may itself be hidden."),
    "disabled-in-open-list": _("People can remove rows here, so a disabled field may lose its row. Make it read-only."),
    "url-not-https": _("Only https addresses are shown."),
    "translation-missing": _("“{text}” has no translation for {locale}."),
    "refinement-unknown": _("There is no refinement “{refinement}”."),
    "refinement-misplaced": _("“{refinement}” does not refine components of type “{type}”."),
    "page-inside": _("Pages stand at the top of a form, not inside other components."),
    "page-missing": _("In a form with pages, every field must stand on one of them."),
    "currency-unknown": _("“{currency}” is no currency of ISO 4217, such as CNY or EUR."),
    "steps-invalid": _("“{steps}” is no whole number of steps from 2 to {limit}."),
    "address-without-parts": _("An address needs fields with one of the keys {parts}."),
    "cascade-without-tree": _("There is neither a tree of options nor a source."),
    "source-unknown": _("There is no source of kind “{kind}”."),
    "source-misplaced": _("“{refinement}” takes its options from “{wanted}”, not from “{kind}”."),
    "source-unavailable": _("Options cannot come from a connector yet."),
    "source-without-decision": _("Say which decision gives the options, in “decision”."),
    "source-reads-nothing": _("The options depend on “{key}”, but there is no such field."),
    "source-not-public": _("People without a login are offered nothing from “{kind}”."),
    "rule-malformed": _("A rule needs an id, a condition and the fields it marks."),
    "rule-duplicate": _("Two rules have the id “{rule}”."),
    "rule-without-field": _("The rule “{rule}” marks “{key}”, but there is no such field."),
    "rule-without-list": _("The rule “{rule}” is asked in “{key}”, but that is no list whose rows repeat."),
    "rule-outside-rows": _("“{key}” stands in rows. Ask the rule “{rule}” in its list, or mark the list."),
    "rule-without-message": _("The rule “{rule}” has no message, so people are not told what is wrong."),
    "upcast-malformed": _("An up-cast needs “from”, and one of “to”, “into” (fields with FEEL after “=”) or “drop”."),
    "upcast-without-field": _("The up-cast of “{from}” fills “{key}”, but there is no such field."),
    "upcast-without-list": _("The up-cast of “{from}” is done in “{key}”, but that is no list whose rows repeat."),
    "upcast-without-end": _("“{key}” is still a field. Say with “until” the last version whose answers are changed."),
    "unique-without-field": _("There is no field “{key}” in the rows that could be unique."),
    "right-unknown": _("“{right}” is neither editable, readonly, hidden nor required."),
    "right-without-field": _("There is no field “{key}” to make {right}."),
    "right-without-effect": _("“{key}” holds no answers, so making it {right} changes nothing."),
    "required-if-not-feel": _("The condition “{condition}” does not begin with “=”, so it is never asked."),
}
"""What each code of a `Finding` means; `params` fills it."""

READINGS = (_("Yes"), _("No"))
"""Words that `Form.display` leaves for the edge to translate."""


def sentence(error: FieldError, translate: Callable[[str], str] = str, own_message: str | None = None) -> str:
    """The sentence for a person. A pattern's own message, drawn in the form, comes before ours.

    `own_message` is that message in the person's language (`Form.own_message`); without it the drawn one is used.
    """
    own = own_message or error.params.get("message")
    return str(own) if own else fill(translate(FIELD_ERRORS[error.code]), error.params)


def fill(template: str, params: Mapping[str, Any]) -> str:
    """Put the parameters into the template; one that is missing shows as its name, never as another error."""
    return template.format_map(_Blank(params))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
