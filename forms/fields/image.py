"""A picture to look at."""

from forms.fields.field import Field


class Image(Field):
    """Has no value."""

    type = "image"
    texts = ("alt",)
