"""A role in processes; kept as the key of its group."""

from forms.fields.select import Select
from forms.fields.taglist import Taglist


class Role(Select):
    """The key of one role."""

    refinement = "role"
    of = "role"


class Roles(Taglist):
    """The keys of several roles."""

    refinement = "role"
    of = "role"
