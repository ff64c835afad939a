"""A list whose rows are edited as the lines of a table."""

from forms.fields.dynamiclist import DynamicList


class EditableTable(DynamicList):
    """The same rows and rules as any list; drawn, printed and read as a table."""

    refinement = "table"
