"""A department of the organisation; kept as its key."""

from forms.fields.select import Select
from forms.fields.taglist import Taglist


class Department(Select):
    """The key of one department."""

    refinement = "department"
    of = "department"


class Departments(Taglist):
    """The keys of several departments."""

    refinement = "department"
    of = "department"
