"""A button that submits or resets."""

from forms.fields.field import Field


class Button(Field):
    """Has no value."""

    type = "button"
    texts = ("label",)
