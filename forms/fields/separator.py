"""A line between fields."""

from forms.fields.field import Field


class Separator(Field):
    """Has no value."""

    type = "separator"
    texts = ()
