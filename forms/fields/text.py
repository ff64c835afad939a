"""Text to read, in Markdown."""

from forms.fields.field import Field


class Text(Field):
    """Has no value."""

    type = "text"
    texts = ("text",)
