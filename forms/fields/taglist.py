"""Several of several options, as tags."""

from forms.fields.checklist import Checklist


class Taglist(Checklist):
    """The same value and rules as a check list; only drawn otherwise."""

    type = "taglist"
