"""A part of a form under its own heading, which people can fold away."""

from forms.fields.group import Group


class Section(Group):
    """A group in every other respect."""

    refinement = "section"
