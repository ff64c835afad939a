"""Room between fields."""

from forms.fields.field import Field


class Spacer(Field):
    """Has no value."""

    type = "spacer"
    texts = ()
