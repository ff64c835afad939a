"""A table to look at."""

from forms.fields.field import Field


class Table(Field):
    """Has no value; its rows are an expression over the data."""

    type = "table"
    texts = ("label", "columns.*")
