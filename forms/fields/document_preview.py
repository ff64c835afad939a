"""Documents to look at."""

from forms.fields.field import Field


class DocumentPreview(Field):
    """Has no value."""

    type = "documentPreview"
    texts = ("title", "label")
