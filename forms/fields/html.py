"""A piece of HTML to look at; the viewer sanitises it, the server never renders it."""

from forms.fields.field import Field


class Html(Field):
    """Has no value."""

    type = "html"
    texts = ("content",)
