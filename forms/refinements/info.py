"""What earlier steps have found, shown beside the questions of this one."""

from forms.fields.table import Table
from forms.fields.text import Text


class InfoText(Text):
    """A text with the data of earlier steps, in a panel."""

    refinement = "info"


class InfoTable(Table):
    """A table of the data of earlier steps, in a panel."""

    refinement = "info"
