"""One of several options, all in sight."""

from forms.fields.select import Select


class Radio(Select):
    """The same value and rules as a select; only drawn otherwise."""

    type = "radio"
