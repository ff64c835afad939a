"""A frame around fields."""

from forms.fields.field import Field


class Group(Field):
    """Has no value; with a `path` it nests those of its children."""

    type = "group"
    pathed = True
    texts = ("label",)
