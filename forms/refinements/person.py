"""A person of the organisation, found by typing; kept as the login."""

from forms.fields.select import Select
from forms.fields.taglist import Taglist


class Person(Select):
    """The login of one person."""

    refinement = "person"
    of = "person"


class People(Taglist):
    """The logins of several people."""

    refinement = "person"
    of = "person"
