"""The form itself, which is the outermost component."""

from forms.fields.field import Field


class Default(Field):
    """Has no value; holds everything else."""

    type = "default"
    texts = ()
