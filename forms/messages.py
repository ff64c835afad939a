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
    "file-too-small": _("{name} is smaller than {limit} bytes."),
    "too-many-rows": _("Please enter at most {limit} rows."),
}
"""What each code of a `FieldError` means; `params` fills it."""

FINDINGS: Mapping[str, str] = {
    "not-a-form": _("This is not a form-js form."),
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
    "condition-not-feel": _("The condition does not begin with “=”, so the field is always shown."),
    "condition-reads-hidden": _("The condition depends on “{field}”, which may itself be hidden."),
    "disabled-in-open-list": _("People can remove rows here, so a disabled field may lose its row. Make it read-only."),
    "url-not-https": _("Only https addresses are shown."),
    "translation-missing": _("“{text}” has no translation for {locale}."),
    "right-unknown": _("“{right}” is neither editable, readonly, hidden nor required."),
    "right-without-field": _("There is no field “{key}” to make {right}."),
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
